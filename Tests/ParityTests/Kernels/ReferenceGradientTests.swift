import CKernels
import Testing

/// The reference's own derivatives against central differences of its forward functions.
@Suite struct ReferenceGradientTests {
  private func expectGradient(
    _ what: String, _ gradient: [Double], at x: [Double], of function: ([Double]) -> Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let step = 1e-5
    let numeric = x.indices.map { index in
      var above = x, below = x
      above[index] += step
      below[index] -= step
      return (function(above) - function(below)) / (2 * step)
    }
    expectClose(
      gradient, numeric, within: Tolerance.finiteDifference, what, sourceLocation: sourceLocation)
  }

  private func weighted(_ x: [Double], _ weights: [Double]) -> Double { zip(x, weights).map(*).reduce(0, +) }

  @Test(arguments: 0...2)
  func gelu(form: Int) {
    let form = GELUParityTests.forms[form]
    var samples = Samples(seed: 24)
    let x = samples.values(40, scale: 2), dy = samples.values(40)
    var dx = x
    clippo_reference_gelu_backward(&dx, dy, x, 40, form)
    expectGradient("gelu", dx, at: x) {
      var out = $0
      clippo_reference_gelu_forward(&out, $0, 40, form)
      return weighted(out, dy)
    }
  }

  @Test func layerNorm() {
    let rows = 3, width = 7
    var samples = Samples(seed: 25)
    let x = samples.values(21), scale = samples.values(7), bias = samples.values(7), dy = samples.values(21)
    func forward(_ x: [Double], _ scale: [Double], _ bias: [Double]) -> (out: [Double], mean: [Double], rstd: [Double])
    {
      var out = x, mean = [0.0, 0, 0], rstd = mean
      clippo_reference_layer_norm_forward(&out, &mean, &rstd, x, scale, bias, rows, width, 1e-3)
      return (out, mean, rstd)
    }
    let saved = forward(x, scale, bias)
    var dx = x, dscale = [Double](repeating: 0, count: 7), dbias = dscale
    clippo_reference_layer_norm_backward(&dx, &dscale, &dbias, dy, x, saved.mean, saved.rstd, scale, rows, width)
    expectGradient("dx", dx, at: x) { weighted(forward($0, scale, bias).out, dy) }
    expectGradient("dscale", dscale, at: scale) { weighted(forward(x, $0, bias).out, dy) }
    expectGradient("dbias", dbias, at: bias) { weighted(forward(x, scale, $0).out, dy) }
  }

  @Test(arguments: [0, 1] as [Int32])
  func attention(causal: Int32) {
    let shape = Sequences([4, 0, 3], heads: 2, headWidth: 3)
    let known = AttentionCase<Float>(shape, seed: 26, causal: causal)
    expectGradient("dqkv", known.dqkv, at: known.qkv) { qkv in
      var out = known.out, lse = known.lse, scratch = [Double](repeating: 0, count: 8)
      clippo_reference_attention_forward(&out, &lse, qkv, shape.offsets, 0, 3, 2, 3, causal, &scratch)
      return weighted(out, known.dout)
    }
  }

  @Test func probeAttention() {
    let offsets: [Int32] = [0, 4, 7]
    var samples = Samples(seed: 27)
    let query = samples.values(6), kv = samples.values(7 * 12), dout = samples.values(12)
    func forward(_ query: [Double], _ kv: [Double]) -> (out: [Double], lse: [Double]) {
      var out = dout, lse = [Double](repeating: 0, count: 4), scratch = lse
      clippo_reference_probe_attention_forward(&out, &lse, query, kv, offsets, 0, 2, 2, 3, &scratch)
      return (out, lse)
    }
    let saved = forward(query, kv)
    var dquery = [Double](repeating: 0, count: 6), dkv = kv
    clippo_reference_probe_attention_backward(
      &dquery, &dkv, dout, saved.out, saved.lse, query, kv, offsets, 0, 2, 2, 3)
    expectGradient("dquery", dquery, at: query) { weighted(forward($0, kv).out, dout) }
    expectGradient("dkv", dkv, at: kv) { weighted(forward(query, $0).out, dout) }
  }

  @Test func meanPool() {
    let offsets: [Int32] = [0, 3, 3, 4]
    var samples = Samples(seed: 28)
    let x = samples.values(8), dout = samples.values(6)
    var dx = x
    clippo_reference_mean_pool_backward(&dx, dout, offsets, 0, 3, 2)
    expectGradient("dx", dx, at: x) {
      var out = dout
      clippo_reference_mean_pool_forward(&out, $0, offsets, 0, 3, 2)
      return weighted(out, dout)
    }
  }

  @Test func unitLength() {
    var samples = Samples(seed: 29)
    let x = samples.values(12), dout = samples.values(12)
    func forward(_ x: [Double]) -> (out: [Double], norm: [Double]) {
      var out = x, norm = [0.0, 0, 0]
      clippo_reference_l2_normalize_forward(&out, &norm, x, 3, 4, 0.1)
      return (out, norm)
    }
    var dx = x
    clippo_reference_l2_normalize_backward(&dx, dout, x, forward(x).norm, 3, 4, 0.1)
    expectGradient("dx", dx, at: x) { weighted(forward($0).out, dout) }
  }

  @Test func contrastiveSoftmax() {
    var samples = Samples(seed: 30)
    let logits = samples.values(25), groups: [Int32] = [1, 2, 1, 3, 2]
    for same in [nil, groups] {
      func loss(_ logits: [Double], _ gradient: inout [Double]) -> Double {
        var correct: [Int64] = [0, 0]
        return clippo_reference_contrastive_softmax(&gradient, &correct, logits, same, 5)
      }
      var gradient = logits, unused = logits
      _ = loss(logits, &gradient)
      expectGradient("dlogits", gradient, at: logits) { loss($0, &unused) }
    }
  }
}
