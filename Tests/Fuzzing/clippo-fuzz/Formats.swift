import Runtime

@testable import Corpora

extension FuzzSubject {
  static let formats = [
    format(
      .jsonl, "a.jsonl",
      """
      {"image": "a.jpg", "split": "dev", "captions": {"zh": ["一", "二"], "en": "one"}, "id": "7"}
      {"image": "b.jpg", "captions": [{"text": "x", "language": "de", "role": "synthetic"}]}\n
      """, "{\"image\": \"a.jpg\", \"caption\": \"图\"}\n"),
    format(
      .table, "a.tsv", "filepath\ttitle\na.jpg\tone\nb.jpg\ttwo\n",
      "url,caption\nhttp://x.y/a.jpg,\"一,二\"\nhttp://x.y/b.jpg?c=d,三\n"),
    format(
      .coco, "a.json",
      """
      {"images": [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "b.jpg"}],
      "annotations": [{"image_id": 1, "caption": "one"}, {"image_id": 2, "caption": "two"}]}
      """,
      """
      {"images": [{"filename": "a.jpg", "split": "val", "cocoid": 3, "sentences": [{"raw": "one", "tokens": ["one"]}]}]}
      """),
    format(
      .chineseCLIP, "x_texts.jsonl", beside: "x_imgs.tsv", "1\tAAAA\n2\tBBBB\n",
      "{\"text_id\": 1, \"text\": \"一\", \"image_ids\": [1, 2]}\n{\"text_id\": 2, \"text\": \"二\", \"image_ids\": [2]}\n"
    ),
    format(
      .xm3600, "captions.jsonl",
      "{\"image/key\": \"a\", \"image/locale\": \"zh\", \"zh\": {\"caption\": [\"一\", \"二\"], \"caption/tokenized\": [\"一\"]}}\n"
    ),
    format(
      .keyedLines, "c.txt", "a.jpg#0\tone, two\nb.jpg#zhb#1 两 个 年轻 男子\n", "image,caption\na.jpg,两个,站着\n",
      "a.jpg#x#0 两:m 个:q 3 D 眼镜\n"),
    format(
      .aic, "caption_annotations.json",
      "[{\"url\": \"u\", \"image_id\": \"a.jpg\", \"caption\": [\"一\", \"二\"]}, {\"image_id\": \"b.jpg\", \"caption\": [\"三\"]}]"
    ),
    shards,
    file("text-queries", "a.jsonl", "{\"text_id\": 7, \"text\": \"图\"}\n{\"query_id\": \"x\", \"query_text\": \"心\"}\n")
    {
      _ = try TextQueries.open($0)
    },
    file("labeled-texts", "a.tsv", "sentence1\tsentence2\tlabel\na \"b\tc\t1\n") { _ = try LabeledTexts.open($0) },
    file(
      "image-questions", "a.jsonl", "{\"image\": \"a.jpg\", \"question\": \"q\", \"answers\": [\"no\", \"yes\"]}\n"
    ) {
      _ = try ImageQuestions.open($0)
    },
    file("prompts", "a.json", "{\"cat\": [\"a {}\", \"{c}\"]}", "[\"a {}\"]", "a {c}\n{}\n") {
      let file = try PromptFile(path: $0)
      _ = try file.names(language: "en")
      _ = try file.templates(language: "en")
    },
  ]

  /// The input is a file by itself.
  private static func file(
    _ name: String, _ file: String, _ examples: String..., read: @escaping @Sendable (String) throws -> Void
  ) -> FuzzSubject {
    FuzzSubject(name, origin: Workplace.path, examples: examples.map { Array($0.utf8) }) { bytes in
      try read(Workplace.write(file, bytes))
    }
  }

  /// The input is one file of a source whose images are there.
  private static func format(
    _ format: CorpusFormat, _ file: String, beside other: String? = nil, _ content: String = "", _ examples: String...
  ) -> FuzzSubject {
    // Where nothing stands beside the file, `content` is the first example.
    let texts = (other == nil ? [content] : []) + examples
    return FuzzSubject("format-\(format)", origin: Workplace.path, examples: texts.map { Array($0.utf8) }) { bytes in
      for name in ["a.jpg", "b.jpg"] { _ = try Workplace.write(name, [1, 2, 3]) }
      if let other { _ = try Workplace.write(other, Array(content.utf8)) }
      var source = CorpusSource(path: try Workplace.write(file, bytes))
      source.format = format
      // Every caption of XM3600 says its language, so that none can be given.
      if format != .xm3600 { source.language = "en" }
      try readAll(source)
    }
  }

  /// The index of a shard, and what its samples hold.
  private static let shards = FuzzSubject(
    "format-webdataset", origin: Workplace.path,
    examples: try Examples.files("CorporaTests/Fixtures/archives", ".tar") + [
      archive(("a.jpg", "\u{1}\u{2}"), ("a.txt", "一"), ("b.jpg", "\u{3}"), ("b.json", "{\"caption\": \"two\"}"))
    ]
  ) { bytes in
    var source = CorpusSource(path: try Workplace.write("a.tar", bytes))
    source.format = .webdataset
    source.language = "en"
    try readAll(source)
  }

  /// A tar archive (ustar) of small files.
  private static func archive(_ members: (name: String, text: String)...) -> [UInt8] {
    var archive: [UInt8] = []
    for (name, text) in members {
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at start: Int) {
        for (place, byte) in text.utf8.enumerated() { header[start + place] = byte }
      }
      let octal = String(text.utf8.count, radix: 8)
      put(name, at: 0)
      put("0000644", at: 100)
      put(String(repeating: "0", count: 11 - octal.count) + octal, at: 124)
      put("        0", at: 148)
      put("ustar\u{0}00", at: 257)
      let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
      put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", at: 148)
      archive += header + Array(text.utf8) + [UInt8](repeating: 0, count: (512 - text.utf8.count % 512) % 512)
    }
    return archive + [UInt8](repeating: 0, count: 1024)
  }

  private static func readAll(_ source: CorpusSource) throws {
    let corpus = PairCorpus(folder: Workplace.path, training: [], heldOut: [], unreadableLimit: 1)
    let content = try corpus.read(source, pool: ThreadPool(threads: 1), report: { _ in })
    for problem in content.skipped.first { expect("\(problem)".hasPrefix(Workplace.path), "\(problem)") }
    let store = content.store
    for index in 0..<min(store.catalog.count, 1_000) {
      do {
        let record = try store.record(index)
        expect(
          store.catalog.languages(index) == record.languages && store.catalog.split(index) == record.split,
          "record \(index) is not as listed")
        expect(!record.captions.isEmpty, "record \(index) has no caption")
        _ = try? record.image.bytes(limit: 1 << 20)
      } catch { expect("\(error)".hasPrefix(Workplace.path), "\(error)") }
    }
  }
}
