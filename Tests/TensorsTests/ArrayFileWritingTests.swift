import TestSupport
import Testing

@testable import Files
@testable import Runtime
@testable import Tensors

@Suite struct ArrayFileWritingTests {
  static let entries: [ArrayEntry] = {
    let shapes: [Shape] = [[], [5], [2, 3], [0, 4], [2, 1, 3]]
    var generator = SeededGenerator(seed: 3)
    return ArrayElement.allCases.flatMap { element in
      shapes.compactMap { shape in
        let bytes = (0..<shape.count * element.byteCount).map { _ in UInt8(generator.next() & 255) }
        return try? ArrayEntry(name: "\(element.rawValue)/\(shape.axes)", shape: shape, element: element, bytes: bytes)
      }
    }
  }()

  private func same(_ one: ArrayEntry, _ other: ArrayEntry) throws -> Bool {
    try one.shape == other.shape && one.element == other.element
      && one.withBytes { first in try other.withBytes { first.elementsEqual($0) } }
  }

  @Test("what is written as .npy is read back to the bit", arguments: entries)
  func npy(entry: ArrayEntry) throws {
    let folder = try TemporaryFolder()
    try NumpyFile.write(entry, to: folder.file("a.npy"))
    #expect(try same(NumpyFile.read(path: folder.file("a.npy")), entry))
  }

  @Test("what is written as .npz is read back to the bit, in order, and twice gives the same file")
  func npz() throws {
    let folder = try TemporaryFolder()
    for name in ["a.npz", "b.npz"] { try NumpyArchive.write(Self.entries, to: folder.file(name)) }
    let archive = try NumpyArchive(path: folder.file("a.npz"))
    #expect(archive.names == Self.entries.map(\.name))
    for entry in Self.entries { #expect(try same(archive.array(entry.name), entry), "\(entry.name)") }
    #expect(try bytes(ofFile: folder.file("a.npz")) == bytes(ofFile: folder.file("b.npz")))
  }

  @Test("what is written as safetensors is read back to the bit, every array aligned to its elements")
  func safetensors() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.safetensors")
    let metadata = ["a": "1", "quoted \"": "line\nbreak", "b": ""]
    try SafetensorsFile.write(Self.entries, metadata: metadata, to: path)
    let file = try SafetensorsFile(path: path)
    #expect(file.metadata == metadata)
    #expect(file.names.count == Self.entries.count)
    let header = try FileBytes(path: path).withBytes { try SafetensorsHeader($0, name: path) }
    for entry in Self.entries { #expect(try same(file.array(entry.name), entry), "\(entry.name)") }
    for member in header.members { #expect(member.range.lowerBound % member.element.byteCount == 0) }
    #expect(try Disk.names(in: folder.path) == ["a.safetensors"])
  }

  @Test("names must differ")
  func names() throws {
    let folder = try TemporaryFolder()
    let entry = Self.entries[0]
    #expect(throws: TensorError.self) { try SafetensorsFile.write([entry, entry], to: folder.file("a")) }
    #expect(throws: TensorError.self) {
      try SafetensorsFile.write([entry.renamed("__metadata__")], to: folder.file("a"))
    }
  }

  @Test("bytes that do not fill a shape make no array")
  func wrongCounts() {
    for (axes, count) in [([2, 3], 5), ([2, 3], 7), ([-1], 0), ([Int.max, 4], 0), ([Int.max, Int.max, 0], 0)] {
      #expect(throws: TensorError.self, "\(axes)") {
        try ArrayEntry(name: "a", shape: Shape(axes), element: .uint8, bytes: [UInt8](repeating: 0, count: count))
      }
    }
  }
}
