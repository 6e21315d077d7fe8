import Testing

@testable import Corpora

/// JSON lines and tables.
extension FormatCase {
  static let jsonLines: [FormatCase] = [
    lines(
      "captions of every form",
      [
        #"{"image": "a.png", "captions": {"zh": ["一", "二"], "en": "one"}, "split": "val", "id": "first"}"#,
        #"{"image": "b.png", "captions": null, "caption": "two", "id": 7, "more": [1, {}]}"#,
        "",
        #"{"image": "c.png", "captions": ["three", "", " ", null, "drei"], "split": null, "id": null}"#,
        #"{"image": "~/c.png", "captions": {"de": {"synthetic": "x", "keyword": ["k", "l"]}, "fr": null}}"#,
      ],
      records: [
        "first | val | zh raw: 一; zh raw: 二; en raw: one | A", "7 | en raw: two | B",
        "c.png | en raw: three; en raw: drei | C",
        "~/c.png | de synthetic: x; de keyword: k; de keyword: l | no image: ~/pix/~/c.png: the file cannot be opened: "
          + "No such file or directory",
      ]),
    lines(
      "lines of one image that follow each other are one record",
      [
        #"{"image": "a.png", "captions": {"en": "one"}}"#, #"{"image": "a.png", "captions": {"zh": "一"}}"#,
        #"{"image": "b.png", "captions": {"en": "two"}}"#, #"{"image": "a.png", "captions": {"en": "three"}}"#,
        #"{"image": "a.png", "captions": {"en": "four"}, "split": "test"}"#,
      ],
      records: [
        "a.png | en raw: one; zh raw: 一 | A", "b.png | en raw: two | B", "a.png | en raw: three | A",
        "a.png | test | en raw: four | A",
      ]),
    lines(
      "one split, the source's role and folder",
      [
        #"{"image": "a.png", "captions": "one", "split": "val"}"#,
        #"{"image": "../pix/b.png", "captions": "two", "split": "train"}"#,
        #"{"image": "c.png", "captions": "x"}"#,
      ], records: ["../pix/b.png | en synthetic: two | B"]
    ) {
      $0.split = "train"
      $0.role = .synthetic
    },
    FormatCase(
      "a byte order mark, CRLF and no end of the last line", .automatic, "lists",
      [
        "lists/captions.jsonl": [0xEF, 0xBB, 0xBF]
          + text("{\"image\": \"a\", \"captions\": \"one\"}\r\n\r\n{\"image\": \"b\", \"captions\": \"two\"}"),
        "lists/a": text("A"), "lists/b": text("B"),
      ], records: ["a | en raw: one | A", "b | en raw: two | B"]),
    FormatCase("nothing", .jsonl, "a.jsonl", ["a.jsonl": []], error: "~/a.jsonl: the file is empty"),
    FormatCase("nothing, whatever it is", .automatic, "a.txt", ["a.txt": []], error: "~/a.txt: the file is empty"),
    FormatCase(
      "nothing, packed", .automatic, "a.txt", ["a.txt.gz": HandmadeGzip.bytes([])],
      error: "~/a.txt.gz: the file is packed by gzip, and nothing is in it"),
    FormatCase(
      "a packed file with nothing in it", .automatic, "a.jsonl.gz", ["a.jsonl.gz": []],
      error: "~/a.jsonl.gz: the file is empty"),
    FormatCase(
      "no file", .jsonl, "a.jsonl", [:], error: "~/a.jsonl: the file cannot be opened: No such file or directory"),
    FormatCase(
      "UTF-16", .jsonl, "a.jsonl", ["a.jsonl": [0xFF, 0xFE, 0x7B, 0]],
      error: "~/a.jsonl: the file is UTF-16 text; convert it to UTF-8 first"),
    hostileLines,
  ]

  private static func lines(
    _ name: String, _ lines: [String], records: [String], change: (inout CorpusSource) -> Void = { _ in }
  ) -> FormatCase {
    FormatCase(
      name, .jsonl, "a.jsonl",
      [
        "a.jsonl": text(lines.map { $0 + "\n" }.joined()), "pix/a.png": text("A"), "pix/b.png": text("B"),
        "pix/c.png": text("C"),
      ], records: records
    ) {
      $0.images = "pix"
      change(&$0)
    }
  }

  private static let hostileLines: FormatCase = {
    let bad: [(line: String, problem: String)] = [
      (#"[]"#, "an object should stand here, not a list"),
      (#"{"image": "a"#, "column 11: the string that begins here has no end"),
      (#"{"captions": "x"}"#, "the member “image” should name an image's file"),
      (#"{"image": 5, "captions": "x"}"#, "the member “image” should name an image's file"),
      (#"{"image": "", "captions": "x"}"#, "the image's name “” is empty"),
      (#"{"image": "a\u0000b", "captions": "x"}"#, "the image's name “a\u{FFFD}b” holds a zero byte"),
      (
        #"{"image": "http://x/a.png", "captions": "x"}"#,
        "the image's name “http://x/a.png” is an address; download the images first and name their files"
      ),
      (#"{"image": "a"}"#, "the member “captions” is missing"),
      (#"{"image": "a", "captions": null}"#, "the record has no caption"),
      (#"{"image": "a", "captions": {}}"#, "the record has no caption"),
      (#"{"image": "a", "captions": [" ", "\t"]}"#, "the record has no caption"),
      (#"{"image": "a", "captions": 1e300}"#, "a caption in en must be a string, not a number"),
      (#"{"image": "a", "captions": {"zh": [["x"]]}}"#, "a caption in zh must be a string, not a list"),
      (
        #"{"image": "a", "captions": {"zh": {"keyword": "x"}}}"#,
        "the record has nothing but keywords, and an image needs a caption"
      ),
      (
        #"{"image": "a", "captions": {"zh": {"sinthetic": "x"}}}"#,
        "“sinthetic” is no role of a caption; there are name, keyword, raw, rewrite, synthetic, translation, label; did you mean synthetic?"
      ),
      (
        #"{"image": "a", "captions": [{"txt": "x"}]}"#,
        "“txt” is nothing that a caption has; there are text, key; did you mean text?"
      ),
      (#"{"image": "a", "captions": [{"key": "x"}]}"#, "a caption that is an object needs the member “text”"),
      (#"{"image": "a", "captions": [{"text": 1}]}"#, "a caption in en must be a string, not a number"),
      (
        #"{"image": "a", "captions": [{"text": "x", "key": 1}]}"#,
        "the “key” of a caption must be a string, not a number"
      ),
      (#"{"image": "a", "captions": {"": "x"}}"#, "“” is no language tag, such as \"zh-Hant\""),
      (#"{"image": "a", "captions": {"zh\nen": "x"}}"#, "“zh\u{FFFD}en” is no language tag, such as \"zh-Hant\""),
      (#"{"image": "a", "captions": {"中文": "x"}}"#, "“中文” is no language tag, such as \"zh-Hant\""),
      (#"{"image": "a", "captions": "x", "withheld": "zh"}"#, "“withheld” must be a list of languages, not a string"),
      (#"{"image": "a", "captions": "x", "split": 3}"#, "“split” must be a string, not a number"),
      (#"{"image": "a", "captions": "x", "id": []}"#, "“id” must be a string, not a list"),
      (#"{"image": "a", "image": "b", "captions": "x"}"#, "column 16: the member \"image\" stands here twice"),
      (#"{"image": "a", "captions": "\ud800"}"#, "column 29: a surrogate without its partner"),
      (
        #"{"image": "a", "x": "# + String(repeating: "[", count: 200) + "}",
        "column 149: lists and objects stand more than 128 deep in one another"
      ),
      (#"{"image": "a", "x": 1e999, "captions": "x"}"#, "column 21: the number 1e999 is too large"),
    ]
    var bytes = text(bad.map { $0.line + "\n" }.joined())
    bytes += text("{\"image\": \"") + [0xC3, 0x28] + text("\"}\n") + text(#"{"image": "ok", "captions": "fine"}"#)
    let problems = bad.enumerated().map { "~/a.jsonl:\($0.offset + 1): \($0.element.problem)" }
    return FormatCase(
      "every line is wrong in its own way but the last", .jsonl, "a.jsonl",
      ["a.jsonl": bytes, "ok": text("OK")], records: ["ok | en raw: fine | OK"],
      problems: problems + ["~/a.jsonl:\(bad.count + 1): the line is not valid UTF-8 and was skipped"])
  }()
}
