import Testing

@testable import Corpora

@Suite("Order of records")
struct RecordOrderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let records: [Int32]
    let fileStarts: [Int]
  }

  static let cases = [
    Case(testDescription: "one file", records: Array(0..<100), fileStarts: [0]),
    Case(
      testDescription: "files of many sizes, some empty", records: Array(0..<90), fileStarts: [0, 1, 1, 40, 41, 77, 90]),
    Case(
      testDescription: "a part of the records", records: (0..<300).filter { $0 % 7 < 2 || (100..<150).contains($0) },
      fileStarts: [0, 30, 31, 32, 120, 290]),
    Case(testDescription: "one record", records: [5], fileStarts: [0, 3]),
  ]

  static func epochs(_ form: Case, _ rule: ShuffleRule, seed: UInt64 = 1, count: Int = 3) -> [[Int]] {
    var order = RecordOrder(records: form.records, fileStarts: form.fileStarts, rule: rule, seed: seed)
    let size = form.records.count
    return (0..<count).map { epoch in (0..<size).map { order.record(visit: epoch * size + $0) } }
  }

  @Test("Every epoch visits each record once, in an order of its own", arguments: cases)
  func epochs(form: Case) {
    for rule in [ShuffleRule.everything, .window(1), .window(7), .window(1_000)] {
      let epochs = Self.epochs(form, rule)
      #expect(epochs.allSatisfy { $0.sorted() == form.records.map(Int.init) })
      if form.records.count > 50, rule != .window(1) { #expect(Set(epochs).count == 3) }
      #expect(Self.epochs(form, rule) == epochs)
      if form.records.count > 50, rule != .window(1) { #expect(Self.epochs(form, rule, seed: 2) != epochs) }
    }
  }

  @Test("Within a window of one, files follow each other in random order, each from front to back", arguments: cases)
  func files(form: Case) {
    var orders: Set<[Int]> = []
    for epoch in Self.epochs(form, .window(1), count: 20) {
      let files = epoch.map { record in form.fileStarts.lastIndex { $0 <= record } ?? 0 }
      // A file that was left never comes again, and its records ascend.
      #expect(zip(epoch, epoch.dropFirst()).enumerated().allSatisfy { $1.0 < $1.1 || files[$0] != files[$0 + 1] })
      let runs = files.indices.filter { $0 == 0 || files[$0] != files[$0 - 1] }.map { files[$0] }
      #expect(Set(runs).count == runs.count)
      orders.insert(runs)
    }
    #expect(orders.count > 1 || form.records.count == 1 || form.fileStarts.count == 1)
  }

  @Test(
    "A record is visited within its window: less than so many places from where its file's order has it",
    arguments: cases)
  func windows(form: Case) {
    for size in [2, 7, 33] {
      let plain = Self.epochs(form, .window(1))
      let mixed = Self.epochs(form, .window(size))
      for (plain, mixed) in zip(plain, mixed) {
        let places = Dictionary(uniqueKeysWithValues: plain.enumerated().map { ($0.element, $0.offset) })
        let distances = mixed.enumerated().map { abs($0.offset - (places[$0.element] ?? -1_000)) }
        #expect(distances.allSatisfy { $0 < size })
        #expect(form.records.count < 50 || distances.contains { $0 >= size / 2 })
      }
    }
  }

  @Test(
    "Visits can be asked for in any order, which is what resuming does",
    arguments: [ShuffleRule.everything, .window(7)])
  func random(rule: ShuffleRule) {
    let form = Self.cases[2]
    let expected = Self.epochs(form, rule).flatMap { $0 }
    for visit in [expected.count - 1, 0, expected.count / 2, expected.count / 2 + 1, expected.count / 3] {
      var order = RecordOrder(records: form.records, fileStarts: form.fileStarts, rule: rule, seed: 1)
      #expect(order.record(visit: visit) == expected[visit])
    }
  }
}
