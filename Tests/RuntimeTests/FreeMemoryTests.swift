import Testing

@testable import Runtime

@Suite("Free memory")
struct FreeMemoryTests {
  @Test(
    "it is read from the kernel's table",
    arguments: [
      ("MemTotal: 8 kB\nMemAvailable:    4096 kB\n", 4 << 20), ("MemTotal: 8 kB\n", nil), ("", nil),
      ("MemAvailable: much\n", nil),
    ] as [(String, Int?)])
  func freeMemory(table: String, bytes: Int?) {
    #expect(FreeMemory.available(table) == bytes)
  }
}
