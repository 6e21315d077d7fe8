import Runtime
import Testing

@testable import Tensors

@Suite("A device that only counts")
struct CountingBackendTests {
  @Test("takes no memory and counts what others would take")
  func memory() throws {
    let device = CountingBackend()
    let processor = try CPUBackend(pool: try ThreadPool(threads: 1))
    func use(_ backend: any Backend, _ scale: Int) throws -> [Int] {
      var kept: [Tensor] = []
      var figures: [Int] = []
      for width in [3, 1000, 70] {
        kept.append(try backend.zeros([scale, width], .float32))
        _ = try backend.empty([scale, 2 * width], .bfloat16)
        figures.append(backend.usedBytes)
      }
      kept.append(try backend.tensor([1, 2, 3] as [Int32], [3]))
      figures.append(backend.usedBytes)
      kept.removeLast(2)
      return withExtendedLifetime(kept) { figures + [backend.usedBytes, backend.peakBytes] }
    }
    #expect(try use(device, 7) == use(processor, 7))
    #expect(device.usedBytes == 0 && device.reservedBytes >= device.peakBytes)
    // No machine has this much.
    _ = try use(device, 1 << 44)
    #expect(device.peakBytes > 1 << 56 && device.usedBytes == 0)
    #expect(throws: TensorError.self) { try device.empty([1 << 60], .float32) }
  }

  @Test("knows what the host gave it, and says so of everything else")
  func values() throws {
    let device = CountingBackend()
    #expect(try device.tensor([0.5, 2] as [Float], [2]).floatArray() == [0.5, 2])
    #expect(try device.tensor([0, 4, 9] as [Int32], [3]).withIntegers { Array($0) } == [0, 4, 9])
    let unknown = try device.zeros([2, 3], .float32)
    unknown.clear()
    try unknown.writeFloats { _ in Issue.record("values were made that nobody holds") }
    for read in [{ _ = try unknown.floatArray() }, { try unknown.withBytes { _ in } }] as [() throws -> Void] {
      let error = #expect(throws: TensorError.self) { try read() }
      #expect(
        error?.description == "the values of a tensor of shape [2, 3] were asked for on a device that only counts")
    }
    #expect(throws: TensorError.self) { try ArrayEntry(name: "a", tensor: unknown).floats() }
    let rows = try device.empty([2], .int32)
    #expect(try rows.integersLie(in: 0..<1) && !device.tensor([0, 1] as [Int32], [2]).integersLie(in: 0..<1))
    try ArrayEntry(name: "a", shape: [2, 3], floats: [1, 2, 3, 4, 5, 6]).copy(into: unknown)
  }

  @Test("counts the operations that a profile notes")
  func operations() throws {
    let device = CountingBackend(workers: 3)
    let profile = Profile()
    let processor = try CPUBackend(pool: try ThreadPool(threads: 1), profile: profile)
    for backend in [device, processor] as [any Backend] {
      let offsets = try backend.tensor([0, 2, 5] as [Int32], [3])
      let qkv = try backend.zeros([5, 24], .float32)
      let out = try backend.zeros([5, 8], .float32)
      let sums = try backend.zeros([5, 2], .float32)
      try backend.kernels.attention(out, logSum: sums, qkv: qkv, offsets: offsets, heads: 2, causal: false)
      try backend.kernels.linear(qkv, out, weight: try backend.zeros([8, 24], .float32), bias: nil)
      try backend.kernels.linearWeightGradient(try backend.zeros([8, 24], .float32), dbias: nil, x: out, qkv)
      let unit = try backend.zeros([4, 8], .float32)
      _ = try backend.kernels.contrastiveLoss(
        .softmax, dimages: try backend.zeros([4, 8], .float32), dtexts: try backend.zeros([4, 8], .float32),
        ContrastiveInput(images: unit, texts: unit, scale: 1, duplicateIds: nil))
      let pooled = try backend.zeros([2, 8], .float32)
      try backend.kernels.probeAttention(
        pooled, logSum: try backend.zeros([2, 2], .float32), query: try backend.zeros([1, 8], .float32),
        keyValue: try backend.zeros([5, 16], .float32), offsets: offsets, heads: 2)
    }
    // Attention, two products, three products of the contrast, and the probe's.
    let parts: [Double] = [4 * 8 * (4 + 9), 2 * 2 * 5 * 8 * 24, 3 * 2 * 4 * 4 * 8, 4 * 5 * 8]
    let expected = parts.reduce(0, +)
    #expect(device.operations == expected)
    #expect(profile.totals.reduce(0) { $0 + $1.operations } == expected)
    #expect(device.scratchBytes >= 3 * 4 * 8 * 24)
  }
}
