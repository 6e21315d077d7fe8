import Testing

@testable import Runtime

@Suite("Levels of instructions")
struct ProcessorLevelTests {
  @Test("those of a machine are all up to its highest, with names of their own, the one in use among them")
  func available() {
    let levels = ProcessorLevel.available
    #expect(levels.map(\.rawValue) == Array(0..<levels.count))
    #expect(levels.contains(.current))
    #expect(Set(ProcessorLevel.allCases.map(\.name)).count == ProcessorLevel.allCases.count)
  }
}
