import Testing

@testable import Corpora

/// Lines of names and captions, COCO-CN, and AI Challenger's captions.
extension FormatCase {
  static let keyedLines: [FormatCase] = [
    FormatCase(
      "tabs, names with and without ending", .automatic, "c.txt",
      [
        "c.txt": text("a.jpg#0\tone, two\na.jpg#1\t three  four \nb#1\ttwo\r\n\nc.png\tfive"), "a.jpg": text("A"),
        "b.png": text("B"), "c.png": text("C"),
      ],
      records: [
        "a.jpg | en raw: one, two; en raw:  three  four  | A", "b | en raw: two | B", "c.png | en raw: five | C",
      ]
    ),
    FormatCase(
      "words that a program cut, with and without tags", .keyedLines, "c.txt",
      [
        "c.txt": text(
          "a.jpg#zhb#0 两 个 年轻 男子 , 3 D 眼镜 。\na.jpg#enc2zhb#1 两:m 个:q iPhone:x 12:m :w\nb.jpg#x#0 两:m 个:q red:x car:n 狗:n\n"
        ),
        "a.jpg": text("A"), "b.jpg": text("B"),
      ],
      records: [
        "a.jpg | en raw: 两个年轻男子,3 D眼镜。; en raw: 两:m个:q iPhone:x 12:m:w | A", "b.jpg | en raw: 两个red car狗 | B",
      ]),
    FormatCase(
      "what a line says, byte by byte", .automatic, "c.txt",
      [
        "c.txt": text(
          "a.jpg#enc#0 A dog , \"x\" - a  b : c .\na.jpg#mnc#0 ᠭᠠᠭ \u{200D}ᠢ\u{180B} ᠲᠤ \na.jpg#mnc#1 \u{200D}ᠢ \u{301}e\na.jpg\t\u{200D}ᠢ\n"
            + "b.jpg#zhc#0 两只狗 在草地上 奔跑\nb.jpg#zhc#1 一个人 note:this\n"),
        "a.jpg": text("A"), "b.jpg": text("B"),
      ],
      records: [
        "a.jpg | en raw: A dog , \"x\" - a  b : c .; en raw: ᠭᠠᠭ \u{200D}ᠢ\u{180B} ᠲᠤ ; en raw: \u{200D}ᠢ \u{301}e; en raw: \u{200D}ᠢ | A",
        "b.jpg | en raw: 两只狗 在草地上 奔跑; en raw: 一个人 note:this | B",
      ]),
    FormatCase(
      "Kaggle's Flickr8k, a table", .automatic, "captions.txt",
      [
        "captions.txt": text(
          "image,caption\r\na.jpg,A black dog\r\na.jpg,\"A dog , a ball .\"\r\nb.jpg,\"a \"\" ADHD \"\" t-shirt\"\r\nb.jpg,\"\"\r\n"
        ),
        "a.jpg": text("A"), "b.jpg": text("B"),
      ],
      records: [
        "a.jpg | en raw: A black dog; en raw: A dog , a ball . | A", "b.jpg | en raw: a \" ADHD \" t-shirt | B",
      ],
      problems: ["~/captions.txt:5: the image's name or the caption is empty; the row was skipped"]),
    FormatCase(
      "Flickr8k's list of a split", .automatic, "Flickr8k.token.txt",
      [
        "Flickr8k.token.txt": text("a.jpg#0\tone\nb.jpg#0\ttwo\na.jpg#1\tthree\nc.jpg#0\tfour\n"),
        "Flickr_8k.testImages.txt": text("a.jpg\r\nc.jpg\r\n"), "Flickr_8k.devImages.txt": text("b.jpg\n"),
        "latest.txt": text("d.jpg\n"), "test.txt": text("a.jpg#0\tone\n"), "a.jpg": text("A"), "b.jpg": text("B"),
        "c.jpg": text("C"),
      ], records: ["a.jpg | test | en raw: one; en raw: three | A", "c.jpg | test | en raw: four | C"]
    ) { $0.split = "test" },
    FormatCase(
      "a list in a folder, under another name for the split", .automatic, "c.txt",
      [
        "c.txt": text("a.jpg#zhc#0 两\nb.jpg#zhc#0 个\n"), "splits/flickr8k_dev_images.txt": text("b\n"),
        "flickr8ktrain.txt": text("a\n"), "a.jpg": text("A"), "b.jpg": text("B"),
      ], records: ["b.jpg | validation | en raw: 个 | B"]
    ) { $0.split = "validation" },
    FormatCase(
      "no list of the split", .keyedLines, "c.txt",
      ["c.txt": text("a.jpg#0\tone\n"), "test.txt": text("b.jpg\n"), "flickr8ktrain.txt": text("a\n")],
      error:
        "~/c.txt: the lines name no split, and no list of the split “test” lies beside them, such as test.txt with an image's name a line; put it there, or leave out the split"
    ) { $0.split = "test" },
    FormatCase(
      "several lists of the split", .keyedLines, "c.txt",
      [
        "c.txt": text("a.jpg#0\tone\nb.jpg#0\ttwo\n"), "atest.txt": text("a.jpg\n"), "btest.txt": text("b.jpg\n"),
      ],
      error:
        "~/c.txt: several lists of the split “test” lie beside the captions: ~/atest.txt, ~/btest.txt; leave the right one there"
    ) { $0.split = "test" },
    FormatCase(
      "a file of the split by its own name", .keyedLines, "flickr30k_cn_test.txt",
      ["flickr30k_cn_test.txt": text("a.jpg#0\tone\n"), "a.jpg": text("A")],
      records: ["a.jpg | test | en raw: one | A"]
    ) { $0.split = "test" },
    FormatCase(
      "CLIP_benchmark's, captions with commas", .automatic, "c.txt",
      [
        "c.txt": text("image,caption\nx/a.jpg,两个男子,站着\nx/a.jpg,\"引\"\nb.jpg,二\n"), "p/x/a.jpg": text("A"),
        "p/b.jpg": text("B"),
      ], records: ["x/a.jpg | en raw: 两个男子,站着; en raw: \"引\" | A", "b.jpg | en raw: 二 | B"]
    ) { $0.images = "p" },
    FormatCase(
      "what is wrong", .keyedLines, "c.txt",
      [
        "c.txt": text(
          "image,caption\nb.jpg#9\tfirst\nnothing here\na.jpg#0\t \n#0\tx\n../a.jpg\tup\n/a.jpg\troot\nb.jpg#0\tfine\nimage,caption\n"
        ),
        "b.jpg": text("B"),
      ], records: ["b.jpg | en raw: first; en raw: fine | B"],
      problems: [3, 4, 5, 9].map {
        "~/c.txt:\($0): a line should hold an image's name, a tab or a number behind “#”, and a caption"
      } + [
        "~/c.txt:6: the image's name “../a.jpg” leads out of its folder by “..”",
        "~/c.txt:7: the image's name “/a.jpg” begins at the root of the file system",
      ]),
    FormatCase(
      "no language", .keyedLines, "c.txt", ["c.txt": text("a.jpg\tx\n")],
      error: "~/c.txt: the captions name no language; give --lang (language in a recipe), such as \"zh\""
    ) { $0.language = nil },
    FormatCase("nothing", .keyedLines, "c.txt", ["c.txt": []], error: "~/c.txt: the file is empty"),
    FormatCase(
      "images where Kaggle's archive unpacks them", .automatic, "k/captions.txt",
      [
        "k/captions.txt": text("image,caption\na.jpg,one\nb.jpg,two\nc.jpg,three\n"), "k/Images/a.jpg": text("A"),
        "k/b.jpg": text("B"), "Images/c.jpg": text("C"),
      ], records: ["a.jpg | en raw: one | A", "b.jpg | en raw: two | B", "c.jpg | en raw: three | C"]),
    FormatCase(
      "images below the folder that is named, and nowhere else", .keyedLines, "k/captions.txt",
      [
        "k/captions.txt": text("a.jpg#0\tone\nb.jpg#0\ttwo\n"), "p/Images/a.jpg": text("A"), "k/b.jpg": text("B"),
        "Images/b.jpg": text("B"),
      ],
      records: [
        "a.jpg | en raw: one | A",
        "b.jpg | en raw: two | no image: ~/p/b.jpg: the file cannot be opened: No such file or directory",
      ]
    ) { $0.images = "p" },
  ]

  static let cocoCN: [FormatCase] = [
    FormatCase(
      "one split, images in COCO's folders", .automatic, "x",
      [
        "x/imageid.human-written-caption.txt": text(
          "COCO_val2014_01#0\t一\nCOCO_train2014_02#0\t二\nCOCO_val2014_01#1\t三\nCOCO_val2014_03#0\t四\n"),
        "x/imageid.manually-translated-caption.txt": text("COCO_val2014_01#0\t译\n"),
        "x/coco-cn_test.txt": text("COCO_val2014_01\nCOCO_train2014_02\n"),
        "coco/val2014/COCO_val2014_01.jpg": text("A"), "coco/train2014/COCO_train2014_02.jpg": text("B"),
      ], records: ["COCO_val2014_01 | test | zh raw: 一; zh raw: 三 | A", "COCO_train2014_02 | test | zh raw: 二 | B"]
    ) {
      $0.language = nil
      $0.split = "test"
      $0.images = "coco"
    },
    FormatCase(
      "all splits, an image that is not there", .automatic, "x/imageid.human-written-caption.txt",
      ["x/imageid.human-written-caption.txt": text("a#0\tone\nb#0\ttwo\n"), "x/a.jpg": text("A")],
      records: [
        "a | en raw: one | A",
        "b | en raw: two | no image: ~/x/b.jpg: the file cannot be opened: No such file or directory",
      ]),
    FormatCase(
      "the name of a split that is the same, images of 2017", .cocoCN, "x",
      [
        "x/imageid.human-written-caption.txt": text("COCO_train2014_000000000002#0\t二\n"),
        "x/coco-cn_val.txt": text("COCO_train2014_000000000002\n"), "x/val2017/000000000002.jpg": text("B"),
      ], records: ["COCO_train2014_000000000002 | dev | en raw: 二 | B"]
    ) { $0.split = "dev" },
    FormatCase(
      "no such split", .cocoCN, "x", ["x/imageid.human-written-caption.txt": text("a#0\tone\n")],
      error: "~/x/coco-cn_tset.txt: there is no such list; the split should be train, val or test"
    ) { $0.split = "tset" },
  ]

  static let aic: [FormatCase] = [
    FormatCase(
      "as distributed", .automatic, "v/caption_validation_annotations_2.json",
      [
        "v/caption_validation_annotations_2.json": text(
          #"[{"url": "u", "image_id": "a.jpg", "caption": ["一", "二"]}, {"image_id": "b.jpg", "caption": "三"}]"#),
        "v/caption_validation_images_2/a.jpg": text("A"), "v/caption_validation_images_2/b.jpg": text("B"),
      ], records: ["a.jpg | validation | zh raw: 一; zh raw: 二 | A", "b.jpg | validation | zh raw: 三 | B"]
    ) {
      $0.language = nil
      $0.split = "val"
    },
    FormatCase(
      "what is wrong", .aic, "a.json",
      [
        "a.json": text(
          #"[3, {"image_id": 5, "caption": []}, {"image_id": "a.jpg", "caption": [1]}, {"image_id": "a.jpg", "caption": [""]}, {"image_id": "../a.jpg", "caption": ["x"]}, {"image_id": "b.jpg", "caption": ["ok"]}]"#
        ), "b.jpg": text("B"),
      ], records: ["b.jpg | en raw: ok | B"],
      problems: [0, 1, 2].map { "~/a.json([\($0)]): “image_id” and “caption” should be a text and a list of texts" } + [
        "~/a.json([3]): the image has no caption",
        "~/a.json([4]): the image's name “../a.jpg” leads out of its folder by “..”",
      ]),
    FormatCase(
      "no list", .aic, "a.json", ["a.json": text("{}")],
      error: "~/a.json: a list of objects with “image_id” and “caption” should stand here"),
  ]
}
