import FoundationEssentials

@testable import Files
@testable import Search
@testable import Tensors

extension FuzzSubject {
  static let arrays = [
    FuzzSubject(
      "safetensors", origin: "a", examples: try Examples.files("TensorsTests/Fixtures/ArrayFiles", ".safetensors")
    ) { bytes in
      for array in try SafetensorsFile(FileBytes(bytes, name: "a")).arrays() { try readAll(array) }
    },
    FuzzSubject("npz", origin: "a", examples: try Examples.files("TensorsTests/Fixtures/ArrayFiles", ".npz")) { bytes in
      let archive = try NumpyArchive(FileBytes(bytes, name: "a"))
      for name in archive.names {
        do { try readAll(archive.array(name)) } catch { expect("\(error)".hasPrefix("a"), "\(error)") }
      }
    },
    FuzzSubject("npy", origin: "a", examples: try Examples.files("TensorsTests/Fixtures/ArrayFiles", ".npy")) { bytes in
      try readAll(NumpyFile.entry(in: FileBytes(bytes, name: "a"), range: nil, name: "x", place: "a"))
    },
    FuzzSubject("search-index", origin: Workplace.path, examples: try [smallIndex()]) { bytes in
      let index = try VectorIndex(path: Workplace.write("read.clippo", bytes), verifying: .structure)
      for item in 0..<min(index.count, 100) { _ = try? index.record(item) }
    },
  ]

  private static func readAll(_ array: ArrayEntry) throws {
    try array.withBytes { bytes in
      expect(bytes.count == array.shape.count * array.element.byteCount, "\(array.name): \(bytes.count) bytes")
      expect(bytes.reduce(0) { $0 &+ Int($1) } >= 0, "")
    }
  }

  /// A small index, written as `clippo-search` does.
  private static func smallIndex() throws -> [UInt8] {
    let path = Workplace.path + "/example.clippo"
    let writer = try VectorIndexWriter(path: path, width: 3, model: ["checkpoint": "0123"])
    for part in [0..<5, 3..<6] {
      let items = part.map { IndexItem(key: "\($0).jpg", stamp: 1, source: "photos", record: ["number": .integer($0)]) }
      let vectors: [Float] = part.flatMap { $0 % 2 == 0 ? [1, 0, 0] : [0, 0.6, 0.8] }
      try writer.append(items, vectors: vectors, removing: part.lowerBound == 3 ? ["1.jpg"] : [])
    }
    return try Array(Data(contentsOf: URL(filePath: path)))
  }
}
