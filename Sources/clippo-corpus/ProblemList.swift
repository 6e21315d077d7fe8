import Console
import Corpora
import Files

/// The file that `--problems` names: every problem of a source, a line of JSON each.
struct ProblemList {
  let path: String?

  /// Where nothing can be read, the file says why all the same.
  func unreadable<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as CorpusError {
      guard let path, !error.problems.isEmpty else { throw error }
      let lines = error.problems.first.map { InspectionProblem($0).json.compactText + "\n" }
      try AtomicFile.write(lines.joined(), to: path)
      StandardStream.error.writeLine("problems are listed in \(path)")
      throw error
    }
  }

  /// Gives `body` what it should tell every problem.
  func all<Result>(_ body: ((InspectionProblem) throws -> Void) throws -> Result) throws -> Result {
    guard let path else { return try body { _ in } }
    var result: Result?
    try AtomicFile.write(to: path) { file in
      result = try body { try file.write(Array(($0.json.compactText + "\n").utf8)) }
    }
    StandardStream.error.writeLine("problems are listed in \(path)")
    guard let result else { throw CommandError("\(path): the list was not written") }
    return result
  }
}
