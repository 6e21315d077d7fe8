import Application
import Console
import Runtime
import Search

/// Embeds what is new or changed; stops between two chunks when asked to, and goes on when called again.
struct IndexCommand: Command {
  static let name = "index"
  static let summary = "Makes an index of images, or adds what has changed; with --approximate a graph of it."
  static let examples = [
    CommandExample("clippo-search index photos --run runs/photos-zh", "make images.clippo of a folder"),
    CommandExample("clippo-search index 'shards/{00..31}.tar' --run runs/photos-zh --index shards.clippo", "of shards"),
    CommandExample("clippo-search index --approximate", "a graph of the index that is there"),
  ]

  @Argument("folder of images, or a file or pattern of pairs") var source: String?
  @Option("file of the index; images.clippo by default", name: "index") var indexFile: FilePath?
  var model = ModelOptions()
  var pairs = IndexedFiles()
  @Option("make a graph that leads to most of the best") var approximate = false
  @Option("neighbors of a vector in the graph, M of HNSW; 16 by default", in: 4...128) var hnswM: Int?
  @Option("candidates that neighbors are chosen among; 200 by default", in: 16...2000) var efConstruction: Int?

  func validate() throws {
    guard source != nil || approximate else {
      throw UsageError("index needs a folder of images, or a file or pattern of pairs")
    }
    try pairs.language.validate()
    if let skipped = pairs.skipped { try OutputFormats.lines("a list of skipped images").ending(of: skipped.string) }
    if source == nil {
      try pairs.refuse("no folder and no file of pairs is named, so that none is read")
      if let given = model.given.first(where: { $0 != "--threads" }) {
        throw UsageError("\(given) would change nothing: a graph is made of vectors alone")
      }
    }
    if !approximate {
      if hnswM != nil { throw UsageError("--hnsw-m would change nothing without --approximate") }
      if efConstruction != nil { throw UsageError("--ef-construction would change nothing without --approximate") }
    }
  }

  func run() throws {
    let path = indexFile?.string ?? IndexPlace.usual
    let signal = try StopSignal()
    if let source { try embed(source, into: path, signal) }
    if approximate { try makeGraph(of: path, signal) }
  }

  private func embed(_ place: String, into path: String, _ signal: StopSignal) throws {
    let model = try IndexModel(path: model.named ?? RunFolder.newest().path, options: model.loading)
    let pool = model.model.compute.pool
    let content = try pairs.open(place, pool: pool)
    let writer = try VectorIndexWriter(
      path: path, width: model.model.recipe.model.embedding, model: model.header(ofIndex: path), pool: pool
    ) { try model.require($0, index: path) }
    if let sentence = writer.recovered { StandardStream.error.writeLine(sentence) }
    let total = content.store.catalog.count
    let line = ProgressLine(label: "indexing", unit: "images")
    let build = IndexBuild(
      model: model, source: place, writer: writer, chunk: min(256, pairs.segment), segment: pairs.segment)
    let outcome = try build.run(
      content,
      progress: { done, outcome in
        line.update(completed: done, of: total, fields: "\(NumberText.thousands(outcome.embedded)) new")
      }, shouldStop: { signal.isRaised })
    line.finish()
    try pairs.list(outcome.skipped)
    guard outcome.isWhole else {
      throw Interrupted(
        signal: signal.received ?? 2,
        "stopped with \(NumberText.counted(writer.liveCount, "image", "images")) in \(path); the same words go on from there"
      )
    }
    StandardStream.output.writeLine(Self.sentence(outcome, writer))
  }

  private static func sentence(_ outcome: IndexBuild.Outcome, _ writer: VectorIndexWriter) -> String {
    var parts = ["\(NumberText.thousands(outcome.embedded)) embedded"]
    if outcome.kept > 0 { parts.append("\(NumberText.thousands(outcome.kept)) as they were") }
    if outcome.removed > 0 { parts.append("\(NumberText.thousands(outcome.removed)) taken out") }
    if outcome.repeated > 0 { parts.append("\(NumberText.thousands(outcome.repeated)) repeated") }
    if outcome.skipped.count > 0 { parts.append("\(outcome.skipped.total.text) skipped") }
    return
      "\(writer.path): \(NumberText.counted(writer.liveCount, "image", "images")) (\(parts.joined(separator: ", ")))"
  }

  private func makeGraph(of path: String, _ signal: StopSignal) throws {
    let pool = try ThreadPool(threads: model.threads ?? Machine.cores)
    let index = try VectorIndex(path: path, pool: pool)
    let line = ProgressLine(label: "linking", unit: "images")
    let graph = try NeighborGraph.build(
      index, options: GraphOptions(links: hnswM ?? 16, efConstruction: efConstruction ?? 200), pool: pool,
      progress: { line.update(completed: $0, of: $1) }, shouldStop: { signal.isRaised })
    line.finish()
    guard let graph else {
      throw Interrupted(
        signal: signal.received ?? 2, "stopped before the graph of \(path) was whole; nothing of it is kept")
    }
    let file = NeighborGraph.path(besideIndex: path)
    try graph.write(to: file)
    StandardStream.output.writeLine("\(file): a graph of \(NumberText.counted(graph.count, "image", "images"))")
  }
}
