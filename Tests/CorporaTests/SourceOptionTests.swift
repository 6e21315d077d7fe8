import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite("Options of sources")
struct SourceOptionTests {
  /// Says one thing of a source.
  static func source(saying option: SourceOption) -> CorpusSource {
    var source = CorpusSource(path: "x")
    switch option {
    case .images: source.images = "p"
    case .language: source.language = "en"
    case .split: source.split = "test"
    case .captionLines: source.captionLines = true
    case .separator: source.table.separator = ";"
    case .header: source.table.header = .absent
    case .unquoted: source.table.isUnquoted = true
    case .imageColumn: source.table.imageColumn = "a"
    case .captionColumn: source.table.captionColumn = "b"
    case .languageColumn: source.table.languageColumn = "c"
    case .splitColumn: source.table.splitColumn = "d"
    case .roleColumn: source.table.roleColumn = "e"
    case .rewrites: source.rewrites = [RewriteFile(path: "f")]
    }
    return source
  }

  @Test("An option that a format does not follow is an error that names it", arguments: CorpusFormat.allCases)
  func refused(format: CorpusFormat) {
    for option in SourceOption.allCases {
      let source = Self.source(saying: option)
      #expect(source.options == [option])
      let follows = format.options.contains(option)
      do {
        try format.check(source, path: "x")
        #expect(follows, "\(format) does not follow \(option)")
      } catch {
        let start = "x: the format \(format) cannot follow \(option.flag) (\(option) in a recipe): "
        #expect(!follows && "\(error)".hasPrefix(start), "\(error)")
      }
    }
    #expect(throws: Never.self) { try format.check(CorpusSource(path: "x"), path: "x") }
  }

  @Test("Options are said as a command line has them")
  func flags() {
    #expect(SourceOption.languageColumn.flag == "--language-column" && SourceOption.split.flag == "--split")
    #expect(SourceOption.language.flag == "--lang")
  }

  @Test(
    "A language that is assumed is that of captions that nothing else gives one, and no complaint elsewhere",
    arguments: [
      (CorpusFormat.keyedLines, "a.txt", "a.png#0\tein Hund\n", "de"),
      (.table, "a.csv", "image,caption\na.png,ein Hund\n", "de"),
      (.table, "a.csv", "image,caption,lang\na.png,a dog,en\n", "en"),
      (.jsonl, "a.jsonl", #"{"image": "a.png", "captions": {"en": ["a dog"]}}"#, "en"),
      (.xm3600, "captions.jsonl", #"{"image/key": "a", "en": {"caption": ["a dog"]}}"#, "en"),
      (.cocoCN, "imageid.human-written-caption.txt", "a#0\t一只狗\n", "zh"),
    ])
  func assumed(format: CorpusFormat, name: String, text: String, language: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(name, text)
    try folder.write("a.png", "")
    try folder.write("a.jpg", "")
    var source = CorpusSource(path: folder.file(name))
    (source.format, source.assumedLanguage) = (format, "de")
    let content = try source.open(unreadableLimit: 1, pool: ThreadPool(threads: 1)) { _ in }
    #expect(content.corpus(at: "x").languages == [language])
  }

  @Test("A source is opened with the check")
  func opened() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/captions.jsonl", "{\"image/key\": \"a\", \"en\": {\"caption\": [\"x\"]}}\n")
    var source = CorpusSource(path: folder.file("a"))
    source.split = "test"
    source.table.separator = ","
    let error = #expect(throws: CorpusError.self) {
      try source.open(unreadableLimit: 1, pool: ThreadPool(threads: 1))
    }
    #expect(
      error.map { FormatOutcome.short($0, folder) }
        == "~/a: the format xm3600 cannot follow --separator (separator in a recipe), --split (split in a recipe): it is no "
        + "table; leave it out, or name another format")
  }
}
