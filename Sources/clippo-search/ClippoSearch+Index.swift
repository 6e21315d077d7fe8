import Application
import Console
import Corpora
import Files
import JSON
import Runtime
import Search

extension ClippoSearch {
  /// Embeds what is new or changed; stops between two chunks when asked to, and goes on when called again.
  func makeIndex(_ rest: [String]) throws {
    let path = indexFile?.string ?? Self.usualIndex
    guard rest.count <= 1 else { throw UsageError("index takes one folder, file or pattern, not \(rest.count)") }
    guard rest.count == 1 || approximate else {
      throw UsageError("index needs a folder of pictures, or a file or pattern of pairs")
    }
    let signal = try StopSignal()
    if let source = rest.first { try embed(source, into: path, signal) }
    if approximate { try makeGraph(of: path, signal) }
  }

  private func embed(_ place: String, into path: String, _ signal: StopSignal) throws {
    let run = try (checkpoint ?? folder)?.string ?? RunFolder.newest().path
    let model = try IndexModel(path: run, options: loading)
    let pool = model.model.workshop.pool
    let content = try listingUnreadable {
      try source(place).openPictures(pool: pool) { StandardStream.error.writeLine($0) }
    }
    let writer = try VectorIndexWriter(
      path: path, width: model.model.recipe.model.embedding, model: model.header(ofIndex: path), pool: pool
    ) { try model.require($0, index: path) }
    if let sentence = writer.recovered { StandardStream.error.writeLine(sentence) }
    let total = content.store.catalog.count
    let line = ProgressLine(label: "indexing", unit: "pictures")
    let build = IndexBuild(model: model, source: place, writer: writer, chunk: min(256, segment), segment: segment)
    let outcome = try build.run(
      content,
      progress: { done, outcome in
        line.update(completed: done, of: total, fields: "\(NumberText.thousands(outcome.embedded)) new")
      }, shouldStop: { signal.isRaised })
    line.finish()
    try listProblems(outcome.problems)
    guard outcome.isWhole else {
      throw Interrupted(
        signal: signal.received ?? 2,
        "stopped with \(NumberText.thousands(writer.liveCount)) pictures in \(path); the same words go on from there")
    }
    StandardStream.output.writeLine(Self.sentence(outcome, writer))
  }

  private func source(_ place: String) throws -> CorpusSource {
    var source = CorpusSource(path: IndexBuild.place(of: place))
    source.format = format
    source.images = pictures.map { IndexBuild.place(of: $0.string) }
    source.language = language
    source.split = split
    return source
  }

  /// Where nothing can be read, the file that `--problems` names says why all the same.
  private func listingUnreadable(_ body: () throws -> SourceContent) throws -> SourceContent {
    do { return try body() } catch let error as CorpusError {
      if problems != nil, !error.problems.isEmpty { try listProblems(error.problems) }
      throw error
    }
  }

  private func listProblems(_ skipped: SkippedParts) throws {
    if let problems { return try AtomicFile.write(skipped.jsonLines, to: problems.string) }
    for line in skipped.lines(atMost: 10) { StandardStream.error.writeLine(line) }
    if skipped.problemCount > 10 { StandardStream.error.writeLine("--problems lists them") }
  }

  private static func sentence(_ outcome: IndexBuild.Outcome, _ writer: VectorIndexWriter) -> String {
    var parts = ["\(NumberText.thousands(outcome.embedded)) embedded"]
    if outcome.kept > 0 { parts.append("\(NumberText.thousands(outcome.kept)) as they were") }
    if outcome.removed > 0 { parts.append("\(NumberText.thousands(outcome.removed)) taken out") }
    if outcome.repeated > 0 { parts.append("\(NumberText.thousands(outcome.repeated)) repeated") }
    if outcome.problems.count > 0 { parts.append("\(outcome.problems.lost.text) left out") }
    return "\(writer.path): \(NumberText.thousands(writer.liveCount)) pictures (\(parts.joined(separator: ", ")))"
  }

  private func makeGraph(of path: String, _ signal: StopSignal) throws {
    let pool = try ThreadPool(threads: threads ?? Machine.cores)
    let index = try VectorIndex(path: path, pool: pool)
    let line = ProgressLine(label: "linking", unit: "pictures")
    let graph = try NeighbourGraph.build(
      index, options: GraphOptions(links: graphLinks, breadth: graphBreadth), pool: pool,
      progress: { line.update(completed: $0, of: $1) }, shouldStop: { signal.isRaised })
    line.finish()
    guard let graph else {
      throw Interrupted(
        signal: signal.received ?? 2, "stopped before the graph of \(path) was whole; nothing of it is kept")
    }
    let file = NeighbourGraph.path(besideIndex: path)
    try graph.write(to: file)
    StandardStream.output.writeLine("\(file): a graph of \(NumberText.thousands(graph.count)) pictures")
  }

  /// Tells what an index holds, after looking at every byte of it.
  func describe(_ rest: [String]) throws {
    let path = try requiredIndex(rest, of: .info)
    let pool = try ThreadPool(threads: threads ?? Machine.cores)
    let index = try VectorIndex(path: path, pool: pool)
    if json {
      StandardStream.output.writeLine(index.information.compactText)
      return
    }
    let removed = index.count - index.liveCount
    var lines = [
      "\(path): \(NumberText.thousands(index.liveCount)) pictures, \(index.width) values each, \(NumberText.bytes(index.byteCount))",
      "made by step \(index.model["step"]?.intValue ?? 0) of \(IndexModel.run(ofIndex: path, model: index.model) ?? "a run unknown"), checkpoint \(index.model["checkpoint"]?.stringValue ?? "unknown")",
      "\(index.segmentCount) \(index.segmentCount == 1 ? "segment" : "segments"), every checksum right",
    ]
    if removed > 0 {
      lines.append(
        "\(NumberText.thousands(removed)) vectors of pictures changed or gone take room; compact gives it back")
    }
    if let unfinished = index.unfinished { lines.append(unfinished) }
    StandardStream.output.writeLine(lines.joined(separator: "\n"))
  }

  /// Gives back the room of what is found no more.
  func compact(_ rest: [String]) throws {
    let path = try requiredIndex(rest, of: .compact)
    let pool = try ThreadPool(threads: threads ?? Machine.cores)
    let outcome = try IndexCompaction.run(path: path, pool: pool)
    StandardStream.output.writeLine(
      "\(path): \(NumberText.thousands(outcome.items)) pictures, \(NumberText.bytes(outcome.bytesBefore)) became \(NumberText.bytes(outcome.bytesAfter))"
    )
    if outcome.removed > 0 || outcome.bytesBefore != outcome.bytesAfter {
      StandardStream.error.writeLine("a graph made before belongs to it no more; index --approximate makes it anew")
    }
  }
}

extension VectorIndex {
  fileprivate var information: JSONValue {
    [
      "path": .string(path), "pictures": .integer(liveCount), "removed": .integer(count - liveCount),
      "width": .integer(width), "bytes": .integer(byteCount), "segments": .integer(segmentCount),
      "unfinished": unfinished.map { .string($0) } ?? .null, "model": model,
    ]
  }
}
