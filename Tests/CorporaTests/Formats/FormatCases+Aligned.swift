import Testing

@testable import Corpora

/// Crossmodal-3600, XTD10 and Multi30k.
extension FormatCase {
  static let xm3600: [FormatCase] = [
    FormatCase(
      "as distributed", .automatic, "x",
      [
        "x/captions.jsonl": text(
          #"{"image/key": "0a", "image/locale": "zh", "zh": {"caption": ["一", "二"], "caption/tokenized": ["一"]}, "quz": {"caption": ["q"]}}"#
            + "\n" + #"{"image/key": "0b", "en": {"caption": ["one", ""]}}"# + "\n"),
        "x/images/0a.jpg": text("A"), "x/images/0b.jpg": text("B"),
      ], records: ["0a | zh raw: 一; zh raw: 二; quz raw: q | A", "0b | en raw: one | B"]
    ) { $0.language = nil },
    FormatCase(
      "what is wrong", .xm3600, "captions.jsonl",
      [
        "captions.jsonl": text(
          #"""
          {"image/key": "../up", "en": {"caption": ["x"]}}
          {"image/key": "a/../../up", "en": {"caption": ["x"]}}
          {"image/key": "/root", "en": {"caption": ["x"]}}
          {"image/key": "a\u0000", "en": {"caption": ["x"]}}
          {"image/key": 5, "en": {"caption": ["x"]}}
          {"en": {"caption": ["x"]}}
          {"image/key": "a", "en": {"caption": "x"}}
          {"image/key": "a", "en": {"caption": ["x", 3]}}
          {"image/key": "a", "en": {}}
          {"image/key": "a", "en": {"caption": [" "]}}
          {"image/key": "a"}
          {"image/key": "a", "": {"caption": ["x"]}}
          ["image/key"]
          {"image/key"
          {"image/key": "ok", "en": {"caption": ["fine"]}}
          """#), "ok.jpg": text("OK"),
      ], records: ["ok | en raw: fine | OK"],
      problems: [
        "1: the image's name “../up.jpg” leads out of its folder by “..”",
        "2: the image's name “a/../../up.jpg” leads out of its folder by “..”",
        "3: the image's name “/root.jpg” begins at the root of the file system",
        "4: the image's name “a\u{FFFD}.jpg” holds a zero byte", "5: “image/key” should name the image",
        "6: “image/key” should name the image", "7: “caption” of en should be a list of texts",
        "8: “caption” of en should be a list of texts", "9: “caption” of en should be a list of texts",
        "10: the image has no caption", "11: the image has no caption",
        "12: “” is no language tag, such as \"zh-Hant\"", "13: “image/key” should name the image",
        "14: column 13: a colon should follow the name \"image/key\"",
      ].map { "~/captions.jsonl:\($0)" }),
    FormatCase(
      "nothing", .xm3600, "x", ["x/captions.jsonl": []], error: "~/x: no records are in it"),
  ]

  static let xtd10: [FormatCase] = [
    FormatCase(
      "as distributed: captions of others in folders beside", .automatic, "XTD/XTD10/",
      [
        "XTD/XTD10/test_image_names.txt": text("a.jpg\nb.jpg\n"), "XTD/XTD10/test_1kcaptions_zh.txt": text("一\n二\n"),
        "XTD/XTD10/test_1kcaptions_ko.txt": text("하나\r\n\r\n"), "XTD/MIC/test_1kcaptions_en.txt": text("one\ntwo"),
        "XTD/STAIR/test_1kcaptions_jp.txt": text("ひとつ\nふたつ\n"), "XTD/MIC/test_1kcaptions_zh.txt": text("x\ny\n"),
        "val2014/a.jpg": text("A"), "val2014/b.jpg": text("B"),
      ],
      records: [
        "a.jpg | test | ko raw: 하나; zh raw: 一; en raw: one; ja raw: ひとつ | A",
        "b.jpg | test | zh raw: 二; en raw: two; ja raw: ふたつ | B",
      ]
    ) {
      $0.images = "val2014"
      $0.language = nil
    },
    FormatCase(
      "images where COCO's archives unpack them, of either year", .xtd10, "XTD10",
      [
        "XTD10/test_image_names.txt": text(
          "COCO_train2014_000000000001.jpg\nCOCO_val2014_000000000002.jpg\nCOCO_val2014_000000000003.jpg\n"),
        "XTD10/test_1kcaptions_en.txt": text("1\n2\n3"),
        "coco/train2014/COCO_train2014_000000000001.jpg": text("A"),
        "coco/val2014/COCO_val2014_000000000002.jpg": text("B"), "coco/train2017/000000000003.jpg": text("C"),
      ],
      records: [
        "COCO_train2014_000000000001.jpg | test | en raw: 1 | A",
        "COCO_val2014_000000000002.jpg | test | en raw: 2 | B",
        "COCO_val2014_000000000003.jpg | test | en raw: 3 | C",
      ]
    ) {
      $0.images = "coco"
      $0.split = "test"
    },
    FormatCase(
      "another split", .xtd10, "x", ["x/test_image_names.txt": text("a\n"), "x/test_1kcaptions_en.txt": text("1\n")],
      error: "~/x: no records of the split “val” are in it; its splits are test"
    ) { $0.split = "val" },
    FormatCase(
      "what is wrong", .xtd10, "x",
      [
        "x/test_image_names.txt": text("../a.jpg\n\n/b.jpg\nc\0.jpg\nd.jpg\ne.jpg\n"),
        "x/test_1kcaptions_en.txt": text("1\n2\n3\n4\n \n6\n"), "x/e.jpg": text("E"),
      ], records: ["e.jpg | test | en raw: 6 | E"],
      problems: [
        "1: the image's name “../a.jpg” leads out of its folder by “..”", "2: the image's name “” is empty",
        "3: the image's name “/b.jpg” begins at the root of the file system",
        "4: the image's name “c\u{FFFD}.jpg” holds a zero byte", "5: no language has a caption for this line",
      ].map { "~/x/test_image_names.txt:\($0)" }),
    FormatCase(
      "a line too few", .xtd10, "x",
      ["x/test_image_names.txt": text("a\nb\n"), "x/test_1kcaptions_en.txt": text("1\n")],
      error:
        "~/x/test_1kcaptions_en.txt: the file has 1 lines and ~/x/test_image_names.txt has 2; they must go together line by line"
    ),
    FormatCase(
      "no captions", .xtd10, "x", ["x/test_image_names.txt": text("a\n")],
      error: "~/x: no file test_1kcaptions_LANGUAGE.txt is in the folder"),
    FormatCase(
      "not UTF-8", .xtd10, "x",
      ["x/test_image_names.txt": text("a\n"), "x/test_1kcaptions_en.txt": [0xE9, 0x0A]],
      error: "~/x/test_1kcaptions_en.txt: the file is not valid UTF-8"),
    FormatCase(
      "nothing", .xtd10, "x", ["x/test_image_names.txt": [], "x/test_1kcaptions_en.txt": []],
      error: "~/x: no records are in it"),
  ]

  static let multi30k: [FormatCase] = [
    FormatCase(
      "packed, with the list in image_splits", .automatic, "task1/raw/train",
      [
        "task1/image_splits/train.txt": text("1.jpg\n2.jpg\n"),
        "task1/raw/train.en.gz": HandmadeGzip.bytes(text("one\ntwo\n")),
        "task1/raw/train.de.gz": HandmadeGzip.bytes(text("eins\nzwei\n")), "task1/raw/val.en.gz": [1],
        "task1/raw/train.lc.norm.tok.en": text("x\n"), "flickr/1.jpg": text("A"), "flickr/2.jpg": text("B"),
      ], records: ["1.jpg | de raw: eins; en raw: one | A", "2.jpg | de raw: zwei; en raw: two | B"]
    ) {
      $0.images = "flickr"
      $0.language = nil
    },
    FormatCase(
      "task 2: captions that were written independently, packed or not", .automatic, "task2/raw/val",
      [
        "task2/image_splits/val_images.txt": text("1.jpg\n2.jpg\n"),
        "task2/raw/val.1.en": text("one\ntwo\n"), "task2/raw/val.2.en": text("uno\n\n"),
        "task2/raw/val.10.en": text("x\n"), "task2/raw/val.1.de": text("eins\nzwei\n"),
        "task2/raw/val.2.de.gz": HandmadeGzip.bytes(text("ains\nzwai\n")), "task2/raw/val.x.en": text("x\n"),
        "flickr/1.jpg": text("A"), "flickr/2.jpg": text("B"),
      ],
      records: [
        "1.jpg | val | de raw: eins; de raw: ains; en raw: one; en raw: uno | A",
        "2.jpg | val | de raw: zwei; de raw: zwai; en raw: two | B",
      ]
    ) {
      $0.images = "flickr"
      $0.language = nil
      $0.split = "val"
    },
    FormatCase(
      "lists without a language, counted from 0", .multi30k, "val",
      [
        "val.txt": text("a.jpg\n"), "val.0": text("zero\n"), "val.1": text("one\n"), "val.4": text("four\n"),
        "a.jpg": text("A"),
      ], records: ["a.jpg | val | fr raw: zero; fr raw: one; fr raw: four | A"]
    ) { $0.language = "fr" },
    FormatCase(
      "lists without a language that nothing names", .multi30k, "val",
      ["val.txt": text("a.jpg\n"), "val.0": text("x\n")],
      error: "~/val.0: the captions name no language; give --lang (language in a recipe), such as \"en\""),
    FormatCase(
      "a language for captions that have one", .multi30k, "val", ["val.txt": text("a.jpg\n"), "val.en": text("x\n")],
      error:
        "~/val: every file there bears its language in its name, so the source's, “en”, would be that of no caption; leave --lang (language in a recipe) out"
    ) { $0.language = "en" },
    FormatCase(
      "one language's file by its plain name, packed, with a packed list", .automatic, "r/val.en",
      [
        "r/val.en.gz": HandmadeGzip.bytes(text("one\n")), "r/val.de": text("x\n"),
        "r/val.txt.gz": HandmadeGzip.bytes(text("a.jpg\n")), "r/a.jpg": text("A"),
      ], records: ["a.jpg | val | en raw: one | A"]
    ) { $0.language = nil },
    FormatCase(
      "a language for one file that has one", .multi30k, "r/val.1.en",
      ["r/val.1.en": text("one\n"), "r/val.txt": text("a.jpg\n")],
      error:
        "~/r/val.1.en: every file there bears its language in its name, so the source's, “de”, would be that of no caption; leave --lang (language in a recipe) out"
    ) { $0.language = "de" },
    FormatCase(
      "another split than the name's", .multi30k, "test_2016_flickr",
      ["test_2016_flickr.txt": text("a.jpg\n"), "test_2016_flickr.en": text("x\n")],
      error: "~/test_2016_flickr: no records of the split “val” are in it; its splits are test"
    ) { $0.split = "val" },
    FormatCase(
      "plain, beside packed ones of the same language, the caption's number behind the name", .multi30k,
      "test_2017_mscoco",
      [
        "test_2017_mscoco.txt": text("\u{FEFF}COCO_1.jpg#367178\r\na#1.jpg\r\n"),
        "test_2017_mscoco.fr": text("un\ndeux"),
        "test_2017_mscoco.fr.gz": HandmadeGzip.bytes(text("x\n")), "test_2017_mscoco.tar": [], "COCO_1.jpg": text("A"),
        "a#1.jpg": text("B"),
      ], records: ["COCO_1.jpg | test | fr raw: un | A", "a#1.jpg | test | fr raw: deux | B"]),
    FormatCase(
      "no captions", .multi30k, "val", ["val.txt": text("a.jpg\n")],
      error: "~/val: no file val.LANGUAGE is there; name the files without language and ending"),
    FormatCase(
      "no list", .multi30k, "r/val", ["r/val.en": text("a\n")],
      error:
        "~/r/val: the list of images is missing; it is looked for as ~/r/val.txt, ~/r/val_images.txt, ~/r/image_splits/val.txt, ~/r/image_splits/val_images.txt, ~/image_splits/val.txt, ~/image_splits/val_images.txt, ~/r/split_val.txt"
    ),
    FormatCase(
      "damaged", .multi30k, "val", ["val.txt": text("a.jpg\n"), "val.en.gz": [0x1F, 0x8B, 8, 255]],
      error:
        "~/val.en.gz: the file is not whole gzip near byte 0: unknown header flags set; unpack what can be had yourself"
    ),
    FormatCase(
      "called packed, but unpacked on its way", .multi30k, "val",
      ["val.txt": text("a.jpg\n"), "val.en.gz": text("one\n"), "a.jpg": text("A")],
      records: ["a.jpg | val | en raw: one | A"]),
    FormatCase(
      "nothing", .multi30k, "val", ["val.txt": [], "val.en": []], error: "~/val: no records are in it"),
  ]
}
