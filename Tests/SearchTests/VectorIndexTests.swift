import JSON
import TestSupport
import Testing

@testable import Files
@testable import Search

@Suite struct VectorIndexTests {
  private static let width = 5
  private let folder: TemporaryFolder
  private var path: String { folder.file("a.clippo") }
  private static let model: JSONValue = ["checkpoint": "0123", "renderer": ["version": 3]]

  init() throws { folder = try TemporaryFolder() }

  private func writer(_ disk: Disk = Disk()) throws -> VectorIndexWriter {
    try VectorIndexWriter(path: path, width: Self.width, model: Self.model, disk: disk)
  }

  private static func vectors(_ count: Int, seed: UInt64 = 1) -> [Float] {
    MadeUpVectors.random(count, width: width, seed: seed)
  }

  /// Two segments: twelve items, then three new ones in place of two old ones, and one taken out.
  private func write() throws {
    let writer = try writer()
    try writer.append(SmallIndex.items(0..<12), vectors: Self.vectors(12))
    try writer.append(
      SmallIndex.items(10..<13, stamp: 2), vectors: Self.vectors(3, seed: 2), removing: [SmallIndex.key(3)])
  }

  private func numbers(_ index: VectorIndex) throws -> [Int] {
    try (0..<index.count).filter { !index.gallery.removed.contains($0) }.map {
      try #require(try index.record($0)["number"]?.intValue)
    }
  }

  @Test("what is written is read: vectors, records, the model; later items replace earlier ones")
  func roundTrip() throws {
    try write()
    let index = try VectorIndex(path: path)
    #expect(index.model == Self.model && index.width == Self.width && index.unfinished == nil)
    #expect(index.count == 15 && index.liveCount == 12 && index.segmentCount == 2)
    #expect(try numbers(index) == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    #expect(index.gallery.vector(4) == Array(Self.vectors(12)[20..<25]))
    #expect(index.gallery.vector(14) == Array(Self.vectors(3, seed: 2)[10..<15]))
    #expect(try index.record(14)["text"]?.stringValue == "照片 12")
    #expect { try index.record(15) } throws: { "\($0)".contains("there is no item 15") }
    let again = try writer()
    #expect(again.liveCount == 12 && again.recovered == nil)
    #expect(again.stamp(ofKey: SmallIndex.key(11)) == 2 && again.stamp(ofKey: SmallIndex.key(3)) == nil)
    #expect(index.byteCount % IndexHeader.alignment == 0)
  }

  @Test("items of a source that are gone are taken out, those of other sources stay")
  func sources() throws {
    let writer = try writer()
    try writer.append(SmallIndex.items(0..<4, source: "a"), vectors: Self.vectors(4))
    try writer.append(SmallIndex.items(4..<8, source: "b"), vectors: Self.vectors(4))
    let kept = Set([0, 2].map { Checksum.of(SmallIndex.key($0)) })
    #expect(try writer.removeItems(ofSource: "a", except: kept) == 2)
    #expect(try writer.removeItems(ofSource: "a", except: kept) == 0)
    #expect(try numbers(VectorIndex(path: path)) == [0, 2, 4, 5, 6, 7])
  }

  @Test("compacting leaves what is found, in less room, and a graph's identity behind")
  func compaction() throws {
    try write()
    let before = try VectorIndex(path: path)
    let outcome = try IndexCompaction.run(path: path)
    #expect(outcome.items == 12 && outcome.removed == 3 && outcome.bytesAfter < outcome.bytesBefore)
    let after = try VectorIndex(path: path)
    #expect(after.count == 12 && after.model == Self.model && after.identity != before.identity)
    #expect(try numbers(after) == numbers(before))
    // The old file stays readable for who has it open.
    #expect(try before.record(14)["number"] == .integer(12))
    #expect(try writer().stamp(ofKey: SmallIndex.key(12)) == 2)
    #expect(try Disk.names(in: folder.path) == ["a.clippo"])
  }

  @Test("a file that ends anywhere within its last segment is read without it, and the next writer goes on")
  func torn() throws {
    try write()
    let bytes = try SmallIndex.bytes(path)
    let first = try VectorIndex(path: path).segments[0]
    let start = first.body + first.layout.end
    for length in start..<bytes.count {
      try SmallIndex.write(Array(bytes.prefix(length)), to: path)
      let index = try VectorIndex(path: path)
      #expect(index.count == 12 && (index.unfinished == nil) == (length == start), "\(length) bytes")
    }
    let writer = try writer()
    #expect(writer.recovered?.contains("3 items at its end") == true && writer.liveCount == 12)
    try writer.append(SmallIndex.items(20..<21), vectors: Self.vectors(1))
    #expect(try VectorIndex(path: path).count == 13)
  }

  @Test("a body without its header, as a killed writer leaves it, is cut off; a hole before a segment is damage")
  func holes() throws {
    try write()
    let bytes = try SmallIndex.bytes(path)
    let index = try VectorIndex(path: path)
    func blanked(_ segment: Int) -> [UInt8] {
      let place = index.segments[segment].body - SegmentHeader.byteCount
      return Array(bytes[..<place]) + [UInt8](repeating: 0, count: SegmentHeader.byteCount)
        + Array(bytes[(place + SegmentHeader.byteCount)...])
    }
    try SmallIndex.write(blanked(1), to: path)
    #expect(try VectorIndex(path: path).count == 12)
    #expect(try writer().recovered?.contains("are not finished") == true)
    #expect(try SmallIndex.bytes(path).count == index.segments[1].body - SegmentHeader.byteCount)
    try SmallIndex.write(blanked(0), to: path)
    #expect { try VectorIndex(path: path) } throws: { "\($0)".contains("zeros where a segment should stand") }
    #expect { try writer() } throws: { "\($0)".contains("zeros where a segment should stand") }
    #expect(try SmallIndex.bytes(path).count == bytes.count)
  }

  @Test("a changed byte anywhere is named")
  func everyByte() throws {
    try write()
    let bytes = try SmallIndex.bytes(path)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0x20
      try SmallIndex.write(changed, to: path)
      #expect("byte \(place)") { try VectorIndex(path: path) } throws: {
        "\($0)".hasPrefix(path) && ("\($0)".contains("damaged") || "\($0)".contains("not an index"))
      }
    }
  }

  @Test("no damage crashes a reader or a writer")
  func fuzz() throws {
    try write()
    let bytes = try SmallIndex.bytes(path)
    var mutations = Mutations(seed: 11)
    for _ in 0..<400 {
      try SmallIndex.write(mutations.mutated(bytes), to: path)
      for verification in [VectorIndex.Verification.everything, .structure] {
        guard let index = try? VectorIndex(path: path, verifying: verification) else { continue }
        for item in 0..<min(index.count, 20) { _ = try? index.record(item) }
        #expect(index.count <= 15)
      }
      _ = try? writer()
    }
  }

  @Test("readers see what was whole when they came, while one writer adds; a second writer is told who is in the way")
  func readersAndWriter() throws {
    let first = try writer()
    try first.append(SmallIndex.items(0..<3), vectors: Self.vectors(3))
    let early = try VectorIndex(path: path)
    try first.append(SmallIndex.items(3..<5), vectors: Self.vectors(2))
    let late = try VectorIndex(path: path)
    #expect(early.count == 3 && late.count == 5)
    #expect { try writer() } throws: {
      "\($0)".contains("another program is changing this file; wait until it has finished")
    }
    #expect { try IndexCompaction.run(path: path) } throws: { "\($0)".contains("another program") }
    try first.append(SmallIndex.items(0..<1), vectors: Self.vectors(1, seed: 5))
    #expect(try numbers(early) == [0, 1, 2] && numbers(late) == [0, 1, 2, 3, 4])
  }

  @Test("a disk that fills up at any step leaves a valid index, and the same writer goes on when there is room")
  func fullDisk() throws {
    struct Full: Error {}
    try write()
    for step in 0..<5 {
      let counter = WriteCounter()
      let writer = try writer(Disk { kind, _ in if kind != .create, counter.reaches(step) { throw Full() } })
      let bytes = try SmallIndex.bytes(path)
      counter.isOn = true
      #expect(throws: Full.self) { try writer.append(SmallIndex.items(30..<33), vectors: Self.vectors(3)) }
      #expect(try SmallIndex.bytes(path) == bytes ? true : false, "step \(step)")
      #expect(try VectorIndex(path: path).unfinished == nil)
      try writer.append(SmallIndex.items(30..<31), vectors: Self.vectors(1))
      #expect(try VectorIndex(path: path).unfinished == nil)
    }
    let counter = WriteCounter()
    counter.isOn = true
    #expect(throws: Full.self) {
      try VectorIndexWriter(
        path: folder.file("new"), width: 3, model: .null,
        disk: Disk { kind, _ in if kind == .write, counter.reaches(0) { throw Full() } })
    }
    #expect(try VectorIndexWriter(path: folder.file("new"), width: 3, model: .null).liveCount == 0)
  }

  @Test("what does not belong into an index is refused with a sentence")
  func refusals() throws {
    try write()
    #expect { try VectorIndexWriter(path: path, width: 6, model: .null) } throws: {
      "\($0)".contains("vectors of 5 values, not 6")
    }
    #expect(throws: SearchError("no")) {
      try VectorIndexWriter(path: path, width: 5, model: .null) { model in
        if model == Self.model { throw SearchError("no") }
      }
    }
    let open = try writer()
    #expect(throws: SearchError.self) { try open.append(SmallIndex.items(0..<1), vectors: [1, 0, 0, 0]) }
    #expect(throws: SearchError.self) { try open.append(SmallIndex.items(0..<1), vectors: [.nan, 0, 0, 0, 0]) }
    #expect { try VectorIndex(path: folder.file("none")) } throws: { "\($0)".contains("No such file") }
    try SmallIndex.write([1, 2, 3], to: folder.file("short"))
    #expect { try VectorIndex(path: folder.file("short")) } throws: { "\($0)".contains("not an index") }
    #expect { try VectorIndexWriter(path: folder.file("no/where"), width: 5, model: .null) } throws: {
      "\($0)".contains("No such file or directory")
    }
  }
}

/// Throws once, at a chosen step after it was switched on.
private final class WriteCounter: @unchecked Sendable {
  var isOn = false
  private var steps = 0

  func reaches(_ step: Int) -> Bool {
    guard isOn else { return false }
    steps += 1
    return steps == step + 1
  }
}
