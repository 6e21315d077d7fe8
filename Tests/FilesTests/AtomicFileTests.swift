import TestSupport
import Testing

@testable import Files

@Suite struct AtomicFileTests {
  struct PowerCut: Error {}

  @Test("a power cut at any step leaves the old file or the new one, whole")
  func powerCuts() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.txt")
    // Create, write, synchronize, rename, synchronize the folder: from the rename on it is the new one.
    for (cut, expected) in ["old", "old", "old", "old", "new content"].enumerated() {
      try AtomicFile.write("old", to: path)
      let steps = StepCounter(cut: cut)
      let disk = Disk { _, _ in if steps.isOver() { throw PowerCut() } }
      #expect(throws: PowerCut.self) { try AtomicFile.write("new content", to: path, disk: disk) }
      #expect(try bytes(ofFile: path) == Array(expected.utf8), "cut before step \(cut)")
    }
    let steps = StepCounter(cut: 5)
    try AtomicFile.write("newest", to: path, disk: Disk { _, _ in if steps.isOver() { throw PowerCut() } })
    #expect(try bytes(ofFile: path) == Array("newest".utf8))
  }

  @Test("a failure leaves no partial file")
  func cleans() throws {
    let folder = try TemporaryFolder()
    #expect(throws: PowerCut.self) { try AtomicFile.write(to: folder.file("a")) { _ in throw PowerCut() } }
    #expect(try Disk.names(in: folder.path).isEmpty)
  }

  @Test("a folder that is not there and a full disk are sentences with the path and the system's reason")
  func sentences() throws {
    let folder = try TemporaryFolder()
    #expect { try AtomicFile.write("x", to: folder.file("absent/a")) } throws: {
      "\($0)"
        == "cannot write \(folder.path)/absent/a: No such file or directory; check the path; what should hold it is not there"
    }
    #expect {
      let file = try Disk().append(to: "/dev/full")
      try file.write([1])
    } throws: {
      "\($0)" == "cannot write /dev/full: No space left on device; free some space, or write to another disk"
    }
  }

  @Test("a name that is a folder's is a sentence, and leaves nothing beside it")
  func folders() throws {
    let folder = try TemporaryFolder()
    try Disk().makeFolder(folder.file("a"))
    #expect { try AtomicFile.write("x", to: folder.file("a")) } throws: {
      "\($0)" == "cannot write \(folder.path)/a: Is a directory; this is a folder, so name a file"
    }
    #expect { try Disk().write([1], to: folder.file("a")) } throws: {
      "\($0)".hasSuffix("; this is a folder, so name a file")
    }
    #expect(try Disk.names(in: folder.path) == ["a"])
    try Disk().write([1, 2], to: folder.file("b"))
    #expect(try bytes(ofFile: folder.file("b")) == [1, 2])
  }
}

/// Says from which step on everything fails.
final class StepCounter: @unchecked Sendable {
  private var left: Int
  init(cut: Int) { left = cut }
  func isOver() -> Bool {
    left -= 1
    return left < 0
  }
}
