import CKernels
import JSON
import TestSupport
import Testing

@testable import Files
@testable import Training

@Suite struct CheckpointTests {
  @Test("what is saved is read back to the bit")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let content = try sampleContent(step: 7)
    let path = try CheckpointFolder(path: folder.file("run/checkpoints")).save(content)
    #expect(path == folder.file("run/checkpoints/checkpoint-0000007"))
    #expect(try same(Checkpoint.read(path), content))
    #expect(
      try Disk.names(in: path) == ["model.safetensors", "optimizer.safetensors", "state.json"])
  }

  @Test("searching needs no optimizer")
  func modelOnly() throws {
    let folder = try TemporaryFolder()
    var content = try sampleContent(step: 7)
    let path = try CheckpointFolder(path: folder.path).save(content)
    try Disk().remove("\(path)/optimizer.safetensors")
    content.optimizer = []
    #expect(try same(Checkpoint.readModel(path), content))
  }

  @Test("a power cut before any step of a save leaves the old checkpoint or the new one, whole")
  func powerCuts() throws {
    var cuts = 0
    var outcomes: [Int] = []
    while true {
      let folder = try TemporaryFolder()
      try CheckpointFolder(path: folder.path, keep: 1).save(sampleContent(step: 1))
      let failing = FailingDisk(stepsBefore: cuts)
      _ = try? CheckpointFolder(path: folder.path, keep: 1, disk: failing.disk).save(sampleContent(step: 2))
      let checkpoints = CheckpointFolder(path: folder.path, keep: 1)
      let content = try Checkpoint.read(try #require(try checkpoints.latest()))
      #expect(try same(content, try sampleContent(step: content.step)), "cut before step \(cuts)")
      outcomes.append(content.step)
      // Nothing that is called a checkpoint is half a one.
      for name in try checkpoints.checkpoints() { _ = try Checkpoint.read(folder.file(name)) }
      // The next save cleans up and works as if nothing had been.
      try checkpoints.save(sampleContent(step: 3))
      #expect(try Disk.names(in: folder.path) == ["checkpoint-0000003", "latest"], "cut before step \(cuts)")
      if !failing.hasFailed { break }
      cuts += 1
    }
    #expect(cuts > 20)
    #expect(outcomes == outcomes.sorted())
    #expect(outcomes.first == 1 && outcomes.last == 2)
  }

  static let damages: [(String, @Sendable ([UInt8]) -> [UInt8]?)] = [
    ("missing", { _ in nil }), ("empty", { _ in [] }),  // The last byte of state.json is a newline.
    ("cut at the end", { Array($0.dropLast(2)) }),
    ("cut in half", { Array($0.prefix($0.count / 2)) }), ("longer", { $0 + [32] }),
    ("first bit flipped", { [$0[0] ^ 1] + $0.dropFirst() }),
    ("a bit in the middle flipped", { $0[..<($0.count / 2)] + [$0[$0.count / 2] ^ 1] + $0[($0.count / 2 + 1)...] }),
    ("last bit flipped", { $0.dropLast() + [$0[$0.count - 1] ^ 128] }),
    ("zeros", { [UInt8](repeating: 0, count: $0.count) }),
  ]

  @Test(
    "damage is noticed and the file named", arguments: ["model.safetensors", "optimizer.safetensors", "state.json"])
  func damage(file: String) throws {
    let folder = try TemporaryFolder()
    let path = try CheckpointFolder(path: folder.path).save(sampleContent(step: 1))
    let original = try FileBytes(path: "\(path)/\(file)").withBytes { Array($0) }
    for (name, damage) in Self.damages {
      // White space after a JSON document is no damage.
      if file == "state.json", name == "longer" { continue }
      if let damaged = damage(original) {
        try AtomicFile.write(damaged, to: "\(path)/\(file)")
      } else {
        try Disk().remove("\(path)/\(file)")
      }
      #expect("\(name)") { try Checkpoint.read(path) } throws: { "\($0)".contains("\(path)/\(file)") }
    }
  }

  @Test("no byte of state.json can change unnoticed")
  func everyByte() throws {
    let folder = try TemporaryFolder()
    let path = try CheckpointFolder(path: folder.path).save(sampleContent(step: 1))
    let file = "\(path)/state.json"
    let original = try FileBytes(path: file).withBytes { Array($0) }
    for index in original.indices.dropLast() {
      var damaged = original
      damaged[index] ^= 1 << UInt8(index % 7)
      try damaged.withUnsafeBytes { try Disk().create(file).write($0) }
      #expect(throws: TrainingError.self, "byte \(index)") { try Checkpoint.read(path) }
    }
  }

  @Test("a checkpoint of a newer program says so")
  func newer() throws {
    let folder = try TemporaryFolder()
    let text = #"{"checksum":"0","state":{"format":2,"shape":"unknown"}}"#
    try AtomicFile.write(text, to: folder.file("state.json"))
    #expect { try Checkpoint.read(folder.path) } throws: {
      "\($0)".contains("newer version of this program (format 2)")
    }
  }

  @Test("another corpus is refused with all that differs; checkpoints that know none take any")
  func corpora() throws {
    let content = try sampleContent(step: 12)
    #expect(throws: Never.self) {
      try content.requireCorpus(["kind": "pairs", "parts": [["records": 12]]], override: "pass --ignore-corpus")
    }
    #expect {
      try content.requireCorpus(["kind": "emoji", "parts": [["records": 13]]], override: "pass --ignore-corpus")
    } throws: { error in
      ["\n  kind: was \"pairs\", is \"emoji\"", "\n  parts[0].records: was 12, is 13", "or pass --ignore-corpus"]
        .allSatisfy("\(error)".contains)
    }
    var old = content
    old.corpus = .null
    #expect(throws: Never.self) { try old.requireCorpus(["kind": "emoji"], override: "") }
  }

  @Test("a checkpoint from before corpora were remembered is read")
  func withoutCorpus() throws {
    let folder = try TemporaryFolder()
    let path = try CheckpointFolder(path: folder.file("checkpoints")).save(sampleContent(step: 3))
    let text = try FileBytes(path: path + "/state.json").withBytes { Array($0) }
    let document = try JSONValue(parsing: text, source: "state.json")
    let state = JSONValue.object(
      try #require(document["state"]?.objectValue).filter { $0.name != "corpus" })
    let sum = Array(state.compactText.utf8).withUnsafeBytes { clippo_checksum64($0.baseAddress, $0.count) }
    let old: JSONValue = ["checksum": .string(String(sum, radix: 16)), "state": state]
    try AtomicFile.write(old.prettyText, to: path + "/state.json")
    let read = try Checkpoint.read(path)
    #expect(read.corpus == .null && read.step == 3)
  }

  @Test(
    "places that cannot be written are named with the system's reason",
    arguments: [
      ("/dev/null/run", "cannot make the folder /dev/null/run: Not a directory"),
      ("/proc/run", "cannot make the folder /proc/run: No such file or directory"),
    ])
  func unwritable(path: String, reason: String) throws {
    #expect { try CheckpointFolder(path: path).save(sampleContent(step: 12)) } throws: {
      "\($0)".hasPrefix("cannot save the checkpoint of step 12: \(reason); ") && "\($0)".contains("check the path")
    }
  }
}
