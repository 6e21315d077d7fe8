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
      records: ["a.jpg | en raw: one, two; en raw: three  four | A", "b | en raw: two | B", "c.png | en raw: five | C"]
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
        "~/c.txt:\($0): a line should hold a picture's name, a tab or a number behind “#”, and a caption"
      } + [
        "~/c.txt:6: the picture's name “../a.jpg” leads out of its folder by “..”",
        "~/c.txt:7: the picture's name “/a.jpg” begins at the root of the file system",
      ]),
    FormatCase(
      "no language", .keyedLines, "c.txt", ["c.txt": text("a.jpg\tx\n")],
      error: "~/c.txt: the captions name no language; give the source's language, such as \"zh\""
    ) { $0.language = nil },
    FormatCase("nothing", .keyedLines, "c.txt", ["c.txt": []], error: "~/c.txt: no records are in it"),
  ]

  static let cocoCN: [FormatCase] = [
    FormatCase(
      "one split, pictures in COCO's folders", .automatic, "x",
      [
        "x/imageid.human-written-caption.txt": text(
          "COCO_val2014_01#0\t一\nCOCO_train2014_02#0\t二\nCOCO_val2014_01#1\t三\nCOCO_val2014_03#0\t四\n"),
        "x/imageid.manually-translated-caption.txt": text("COCO_val2014_01#0\t译\n"),
        "x/coco-cn_test.txt": text("COCO_val2014_01\nCOCO_train2014_02\n"),
        "coco/val2014/COCO_val2014_01.jpg": text("A"), "coco/train2014/COCO_train2014_02.jpg": text("B"),
      ], records: ["COCO_val2014_01 | zh raw: 一; zh raw: 三 | A", "COCO_train2014_02 | zh raw: 二 | B"]
    ) {
      $0.language = nil
      $0.split = "test"
      $0.images = "coco"
    },
    FormatCase(
      "all splits, a picture that is not there", .automatic, "x/imageid.human-written-caption.txt",
      ["x/imageid.human-written-caption.txt": text("a#0\tone\nb#0\ttwo\n"), "x/a.jpg": text("A")],
      records: [
        "a | en raw: one | A",
        "b | en raw: two | no picture: ~/x/b.jpg: the file cannot be opened: No such file or directory",
      ]),
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
      ], records: ["a.jpg | zh raw: 一; zh raw: 二 | A", "b.jpg | zh raw: 三 | B"]
    ) { $0.language = nil },
    FormatCase(
      "what is wrong", .aic, "a.json",
      [
        "a.json": text(
          #"[3, {"image_id": 5, "caption": []}, {"image_id": "a.jpg", "caption": [1]}, {"image_id": "a.jpg", "caption": [""]}, {"image_id": "../a.jpg", "caption": ["x"]}, {"image_id": "b.jpg", "caption": ["ok"]}]"#
        ), "b.jpg": text("B"),
      ], records: ["b.jpg | en raw: ok | B"],
      problems: [0, 1, 2].map { "~/a.json([\($0)]): “image_id” and “caption” should be a text and a list of texts" } + [
        "~/a.json([3]): the picture has no caption",
        "~/a.json([4]): the picture's name “../a.jpg” leads out of its folder by “..”",
      ]),
    FormatCase(
      "no list", .aic, "a.json", ["a.json": text("{}")],
      error: "~/a.json: a list of objects with “image_id” and “caption” should stand here"),
  ]
}
