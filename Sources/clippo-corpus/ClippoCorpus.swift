import Application
import Console
import Corpora
import Images
import Reports
import Runtime
import TextRendering

@main
struct ClippoCorpus: Command {
  static let name = "clippo-corpus"
  static let summary = "Builds and describes corpora of pictures with captions."
  static let examples = [
    CommandExample("clippo-corpus languages", "the languages that have emoji names"),
    CommandExample("clippo-corpus emoji --lang zh,en --out my-emoji", "build the emoji corpus in two languages"),
    CommandExample("clippo-corpus info my-emoji", "what a corpus holds, and its licences"),
    CommandExample("clippo-corpus audit my-emoji --lang en", "patches a caption takes, and what is lost"),
    CommandExample("clippo-corpus audit my-emoji --lang all --out audit.html", "the same with pictures"),
    CommandExample("clippo-corpus sheet my-emoji --out sheet.png", "a picture of what training sees"),
    CommandExample(
      "clippo-corpus inspect captions.jsonl --out look.html", "sizes, lengths, doubles, and pairs to look at"),
    CommandExample("clippo-corpus inspect 'shards/{00..31}.tar' --problems bad.jsonl", "list what cannot be read"),
    CommandExample(
      "clippo-corpus tokens my-emoji --lang zh,en --out tokens.html", "tokens a caption for tokenizers and pixels"),
    CommandExample(
      "clippo-corpus tokens captions.jsonl --lang all --tokenizer clip=merges.txt", "the same for vocabularies of files"
    ),
    CommandExample("clippo-corpus convert captions.jsonl --out shards", "pairs of any format as tar shards"),
    CommandExample("clippo-corpus convert pairs.csv --images photos --language zh --out shards", "pairs of a table"),
  ]

  enum Action: String, CaseIterable, OptionValue {
    case emoji, languages, info, audit, sheet, inspect, tokens, convert
  }

  @Argument("what to do") var action = Action.languages
  @Argument("folder of the corpus, or for inspect, tokens and convert any file, folder or pattern of pairs") var folder:
    FilePath?
  @Option("languages of the captions; all stands for every one", name: "lang") var languages = CommaSeparated(["zh"])
  @Option("what to write: folder of a new corpus or of shards, picture of a sheet, or page in HTML") var out: FilePath?
  @Option("number that decides what is held out, and what is shown") var seed: UInt64 = 0
  @Option("patch rows of a page", in: 1...1024) var rows = 6
  @Option("patch columns of a page", in: 1...1024) var columns = 14
  @Option("threads to work with", in: 1...256) var threads = 2

  /// How the pairs of inspect, tokens and convert are read.
  var pairs = SourceOptions()

  // What inspect and convert do with them.
  @Option("share of the records that convert may leave out", in: 0...1) var unreadable = 0.001
  @Option("samples a shard at most; 10000 unless --shard-bytes is given", in: 1...) var shardSize: Int?
  @Option("bytes a shard at most", in: 1...) var shardBytes: Int?
  @Option(
    "recipe whose photos and pages inspect and tokens see; the default one, with --rows and --columns, unless given")
  var config: FilePath?
  @Option(
    "captions of each language that inspect draws to count patches, 1000 unless given, or that tokens counts, 10000",
    in: 0...10_000_000) var sample: Int?
  @Option("pictures that inspect shows on its page", in: 0...200, name: "pairs") var shownPairs = 24
  @Option("decodes every picture that inspect reads, to find damaged ones") var decode = false
  @Option("file that inspect lists every problem in, one JSON object a line") var problems: FilePath?

  // What tokens counts with.
  @Option(
    "tokenizer that tokens counts with: wordPiece, clip, gpt2 or sentencePiece, learned or read from its file, or bytes; "
      + "all but clip unless given", name: "tokenizer", placeholder: "kind[=file]")
  var tokenizers: [String] = []
  @Option("tokens of a vocabulary that tokens learns at most", in: 300...1_000_000) var vocabulary = 8_000
  @Option("tokens of a caption at most, for tokens; the recipe's unless given", in: 2...65_536) var context: Int?

  func run() throws {
    switch action {
    case .emoji: try build()
    case .languages: try listLanguages()
    case .info: StandardStream.output.writeLine(CorpusSummary.text(of: try corpus()))
    case .audit: try audit()
    case .sheet: try drawSheet()
    case .inspect: try inspect()
    case .tokens: try countTokens()
    case .convert: try convert()
    }
  }

  private func corpus() throws -> Corpus {
    guard let folder else { throw UsageError("\(action.rawValue) needs the corpus's folder") }
    return try Corpus.open(folder.string)
  }

  private func build() throws {
    guard folder == nil else { throw UsageError("emoji takes its folder as --out \(folder?.string ?? "")") }
    guard let out else { throw UsageError("emoji needs --out and the folder to build the corpus in") }
    let builder = try EmojiCorpus(languages: languages.elements, seed: seed, sources: .installed())
    let start = MonotonicClock.seconds()
    let corpus = try builder.build(in: out.string, pool: ThreadPool(threads: threads))
    StandardStream.output.writeLine(CorpusSummary.text(of: corpus))
    let seconds = NumberText.fixed(MonotonicClock.seconds() - start, decimals: 1)
    StandardStream.error.writeLine("built \(out) in \(seconds) s")
  }

  private func listLanguages() throws {
    let locales = try CLDRLocales(folder: EmojiSources.installed().cldr)
    StandardStream.output.writeLine(locales.tags.joined(separator: "\n"))
  }

  private func audit() throws {
    let corpus = try corpus()
    let pool = try ThreadPool(threads: threads)
    let makeRenderer = try rendererMaker()
    let languages = try chosenLanguages(of: corpus)
    let audits = try languages.enumerated().map { number, language in
      if languages.count > 1 {
        StandardStream.error.writeLine("\(number + 1) of \(languages.count): \(language)")
      }
      return try CaptionAudit(
        of: corpus, language: language, pageCapacity: rows * columns, pool: pool, makeRenderer: makeRenderer)
    }
    StandardStream.output.writeLine(AuditReport.text(of: audits))
    guard let out else { return }
    let title = corpus.folder.split(separator: "/").last.map { String($0) } ?? corpus.folder
    try AuditPage(audits, title: title, columns: columns).write(to: out.string)
    StandardStream.error.writeLine("written to \(out)")
  }

  private func drawSheet() throws {
    guard let out else { throw UsageError("sheet needs --out and the picture's file") }
    let corpus = try corpus()
    var options = BatchOptions()
    options.batch = 48
    let loader = try BatchLoader(
      corpus: corpus, languages: chosenLanguages(of: corpus), options: options, pool: ThreadPool(threads: threads),
      seed: seed, makeReader: rendererMaker())
    let sheet = BatchSheet(
      try loader.next(), patchSize: options.photo.patchSize, side: options.photo.side, pageRows: rows,
      pageColumns: columns)
    try PNG.write(sheet.image, to: out.string)
  }

  func rendererMaker() throws -> () throws -> any PageDrawing {
    let fonts = try FontStack.load(from: nil)
    let options = RendererOptions(rows: rows, columns: columns)
    return { try TextRenderer(fonts: fonts, options: options) }
  }

  /// The languages asked for; those of the corpus where it has not the default's.
  func chosenLanguages(of corpus: Corpus) throws -> [String] {
    let asked = languages.elements
    if asked == ["all"] || asked == ["zh"] && !corpus.languages.contains("zh") { return corpus.languages }
    return try asked.map { word in
      guard let tag = corpus.languages.first(where: { $0.lowercased() == word.lowercased() }) else {
        throw CommandError(
          "\(corpus.folder): the corpus has no captions in \(word), it has \(corpus.languages.joined(separator: ", "))")
      }
      return tag
    }
  }
}
