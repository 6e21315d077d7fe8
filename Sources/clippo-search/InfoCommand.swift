import Application
import Console
import JSON
import Search

/// Tells what an index holds, after looking at every byte of it.
struct InfoCommand: Command {
  static let name = "info"
  static let summary = "What an index holds, and whether it is whole."
  static let examples = [CommandExample("clippo-search info shards.clippo --json", "for programs")]

  @Argument("file of the index", name: "index") var word: FilePath?
  var index = IndexOption()
  @Option("print it as JSON") var json = false
  var threads = ThreadsOption()

  func run() throws {
    let path = try index.path(word)
    let index = try VectorIndex(path: path, pool: threads.pool())
    if json {
      StandardStream.output.writeLine(index.information.compactText)
      return
    }
    let removed = index.count - index.liveCount
    var lines = [
      "\(path): \(NumberText.counted(index.liveCount, "image", "images")), \(index.width) values each, "
        + NumberText.bytes(index.byteCount),
      "made by step \(index.model["step"]?.intValue ?? 0) of \(IndexModel.run(ofIndex: path, model: index.model) ?? "a run unknown"), checkpoint \(index.model["checkpoint"]?.stringValue ?? "unknown")",
      "\(NumberText.counted(index.segmentCount, "segment", "segments")), every checksum right",
    ]
    if removed > 0 {
      lines.append(
        "\(NumberText.counted(removed, "vector of an image changed or gone takes", "vectors of images changed or gone take")) "
          + "room; compact gives it back")
    }
    if let unfinished = index.unfinished { lines.append(unfinished) }
    StandardStream.output.writeLine(lines.joined(separator: "\n"))
  }
}

extension VectorIndex {
  fileprivate var information: JSONValue {
    [
      "path": .string(path), "images": .integer(liveCount), "removed": .integer(count - liveCount),
      "width": .integer(width), "bytes": .integer(byteCount), "segments": .integer(segmentCount),
      "unfinished": unfinished.map { .string($0) } ?? .null, "model": model,
    ]
  }
}
