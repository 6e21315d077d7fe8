import Foundation
import JSON
import TestSupport
import Testing

/// A run of the version before recipes had a number: six images in two languages, twin towers over bytes, three steps. It was made
/// by that version from `version-1/v1.json`, and what that version made of three steps more is recorded here.
@Suite("A run of version 1")
struct VersionOneRunTests {
  /// Losses of steps 4, 5 and 6.
  private static let losses = [1.9174197912216187, 2.6796159744262695, 1.3276638984680176]

  private func copy(_ name: String, to folder: TemporaryFolder) throws {
    try FileManager.default.copyItem(atPath: Fixture.path("version-1"), toPath: folder.file(name))
  }

  private func resume(_ name: String, in folder: TemporaryFolder) throws -> (result: CommandResult, losses: [Double]) {
    let result = try BuiltCommand.train.run(
      ["--resume", "--out", "run", "--steps", "6", "--threads", "1"], home: folder.file(name))
    let lines = try String(contentsOfFile: folder.file("\(name)/run/metrics.jsonl"), encoding: .utf8)
    let losses = try lines.split(separator: "\n").compactMap { line -> Double? in
      let metrics = try JSONValue(parsing: String(line))
      return (metrics["step"]?.intValue ?? 0) > 3 ? metrics["loss"]?.doubleValue : nil
    }
    return (result, losses)
  }

  @Test(
    "goes on as it would have, says once which names have changed, and then has today's")
  func resumed() throws {
    let folder = try TemporaryFolder()
    try copy("former", to: folder)
    let (former, losses) = try resume("former", in: folder)
    #expect(former.code == 0, "\(former.errors)")
    let notes = former.errors.split(separator: "\n").filter { $0.contains("version 1") }
    #expect(notes.count == 1 && notes[0].contains("has names of version 1 and is read under"), "\(former.errors)")
    #expect(losses.count == Self.losses.count)
    for (loss, recorded) in zip(losses, Self.losses) { #expect(abs(loss - recorded) < 1e-5 * recorded) }

    // What it wrote names everything as today, and is gone on with without a word.
    let later = try BuiltCommand.train.run(
      ["--resume", "--out", "run", "--steps", "8", "--threads", "1"], home: folder.file("former"))
    #expect(later.code == 0 && !later.errors.contains("version 1"), "\(later.errors)")
  }

  @Test("is searched, and its summary of before is read")
  func searched() throws {
    let folder = try TemporaryFolder()
    try copy("former", to: folder)
    let found = try BuiltCommand.search.run(["--run", "run", "red"], home: folder.file("former"))
    #expect(found.code == 0 && found.output.contains(".png"), "\(found.errors)")
  }
}
