import TestSupport
import Testing

@testable import Files
@testable import Training

/// A second reading of the formats, written from their descriptions and sharing no code with the writer.
private struct EventReader {
  struct Scalar: Equatable {
    var tag: String
    var value: Float
  }
  struct Event: Equatable {
    var time = 0.0
    var step = 0
    var version = ""
    var sessionStatus = 0
    var scalars: [Scalar] = []
  }

  /// CRC-32C bit by bit.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      for bit in 0..<8 {
        let flips = (value ^ UInt32(byte >> UInt8(bit))) & 1 == 1
        value >>= 1
        if flips { value ^= 0x82F6_3B78 }
      }
    }
    let checksum = value ^ 0xFFFF_FFFF
    let turned = checksum >> 15 | checksum << 17
    return turned &+ 0xA282_EAD8
  }

  static func events(_ bytes: [UInt8]) throws -> [Event] {
    var events: [Event] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = Int(number(rest.prefix(8)))
      try #require(UInt32(number(rest.dropFirst(8).prefix(4))) == checksum(rest.prefix(8)))
      let data = rest.dropFirst(12).prefix(length)
      try #require(data.count == length)
      try #require(UInt32(number(rest.dropFirst(12 + length).prefix(4))) == checksum(data))
      events.append(event(data))
      rest = rest.dropFirst(16 + length)
    }
    return events
  }

  static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  static func fields(_ bytes: ArraySlice<UInt8>) -> [(field: Int, number: UInt64, bytes: ArraySlice<UInt8>)] {
    var rest = bytes
    func variable() -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while let byte = rest.popFirst() {
        value |= UInt64(byte & 127) << shift
        shift += 7
        if byte < 128 { break }
      }
      return value
    }
    var fields: [(Int, UInt64, ArraySlice<UInt8>)] = []
    while !rest.isEmpty {
      let key = variable()
      switch key & 7 {
      case 0: fields.append((Int(key >> 3), variable(), []))
      case 1, 5:
        let width = key & 7 == 1 ? 8 : 4
        fields.append((Int(key >> 3), number(rest.prefix(width)), []))
        rest = rest.dropFirst(width)
      default:
        let length = Int(variable())
        fields.append((Int(key >> 3), 0, rest.prefix(length)))
        rest = rest.dropFirst(length)
      }
    }
    return fields
  }

  static func event(_ bytes: ArraySlice<UInt8>) -> Event {
    var event = Event()
    for (field, number, content) in fields(bytes) {
      switch field {
      case 1: event.time = Double(bitPattern: number)
      case 2: event.step = Int(number)
      case 3: event.version = String(decoding: content, as: UTF8.self)
      case 5: event.scalars = fields(content).map { scalar($0.bytes) }
      case 7: event.sessionStatus = Int(fields(content).first?.number ?? 0)
      default: Issue.record("field \(field)")
      }
    }
    return event
  }

  static func scalar(_ bytes: ArraySlice<UInt8>) -> Scalar {
    let fields = fields(bytes)
    return Scalar(
      tag: fields.filter { $0.field == 1 }.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(),
      value: fields.first { $0.field == 2 }.map { Float(bitPattern: UInt32($0.number)) } ?? .nan)
  }
}

@Suite struct EventFileTests {
  private func written(continuingAfter step: Int, _ body: (EventFile) throws -> Void) throws -> [EventReader.Event] {
    let folder = try TemporaryFolder()
    try body(EventFile(folder: folder.file("events"), continuingAfter: step, now: { 1_700_000_000.5 }))
    let names = try Disk.names(in: folder.file("events"))
    #expect(names.count == 1 && names[0].hasPrefix("events.out.tfevents.1700000000."))
    return try EventReader.events(
      FileBytes(path: folder.file("events/\(names[0])")).withBytes { Array($0) })
  }

  @Test("scalars are read back by a decoder that shares no code")
  func scalars() throws {
    let events = try written(continuingAfter: 0) { file in
      try file.append(step: 1, [("loss", 5.545)])
      try file.append(step: 300, [("recall/composition", 61.25), ("文字", -0.5), ("", .infinity)])
      try file.append(step: 1 << 40, [])
    }
    #expect(events.count == 4)
    #expect(events.allSatisfy { $0.time == 1_700_000_000.5 })
    #expect(events[0].version == "brain.Event:2")
    #expect(events[1].step == 1 && events[1].scalars == [.init(tag: "loss", value: 5.545)])
    #expect(
      events[2].step == 300
        && events[2].scalars == [
          .init(tag: "recall/composition", value: 61.25), .init(tag: "文字", value: -0.5),
          .init(tag: "", value: .infinity),
        ])
    #expect(events[3].step == 1 << 40)
  }

  @Test("a run that continues says from where")
  func continues() throws {
    let events = try written(continuingAfter: 41) { _ in }
    #expect(events.count == 2)
    #expect(events[1].sessionStatus == 1 && events[1].step == 42)
  }
}
