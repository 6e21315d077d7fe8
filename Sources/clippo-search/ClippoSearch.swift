import Application
import Console
import Corpora
import FoundationEssentials
import Search

@main
struct ClippoSearch: Command {
  static let name = "clippo-search"
  static let summary = "Finds pictures by texts and pictures: those of a run, or those of an index of any folder."
  static let examples = [
    CommandExample("clippo-search 红色的心", "pictures of the newest run's corpus"),
    CommandExample("clippo-search \"smiling cat\" --run runs/emoji-en --top 3", "of that run, the best three"),
    CommandExample("clippo-search index photos --run runs/photos-zh", "make pictures.clippo, or add what has changed"),
    CommandExample("clippo-search index 'shards/{00..31}.tar' --run runs/photos-zh --index shards.clippo", "of shards"),
    CommandExample("clippo-search query 夕阳下的海 --minus 人", "sunsets at sea without people"),
    CommandExample("clippo-search query 海 sea --lang zh,en --image x.jpg --html found.html", "all of these at once"),
    CommandExample("clippo-search query 海 --json", "for programs"),
    CommandExample("clippo-search info", "what an index holds, and whether it is whole"),
    CommandExample("clippo-search serve --port 8080", "a page to search with, on this machine"),
  ]

  enum Action: String, CaseIterable { case query, index, info, compact, serve }

  @Argument("query, index, info, compact or serve, and texts or what to index; texts alone are a query", name: "words")
  var words: [String] = []
  @Option("file of the index; pictures.clippo where it is left out and there", name: "index") var indexFile: FilePath?
  @Option("folder of the run; the index' own or the newest one under runs/ where it is left out", name: "run")
  var folder: FilePath?
  @Option("folder of a checkpoint, or of a run whose latest is meant") var checkpoint: FilePath?
  @Option(
    "languages of the texts in their order, where scripts share characters; the run's first where left out",
    name: "lang")
  var languages = CommaSeparated<String>([])
  @Option("search although the fonts draw differently now") var anyRenderer = false
  @Option("threads to work with; the run's unless given", in: 1...256) var threads: Int?

  // What query looks for, and what it writes.
  @Option("picture that pictures should be like", name: "image") var images: [FilePath] = []
  @Option("text that pictures should not be like") var minus: [String] = []
  @Option("how many pictures", in: 1...1000) var top = 10
  @Option("print what is found as JSON") var json = false
  @Option("page to write with the pictures in it") var html: FilePath?
  @Option("contact sheet to write; search.png in the run's folder where a run is searched") var sheet: FilePath?
  @Option("look at vectors in eight bits first; the answer is the same") var int8 = false
  @Option("index: make a graph that leads to most of the best; query, serve: search by it") var approximate = false
  @Option("candidates that an approximate search keeps in view", in: 10...10_000) var breadth = 128
  @Option("neighbours of a vector in a graph", in: 4...128) var graphLinks = 16
  @Option("candidates that neighbours are chosen among", in: 16...2000) var graphBreadth = 200

  // How the pictures of index are listed; see `CorpusSource`.
  @Option("how the pictures' files are listed") var format = CorpusFormat.automatic
  @Option("folder that pictures' paths are relative to; the file's own unless given") var pictures: FilePath?
  @Option("language of captions that the files do not give one", placeholder: "tag") var language: String?
  @Option("split to take where the file names splits; all unless given") var split: String?
  @Option("pictures that are written together: what an interruption may cost", in: 1...1_000_000) var segment = 4096
  @Option("file to list pictures in that cannot be read, one JSON object a line") var problems: FilePath?

  // Where serve listens, and to how much.
  @Option("address to listen at; another than this machine's lets others search") var host = "127.0.0.1"
  @Option("port to listen at; 0 takes any that is free", in: 0...65_535) var port = 8080
  @Option("searches a second from one address", in: 0.1...100_000) var rate = 10.0
  @Option("bytes of a picture that is searched by", in: 1024...(1 << 28)) var bodyLimit = 16 << 20

  func run() throws {
    guard let first = words.first else {
      throw UsageError(
        "<words> are missing; say what to look for, or one of \(Action.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    let rest = Array(words.dropFirst())
    switch Action(rawValue: first) {
    case .query: try query(rest)
    case nil: try query(words)
    case .index: try makeIndex(rest)
    case .info: try describe(rest)
    case .compact: try compact(rest)
    case .serve: try serve(rest)
    }
  }

  /// Where an index is looked for unless told otherwise.
  static let usualIndex = "pictures.clippo"

  var loading: LoadingOptions { LoadingOptions(threads: threads, anyRenderer: anyRenderer) }

  /// The index that is meant: named, or the usual one where it is there and no run is named.
  var chosenIndex: String? {
    if let indexFile { return indexFile.string }
    return folder == nil && checkpoint == nil && FileManager.default.fileExists(atPath: Self.usualIndex)
      ? Self.usualIndex : nil
  }

  /// The index that must be there, named by an option or as a word.
  func requiredIndex(_ rest: [String], of action: Action) throws -> String {
    guard rest.count <= 1 else { throw UsageError("\(action.rawValue) takes one index, not \(rest.count)") }
    return rest.first ?? indexFile?.string ?? Self.usualIndex
  }
}
