import TestSupport
import Testing

@testable import Files
@testable import Training

@Suite struct CheckpointFolderTests {
  @Test("only the newest stay", arguments: 1...3)
  func prunes(keep: Int) throws {
    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path, keep: keep)
    for step in [1, 20, 300, 12_345_678] { try checkpoints.save(sampleContent(step: step)) }
    let all = ["checkpoint-0000001", "checkpoint-0000020", "checkpoint-0000300", "checkpoint-12345678"]
    #expect(try checkpoints.checkpoints() == all.suffix(keep))
    #expect(try checkpoints.latest() == folder.file("checkpoint-12345678"))
  }

  @Test("a run that went back to an earlier checkpoint leaves the later ones behind")
  func rewinds() throws {
    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path, keep: 2)
    for step in [10, 20, 15] { try checkpoints.save(sampleContent(step: step)) }
    #expect(try checkpoints.checkpoints() == ["checkpoint-0000010", "checkpoint-0000015"])
    #expect(try checkpoints.latest() == folder.file("checkpoint-0000015"))
  }

  @Test("the same step can be saved again")
  func again() throws {
    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path, keep: 2)
    for _ in 0..<3 { try checkpoints.save(sampleContent(step: 5)) }
    #expect(try checkpoints.checkpoints() == ["checkpoint-0000005.1", "checkpoint-0000005.2"])
    #expect(try checkpoints.latest() == folder.file("checkpoint-0000005.2"))
  }

  @Test("without checkpoints there is no latest")
  func none() throws {
    #expect(try CheckpointFolder(path: "/nowhere").latest() == nil)
    #expect(try CheckpointFolder(path: TemporaryFolder().path).latest() == nil)
  }

  @Test(
    "a pointer that is missing, damaged or leads outside falls back to the most steps",
    arguments: [nil, "", "../x", "\u{0}"])
  func pointer(text: String?) throws {
    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path, keep: 2)
    for step in [1, 2] { try checkpoints.save(sampleContent(step: step)) }
    if let text {
      try AtomicFile.write(text, to: folder.file("latest"))
    } else {
      try Disk().remove(folder.file("latest"))
    }
    #expect(try checkpoints.latest() == folder.file("checkpoint-0000002"))
  }

  @Test("strange names beside the checkpoints are left alone")
  func strangers() throws {
    let folder = try TemporaryFolder()
    let strangers = ["checkpoint-", "checkpoint-x", "checkpoint-1.2.3", "checkpoint-1.", "notes.txt"]
    for name in strangers { try AtomicFile.write("mine", to: folder.file(name)) }
    let checkpoints = CheckpointFolder(path: folder.path, keep: 1)
    for step in [1, 2] { try checkpoints.save(sampleContent(step: step)) }
    #expect(try Disk.names(in: folder.path) == (strangers + ["checkpoint-0000002", "latest"]).sorted())
  }
}
