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

  /// The index that is meant, named as a word or by the option. Throws a `UsageError` where both name one.
  func path(_ word: FilePath?) throws -> String {
    guard word == nil || file == nil else { throw UsageError("the index is named twice: \(word ?? "") and --index") }
    return (word ?? file)?.string ?? IndexPlace.usual
  }
}

/// Workers where no model says how many.
struct ThreadsOption: OptionGroup {
  @Option("worker threads; every core by default", in: 1...256) var threads: Int?

  func pool() throws -> ThreadPool { try ThreadPool(threads: threads ?? Machine.cores) }
}
