import Files
@preconcurrency import Glibc
import JSON

@testable import Search

/// Items and files of tests.
enum SmallIndex {
  static func key(_ number: Int) -> String { "photos/\(number).jpg" }

  static func items(_ numbers: Range<Int>, stamp: UInt64 = 1, source: String = "photos") -> [IndexItem] {
    numbers.map { number in
      IndexItem(
        key: key(number), stamp: stamp, source: source,
        record: ["number": .integer(number), "text": .string("照片 \(number)")])
    }
  }

  static func bytes(_ path: String) throws -> [UInt8] { try FileBytes(path: path).withBytes { Array($0) } }

  /// Writes in place, as a faulty disk would.
  static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "w") else { throw SearchError("cannot write \(path)") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw SearchError("cannot write \(path)") }
  }
}
