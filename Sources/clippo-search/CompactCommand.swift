import Console
import Search

/// Gives back the room of what is found no more.
struct CompactCommand: Command {
  static let name = "compact"
  static let summary = "Gives back the room of images that changed or are gone."
  static let examples = [CommandExample("clippo-search compact shards.clippo", "writes the file anew")]

  @Argument("file of the index", name: "index") var word: FilePath?
  var index = IndexOption()
  var threads = ThreadsOption()

  func run() throws {
    let path = try index.path(word)
    let outcome = try IndexCompaction.run(path: path, pool: threads.pool())
    StandardStream.output.writeLine(
      "\(path): \(NumberText.counted(outcome.items, "image", "images")), \(NumberText.bytes(outcome.bytesBefore)) became "
        + NumberText.bytes(outcome.bytesAfter)
    )
    if outcome.removed > 0 || outcome.bytesBefore != outcome.bytesAfter {
      StandardStream.error.writeLine("a graph made before belongs to it no more; index --approximate makes it anew")
    }
  }
}
