import Console
import FoundationEssentials
import Runtime

/// Where an index is.
enum IndexPlace {
  /// Where one is looked for unless told otherwise.
  static let usual = "images.clippo"

  /// The usual place where one is there.
  static var present: String? { FileManager.default.fileExists(atPath: usual) ? usual : nil }
}

/// An index that must be there.
struct IndexOption: OptionGroup {
  @Option("file of the index; images.clippo by default", name: "index") var file: FilePath?

  /// The index that is named, as a word or by the option; nil where none is. Throws a `UsageError` where both name one.
  func named(_ word: FilePath?) throws -> String? {
    guard word == nil || file == nil else { throw UsageError("the index is named twice: \(word ?? "") and --index") }
    return (word ?? file)?.string
  }

  /// The index that is meant. Throws a sentence where none is named and none is in the usual place.
  func path(_ word: FilePath?) throws -> String {
    if let path = try named(word) ?? IndexPlace.present { return path }
    throw CommandError(
      "there is no \(IndexPlace.usual) here; make one with clippo-search index FOLDER, or name the file of an index")
  }
}

/// Workers where no model says how many.
struct ThreadsOption: OptionGroup {
  @Option("worker threads; every core by default", in: 1...256) var threads: Int?

  func pool() throws -> ThreadPool { try ThreadPool(threads: threads ?? Machine.cores) }
}
