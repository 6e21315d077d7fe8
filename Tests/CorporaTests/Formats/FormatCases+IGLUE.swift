@testable import Corpora

/// IGLUE's lines, made up in the forms of github.com/e-bug/iglue, `datasets/xFlickrCO`, `datasets/wit` and `datasets/marvl`.
extension FormatCase {
  static let iglue: [FormatCase] = [
    FormatCase(
      "xFlickr&CO, languages by folder, images of Flickr and of COCO", .automatic, "annotations/{de,zh}/test.jsonl",
      [
        "annotations/zh/test.jsonl": text(
          #"""
          {"sentences": ["一", "二"], "id": "1007129816", "img_path": "1007129816.jpg"}
          {"sentences": ["三"], "id": 414071, "img_path": "COCO_val2014_000000414071.jpg"}

          """#),
        "annotations/de/test.jsonl": text(
          #"{"sentences": ["eins"], "id": "1007129816", "img_path": "1007129816.jpg"}"# + "\n"),
        "p/1007129816.jpg": text("A"), "p/val2014/COCO_val2014_000000414071.jpg": text("B"),
      ],
      records: ["1007129816 | test | de raw: eins; zh raw: 一; zh raw: 二 | A", "414071 | test | zh raw: 三 | B"]
    ) {
      $0.language = nil
      $0.images = "p"
      $0.split = "test"
    },
    FormatCase(
      "a language in the file's name, and another split", .iglue, "valid-zh_gmt.jsonl",
      ["valid-zh_gmt.jsonl": text(#"{"sentences": ["一"], "id": "1", "img_path": "1.jpg"}"#), "1.jpg": text("A")],
      records: ["1 | valid | zh raw: 一 | A"]
    ) {
      $0.language = nil
      $0.split = "dev"
    },
    FormatCase(
      "WIT, images by their address or number, some of them gone", .automatic, "test_ar.jsonl",
      [
        "test_ar.jsonl": text(
          #"""
          {"image_idx": 19, "image_url": "https://u/6/61/B%C3%A9ja.jpg", "caption_reference_description": "ا", "language": "ar"}
          {"image_idx": 97, "image_url": "https://u/x.tif", "caption_reference_description": "ب", "language": "ar"}
          {"image_idx": 98, "image_url": "https://u/y.jpg", "caption_reference_description": "ت", "language": "ar"}
          {"image_idx": 19, "image_url": "https://u/6/61/B%C3%A9ja.jpg", "caption_reference_description": "ث", "language": "ar"}

          """#), "p/Béja.jpg": text("A"), "p/97.png": text("B"),
      ], records: ["19 | test | ar raw: ا; ar raw: ث | A", "97 | test | ar raw: ب | B"], absent: 1
    ) {
      $0.language = nil
      $0.images = "p"
    },
    FormatCase(
      "what is wrong", .iglue, "x.jsonl",
      [
        "x.jsonl": text(
          #"""
          {"concept": "82", "language": "zh", "caption": "左", "left_img": "82-6.jpg", "right_img": "82-1.jpg", "label": false}
          {"gold_label": "neutral", "sentence1": "a", "sentence2": "b", "Flikr30kID": "24"}
          {"sentences": "one", "img_path": "a.jpg"}
          {"sentences": ["one"]}
          {"sentences": [" "], "img_path": "a.jpg"}
          {"sentences": ["one"], "img_path": "../a.jpg"}
          {"sentences": ["one"], "img_path": "a.jpg", "language": "z h"}
          {"sentences"
          {"sentences": ["one"], "img_path": "a.jpg"}
          """#), "a.jpg": text("A"),
      ], records: ["a.jpg | en raw: one | A"],
      problems: [
        "1: the caption is of two images together, which is no pair",
        "2: the line holds two sentences and how they follow from each other, which is no pair",
        "3: “sentences” should be a list of texts, or “caption_reference_description” a text",
        "4: “img_path” or “image_url” should name the image", "5: the image has no caption",
        "6: the image's name “../a.jpg” leads out of its folder by “..”",
        "7: “z h” is no language tag, such as \"zh-Hant\"",
        "8: column 13: a colon should follow the name \"sentences\"",
      ].map { "~/x.jsonl:\($0)" }),
  ]
}
