import TestSupport
import Testing

@testable import Files

@Suite struct LockedFileTests {
  @Test("a file is changed in place, and who comes second is told so")
  func changes() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a")
    let file = try LockedFile(path: path, creating: true)
    try Array("0123456789".utf8).withUnsafeBytes { try file.write($0, at: 0) }
    try Array("ab".utf8).withUnsafeBytes { try file.write($0, at: 4) }
    try file.truncate(to: 8)
    try file.synchronize()
    #expect(try file.size() == 8 && bytes(ofFile: path) == Array("0123ab67".utf8))
    #expect { try LockedFile(path: path, creating: false) } throws: {
      "\($0)" == "\(path): another program is changing this file; wait until it has finished, or stop it"
    }
  }

  @Test("a lock ends with its file, and goes to the file that took its place")
  func ends() throws {
    let folder = try TemporaryFolder()
    do { _ = try LockedFile(path: folder.file("a"), creating: true) }
    let first = try LockedFile(path: folder.file("a"), creating: false)
    try AtomicFile.write("new", to: folder.file("a"))
    let second = try LockedFile(path: folder.file("a"), creating: false)
    #expect(try second.size() == 3 && first.size() == 0)
  }

  @Test("a file that is missing and a full disk are sentences")
  func sentences() throws {
    let folder = try TemporaryFolder()
    #expect { try LockedFile(path: folder.file("none"), creating: false) } throws: {
      "\($0)" == "cannot open \(folder.path)/none: No such file or directory"
    }
    #expect {
      let full = try LockedFile(path: "/dev/full", creating: false)
      try [UInt8](repeating: 1, count: 4).withUnsafeBytes { try full.write($0, at: 0) }
    } throws: { "\($0)".hasPrefix("cannot write /dev/full: No space left on device; free some space") }
  }

  @Test("memory of a mapped file that is given back is read again")
  func release() throws {
    let folder = try TemporaryFolder()
    let content = (0..<20_000).map { UInt8(truncatingIfNeeded: $0) }
    try AtomicFile.write(content, to: folder.file("a"))
    let file = try FileBytes(path: folder.file("a"))
    for range in [0..<20_000, 5000..<19_999, -5..<50_000, 3..<4] {
      file.release(range)
      #expect(file.withBytes { Array($0) } == content ? true : false)
    }
    let memory = FileBytes([1, 2], name: "two")
    memory.release(0..<2)
    #expect(memory.withBytes { Array($0) } == [1, 2])
  }
}
