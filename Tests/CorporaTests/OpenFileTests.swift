import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Corpora

@Suite("Open files")
struct OpenFileTests {
  @Test("Any stretch is read exactly, from a file as from memory")
  func reading() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }
    try Data(bytes).write(to: URL(filePath: folder.file("a")))
    for file in [try OpenFile(path: folder.file("a")), OpenFile(bytes, name: "a")] {
      #expect(file.size == 1_000)
      for range in [0..<0, 0..<1_000, 17..<300, 999..<1_000, 1_000..<1_000] {
        #expect(try file.read(offset: range.lowerBound, count: range.count) == Array(bytes[range]), "\(range)")
      }
    }
  }

  static let outsideCases: [(Int, Int)] = [
    (-1, 1), (0, -1), (0, 1_001), (1_000, 1), (1, Int.max), (Int.max, Int.max), (Int.max, 1),
  ]

  @Test("What reaches outside is refused with the path", arguments: outsideCases)
  func outside(offset: Int, count: Int) {
    let file = OpenFile([UInt8](repeating: 0, count: 1_000), name: "a.bin")
    let error = #expect(throws: CorpusError.self) { try file.read(offset: offset, count: count) }
    #expect(error?.description.hasPrefix("a.bin: ") == true)
  }

  @Test("What is no plain file is refused, and nothing waits for it")
  func kinds() throws {
    let folder = try TemporaryFolder()
    try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
    for path in [folder.path, folder.file("pipe"), folder.file("missing"), "\(folder.path)\u{0}x"] {
      let error = #expect(throws: CorpusError.self) { try OpenFile(path: path) }
      #expect(error?.description.hasPrefix(folder.path) == true)
    }
  }

  @Test("A file that becomes shorter is an error, not a stretch of zeros")
  func shrinking() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a", "0123456789")
    let file = try OpenFile(path: path)
    truncate(path, 4)
    let error = #expect(throws: CorpusError.self) { try file.read(offset: 0, count: 10) }
    #expect(error?.description == "\(path): the file became shorter while it was read")
  }

  @Test("The system's handle is closed with the last reference")
  func closing() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a", "x")
    func handles() -> Int {
      let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
      return numbers.count {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?.hasSuffix(path) == true
      }
    }
    var file: OpenFile? = try OpenFile(path: path)
    #expect(file?.size == 1 && handles() == 1)
    file = nil
    #expect(handles() == 0)
  }
}
