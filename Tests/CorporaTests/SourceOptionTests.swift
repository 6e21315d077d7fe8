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
    case .pictureColumn: source.table.pictureColumn = "a"
    case .captionColumn: source.table.captionColumn = "b"
    case .languageColumn: source.table.languageColumn = "c"
    case .splitColumn: source.table.splitColumn = "d"
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
