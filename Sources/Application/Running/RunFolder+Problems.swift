import Console
import Corpora
import Files

extension RunFolder {
  /// Adds records that could not be used to the list in the folder, each once.
  func note(_ problems: SkippedParts) throws {
    guard !problems.isEmpty else { return }
    let old = (try? FileBytes(path: problemsFile).withBytes { String(decoding: $0, as: UTF8.self) }) ?? ""
    let known = Set(old.split(separator: "\n").map(String.init))
    let lines = problems.jsonLines.split(separator: "\n").map(String.init)
    let new = lines.filter { !known.contains($0) }
    guard !new.isEmpty else { return }
    try AtomicFile.write(old + new.map { $0 + "\n" }.joined(), to: problemsFile)
  }
}
