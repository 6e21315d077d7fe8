import Console
import Testing

@Suite("What was there before")
struct DistinctTests {
  @Test("Repeated elements go, the first of each stays where it was")
  func order() {
    #expect(["b", "a", "b", "c", "a"].distinct == ["b", "a", "c"])
    #expect([Int]().distinct.isEmpty)
  }
}
