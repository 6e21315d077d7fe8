import Runtime
import Tensors
import Testing

@Suite("Kernels with a profile")
struct ProfiledKernelsTests {
  @Test func operationsAreNotedWithTheirSizes() throws {
    let profile = Profile()
    let backend = try CPUBackend(pool: try ThreadPool(threads: 1), profile: profile)
    let x = try backend.zeros([3, 4], .float32)
    let y = try backend.zeros([3, 5], .float32)
    for _ in 0..<2 {
      try backend.kernels.linear(y, x, weight: try backend.zeros([4, 5], .float32), bias: nil)
    }
    try backend.kernels.scale(y, y, by: 2)
    #expect(Set(profile.totals.map(\.name)) == ["linear", "scale"])
    let linear = try #require(profile.totals.first { $0.name == "linear" })
    #expect(linear.calls == 2 && linear.operations == 2 * 2 * 3 * 4 * 5)
    #expect(profile.spans.map(\.name) == ["linear", "linear", "scale"])
    #expect(profile.spans.first?.detail == "[3, 4] · [4, 5]")
    #expect(zip(profile.spans, profile.spans.dropFirst()).allSatisfy { $0.start + $0.seconds <= $1.start + 1e-9 })
  }
}
