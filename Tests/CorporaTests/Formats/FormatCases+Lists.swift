import Testing

@testable import Corpora
@testable import Files

/// COCO, Chinese-CLIP and folders.
extension FormatCase {
  static let coco: [FormatCase] = [
    coco(
      "official", "captions.json",
      #"""
      {"info": {}, "images": [{"id": 5, "file_name": "b.png", "height": 3}, {"id": 2, "file_name": "a.png"}],
      "annotations": [{"image_id": 2, "id": 9, "caption": "one"}, {"image_id": 5, "id": 1, "caption": "two"},
      {"image_id": 2, "id": 3, "caption": "three"}], "licenses": []}
      """#, records: ["5 | en raw: two | B", "2 | en raw: one; en raw: three | A"]),
    coco(
      "Karpathy's, one split", "dataset_coco.json",
      #"""
      {"images": [{"filepath": "pix", "filename": "a.png", "split": "test", "sentences": [{"raw": "one"}, {"raw": "two"}]},
      {"filename": "a.png", "split": "train", "sentences": [{"raw": "no"}]},
      {"filename": "../pix/b.png", "split": "test", "sentences": [{"raw": "three", "tokens": []}]}], "dataset": "coco"}
      """#,
      records: [
        "a.png | test | en raw: one; en raw: two | A",
        "../pix/b.png | test | en raw: three | no image: ~/../pix/b.png: the file cannot be opened: No such file or directory",
      ]
    ) {
      $0.split = "test"
      $0.images = nil
    },
    coco(
      "Karpathy's, all splits under their own names", "dataset_coco.json", karpathySplits,
      records: [
        "a.png | en raw: one | A", "b.png | restval | en raw: two | B", "a.png | val | en raw: three | A",
        "b.png | test | en raw: four | B",
      ]),
    coco(
      "Karpathy's training, to which restval belongs", "dataset_coco.json", karpathySplits,
      records: ["a.png | en raw: one | A", "b.png | restval | en raw: two | B"]
    ) { $0.split = "train" },
    coco(
      "restval alone", "dataset_coco.json", karpathySplits, records: ["b.png | restval | en raw: two | B"]
    ) { $0.split = "restval" },
    coco(
      "another name for a split", "dataset_coco.json", karpathySplits, records: ["a.png | val | en raw: three | A"]
    ) { $0.split = "validation" },
    coco(
      "a split that there is not", "dataset_coco.json", karpathySplits,
      error:
        "~/dataset_coco.json: no records of the split “nonsense” are in it; its splits are restval, test, train, val"
    ) { $0.split = "nonsense" },
    FormatCase(
      "official files of two splits, images in their folders", .automatic, "captions_{train,val}2014.json",
      [
        "captions_train2014.json": text(official("COCO_train2014_000000000001.jpg")),
        "captions_val2014.json": text(official("COCO_val2014_000000000002.jpg")),
        "coco/train2014/COCO_train2014_000000000001.jpg": text("A"), "coco/val2017/000000000002.jpg": text("B"),
      ], records: ["1 | val | en raw: x | B"]
    ) {
      $0.images = "coco"
      $0.split = "val"
      $0.format = .coco
    },
    FormatCase(
      "an official file that names no split", .coco, "captions.json", ["captions.json": text(official("a.jpg"))],
      error: "~/captions.json: no records of the split “val” are in it; its records name no split"
    ) { $0.split = "val" },
    coco(
      "official, with what is wrong", "a.json",
      #"""
      {"images": [3, {"id": "x", "file_name": "a.png"}, {"id": 2, "file_name": 3}, {"id": 4, "file_name": "b.png"},
      {"id": 4, "file_name": "a.png"}, {"id": 6, "file_name": "a.png"}, {"id": 1e300, "file_name": "a.png"},
      {"id": 8, "file_name": "a\u0000"}, {"id": 9, "file_name": ""}],
      "annotations": [{"image_id": "x", "caption": "fine"}, {"image_id": 99, "caption": "lost"}, {"image_id": 4},
      {"image_id": 4, "caption": " "}, {"image_id": 4.0, "caption": "two"}, null, {"image_id": 8, "caption": "c"},
      {"image_id": 9, "caption": "c"}]}
      """#, records: ["x | en raw: fine | A", "4 | en raw: two | B"],
      problems: [
        "images[0]: “id” and “file_name” should be a number and a text",
        "images[2]: “id” and “file_name” should be a number and a text",
        "images[4]: an earlier image has the id 4 too",
        "images[5]: the image 6 has no caption", "images[6]: “id” and “file_name” should be a number and a text",
        "images[7]: the image's name “a\u{FFFD}” holds a zero byte", "images[8]: the image's name “” is empty",
        "annotations[1]: no image has the id 99",
        "annotations[2]: “image_id” and “caption” should be a number and a text",
        "annotations[3]: the caption is empty",
        "annotations[5]: “image_id” and “caption” should be a number and a text",
      ]),
    coco(
      "Karpathy's, with what is wrong", "a.json",
      #"""
      {"images": ["x", {"filename": "a.png", "split": "test"}, {"filename": "a.png", "split": 3, "sentences": []},
      {"filename": "a.png", "split": "test", "sentences": [{"raw": 5}, {}]}, {"split": "test", "sentences": []},
      {"filename": "b.png", "split": "test", "sentences": [{"raw": ""}, {"raw": "two"}]}]}
      """#, records: ["b.png | test | en raw: two | B"],
      problems: [
        "images[0]: “split” should name the image's split",
        "images[1]: “filename” and “sentences” should be a text and a list of captions",
        "images[2]: “split” should name the image's split", "images[3].sentences[0]: “raw” should be a caption",
        "images[3].sentences[1]: “raw” should be a caption", "images[3]: the image a.png has no caption",
        "images[4]: “filename” and “sentences” should be a text and a list of captions",
        "images[5].sentences[0]: “raw” should be a caption",
      ]
    ) { $0.split = "test" },
    coco(
      "a byte order mark", "a.json",
      "\u{FEFF}{\"images\": [{\"id\": 1, \"file_name\": \"a.png\"}], \"annotations\": [{\"image_id\": 1, \"caption\": \"x\"}]}",
      records: ["1 | en raw: x | A"]),
    coco("nothing", "a.json", "", error: "~/a.json: the file is empty"),
    coco(
      "another document", "a.json", #"{"images": {}}"#,
      error: "~/a.json: the member “images” should hold a list of images; this is no captions file of COCO"),
    coco(
      "annotations of another kind", "a.json", #"{"images": [], "annotations": {}}"#,
      error: "~/a.json: the member “annotations” should hold a list, not an object"),
    coco("no records", "a.json", #"{"images": [], "annotations": []}"#, error: "~/a.json: no records are in it"),
    FormatCase(
      "images without captions, and where these are", .coco, "a/image_info_test2017.json",
      [
        "a/image_info_test2017.json": text(#"{"images": [{"id": 1, "file_name": "a.jpg"}], "categories": []}"#),
        "a/captions_train2017.json.gz": [], "a/captions_val2017.json": text("{}"), "a/instances_val2017.json": [],
      ],
      error:
        "~/a/image_info_test2017.json: the file lists images and has no captions (those of COCO's test images were never given out); captions are in captions_train2017.json, captions_val2017.json beside it"
    ),
    coco(
      "what is where in images", "instances_val2017.json",
      #"{"images": [{"id": 1, "file_name": "a.png"}], "annotations": [{"image_id": 1, "id": 2, "category_id": 3}]}"#,
      error:
        "~/instances_val2017.json: the file describes images otherwise than by captions; COCO's captions are in captions_train2017.json and captions_val2017.json of annotations_trainval2017.zip"
    ),
    FormatCase(
      "images beside the folder of annotations", .automatic, "coco/annotations/captions_val2017.json",
      [
        "coco/annotations/captions_val2017.json": text(official("000000000001.jpg")),
        "coco/val2017/000000000001.jpg": text("A"),
      ], records: ["1 | val | en raw: x | A"]),
  ]

  private static let karpathySplits = #"""
    {"images": [{"filename": "a.png", "split": "train", "sentences": [{"raw": "one"}]},
    {"filename": "b.png", "split": "restval", "sentences": [{"raw": "two"}]},
    {"filename": "a.png", "split": "val", "sentences": [{"raw": "three"}]},
    {"filename": "b.png", "filepath": "val2014", "split": "test", "sentences": [{"raw": "four"}]}]}
    """#

  private static func official(_ name: String) -> String {
    #"{"images": [{"id": 1, "file_name": "\#(name)"}], "annotations": [{"image_id": 1, "caption": "x"}]}"#
  }

  private static func coco(
    _ name: String, _ file: String, _ document: String, records: [String] = [], problems: [String] = [],
    error: String? = nil, change: (inout CorpusSource) -> Void = { _ in }
  ) -> FormatCase {
    FormatCase(
      name, .coco, file, [file: text(document), "pix/a.png": text("A"), "pix/b.png": text("B")],
      records: records, problems: problems.map { "~/\(file)(\($0.replacing(": ", with: "): ", maxReplacements: 1))" },
      error: error
    ) {
      $0.images = "pix"
      change(&$0)
    }
  }

  static let chineseCLIP: [FormatCase] = [
    clip(
      "either alphabet of Base64, texts of several images", "x_texts.jsonl", "1\tQQ==\n22\tQT8_\n3\tQkM\n",
      #"{"text_id": 1, "text": "一", "image_ids": [1, 3]}"# + "\n"
        + #"{"text_id": 2, "text": "二", "image_ids": ["22", 3]}"# + "\n",
      records: ["1 | zh raw: 一 | A", "22 | zh raw: 二 | A??", "3 | zh raw: 一; zh raw: 二 | BC"]),
    clip(
      "named by its images, CRLF", "x_imgs.tsv", "1\tQQ==\r\n", #"{"text": "一", "image_ids": [1]}"# + "\r\n",
      records: ["1 | zh raw: 一 | A"]),
    clip(
      "what is wrong", "x_texts.jsonl", "1\n\tQQ==\n2\t\n3\tQQ==\tx\n4\tQQ==\n4\tQg==\n5\tQ!==\n6\tQQ==\n",
      #"""
      {"text": "一", "image_ids": [4, 1e300, null]}
      {"text": 3, "image_ids": [4]}
      {"text": " ", "image_ids": [4]}
      {"text": "二", "image_ids": []}
      {"text": "三", "image_ids": [7, 5]}
      {"text": "四"}
      {"text": "五", "image_ids": [4}

      """#,
      records: [
        "4 | zh raw: 一 | A",
        "5 | zh raw: 三 | no image: ~/x_imgs.tsv(byte 36): the Base64 text is damaged at byte 1: the byte 33 is no letter of Base64",
      ],
      problems: [
        "x_imgs.tsv:1: the record has 1 fields, where 2 were expected; the record was skipped",
        "x_imgs.tsv:2: a line should hold an id, a tab and an image in Base64; it was skipped",
        "x_imgs.tsv:3: a line should hold an id, a tab and an image in Base64; it was skipped",
        "x_imgs.tsv:4: the record has 3 fields, where 2 were expected; the record was skipped",
        "x_imgs.tsv:6: the image 4 stands in an earlier line; this one was skipped",
        "x_imgs.tsv:8: no text belongs to the image 6",
        "x_texts.jsonl:1: the image 1e+300 is not in the file of images",
        "x_texts.jsonl:1: the image null is not in the file of images",
        "x_texts.jsonl:2: “text” and “image_ids” should be a text and a list", "x_texts.jsonl:3: the text is empty",
        "x_texts.jsonl:4: the text names no image", "x_texts.jsonl:5: the image 7 is not in the file of images",
        "x_texts.jsonl:6: “text” and “image_ids” should be a text and a list",
        "x_texts.jsonl:7: column 32: a comma or ] should follow a list's value",
      ]),
    FormatCase(
      "MUGE's folder, one split", .automatic, "MUGE", muge,
      records: ["7 | valid | zh raw: 一 | A", "8 | valid | zh raw: 一 | B"]
    ) {
      $0.language = nil
      $0.split = "val"
    },
    FormatCase(
      "MUGE's folder, whatever has answers", .chineseCLIP, "MUGE", muge,
      records: ["7 | valid | zh raw: 一 | A", "8 | valid | zh raw: 一 | B", "3 | zh raw: 二 | C"]
    ) { $0.language = nil },
    FormatCase(
      "no files of the split", .chineseCLIP, "MUGE", muge,
      error: "~/MUGE: no records of the split “dev2” are in it; its splits are test, train, valid"
    ) { $0.split = "dev2" },
    FormatCase(
      "a folder without such files", .chineseCLIP, "x", ["x/a.txt": []],
      error: "~/x: no file NAME_imgs.tsv is in the folder"),
    clip("nothing", "x_texts.jsonl", "", "", error: "~/x_texts.jsonl: the file is empty"),
    clip(
      "another file", "y.jsonl", "", "",
      error: "~/y.jsonl: name the file of texts, NAME_texts.jsonl; NAME_imgs.tsv must stand beside it"),
  ]

  /// The original form and Chinese-CLIP's in one folder.
  private static let muge = [
    "MUGE/MR_valid_imgs.tsv": text("7\tQQ==\n8\tQg==\n"),
    "MUGE/MR_valid_queries.jsonl": text("{\"query_id\": 5, \"query_text\": \"一\", \"item_ids\": [7, 8]}\n"),
    "MUGE/train_imgs.tsv": text("3\tQw==\n"),
    "MUGE/train_texts.jsonl": text("{\"text_id\": 6, \"text\": \"二\", \"image_ids\": [3]}\n"),
    "MUGE/test_imgs.tsv": text("4\tRA==\n"),
    "MUGE/test_texts.jsonl": text("{\"text_id\": 9, \"text\": \"三\", \"image_ids\": []}\n"),
  ]

  private static func clip(
    _ name: String, _ path: String, _ images: String, _ texts: String, records: [String] = [],
    problems: [String] = [], error: String? = nil
  ) -> FormatCase {
    FormatCase(
      name, .chineseCLIP, path, ["x_imgs.tsv": text(images), "x_texts.jsonl": text(texts)], records: records,
      problems: problems.map { "~/\($0)" }, error: error
    ) { $0.language = nil }
  }

  static let folders: [FormatCase] = [
    FormatCase(
      "texts beside images, folders within", .automatic, "f/",
      [
        "f/b.JPG": text("B"), "f/b.txt": text("two\n"), "f/a/1.2.png": text("A"), "f/a/1.2.txt": text("\u{FEFF}one"),
        "f/.hidden.png": text("H"), "f/c.txt": text("no image"), "f/d.gif": text("D"), "f/a.webp": text("W"),
        "f/a.txt": text(" several\nlines "),
      ],
      records: [
        "~/f/a/1.2.png | en raw: one | A", "~/f/a.webp | en raw: several\nlines | W", "~/f/b.JPG | en raw: two | B",
      ], absent: 1),
    FormatCase(
      "what is wrong", .folder, "f",
      [
        "f/a.png": text("A"), "f/a.txt": [0xFF], "f/b.png": text("B"), "f/c.png": text("C"), "f/c.txt": text("\n \t"),
        "f/d.png": text("D"), "f/d.txt/x": [], "f/e.png": text("E"), "f/e.txt": text("fine"),
      ], records: ["~/f/e.png | en raw: fine | E"],
      problems: [
        "~/f/a.txt:1: the caption is not valid UTF-8", "~/f/b.txt:1: no such file stands beside the image ~/f/b.png",
        "~/f/c.txt:1: the caption is empty", "~/f/d.txt:1: ~/f/d.txt: this is not a plain file",
      ]),
    FormatCase(
      "a language that the JSON beside an image names", .folder, "f",
      [
        "f/a.png": text("A"), "f/a.txt": text("eins"), "f/a.json": text(#"{"tongue": "de"}"#), "f/b.png": text("B"),
        "f/b.txt": text("two"),
      ], records: ["~/f/a.png | de raw: eins | A", "~/f/b.png | en raw: two | B"]
    ) { $0.table.languageColumn = "tongue" },
    FormatCase(
      "a member for the language that none has", .folder, "f",
      ["f/a.png": text("A"), "f/a.txt": text("eins"), "f/a.json": text(#"{"tongue": "de"}"#)],
      error:
        "~/f: no image names its text's language under “tonge”, as --language-column (languageColumn in a recipe) says; the first .json has tongue; did you mean tongue?"
    ) { $0.table.languageColumn = "tonge" },
    FormatCase("nothing", .automatic, "f", ["f/.hidden": []], error: "~/f: the folder is empty") { $0.language = nil },
    FormatCase(
      "no folder", .folder, "f", [:], error: "~/f: the folder is missing or cannot be opened"),
    FormatCase("an empty folder", .folder, "f", ["f/x.gif": []], error: "~/f: no records are in it"),
  ]
}
