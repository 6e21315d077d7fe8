import CKernels
import Testing

@Suite struct DispatchTests {
  @Test func theChosenLevelIsOneThisMachineCanRun() {
    let level = clippo_cpu_level()
    #expect(Level.isNative(level))
  }

  @Test func levelsOutsideTheTableAreRefused() {
    #expect(clippo_kernels_at_level(-1) == nil)
    #expect(clippo_kernels_at_level(6) == nil)
  }

  @Test func publicFunctionsUseTheChosenTable() throws {
    let table = try #require(clippo_kernels_at_level(clippo_cpu_level())).pointee
    var samples = Samples(seed: 23)
    let x = samples.values(333).floats
    var direct = x, dispatched = x
    table.gelu_forward_f32(&direct, x, x.count, CLIPPO_GELU_TANH)
    clippo_gelu_forward_f32(&dispatched, x, x.count, CLIPPO_GELU_TANH)
    #expect(direct == dispatched)
    #expect(table.sum_squares_f32(x, x.count) == clippo_sum_squares_f32(x, x.count))
  }
}
