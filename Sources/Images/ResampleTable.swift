import CKernels

/// For every position of an output line, which input samples it mixes and how.
struct ResampleTable {
  private(set) var first: [Int32] = []
  /// `[positions, stride]`, in units of 2^-`bits`; a position's sum is exactly 1.
  private(set) var weights: [Int16] = []
  let taps: Int
  /// `taps` brought to a multiple of 4 with zeros, for loops that take so many at once.
  var stride: Int { (taps + 3) & ~3 }
  let bits: Int32

  /// - Parameter kept: the output positions that are wanted.
  init(from input: Int, to output: Int, keeping kept: Range<Int>, filter: ResampleFilter) {
    let scale = Double(input) / Double(output)
    let reach = filter.reach(scale: scale)
    taps = min(input, Int((2 * reach).rounded(.up)) + 1)
    var exact: [Double] = []
    exact.reserveCapacity(kept.count * taps)
    for position in kept {
      let center = (Double(position) + 0.5) * scale
      let start = min(max(Int((center - reach).rounded(.down)), 0), input - taps)
      first.append(Int32(start))
      Self.append(to: &exact, taps: taps, from: Double(start) + 0.5 - center, scale: scale, filter: filter)
    }
    bits = Self.bits(filter, scale: scale)
    weights = Self.rounded(exact, taps: taps, stride: stride, one: Double(1 << bits))
  }

  /// Where two input samples or more become one, no weight is near 1 and there is room for a bit more. This must not depend
  /// on which positions are kept.
  private static func bits(_ filter: ResampleFilter, scale: Double) -> Int32 {
    switch filter {
    case .area, .bilinear, .bicubic: scale >= 2 ? 15 : 14
    case .bilinearPlain: 14
    }
  }

  /// Every position mixes its neighbors alike; neighbors beyond the edge are the edge.
  ///
  /// - Parameter neighbors: an odd number of weights, none negative, that sum to 1, the middle one for the sample itself.
  init(_ neighbors: [Double], length: Int) {
    let reach = neighbors.count / 2
    taps = min(length, neighbors.count)
    var exact = [Double](repeating: 0, count: length * taps)
    for position in 0..<length {
      let start = min(max(position - reach, 0), length - taps)
      first.append(Int32(start))
      for (offset, weight) in neighbors.enumerated() {
        exact[position * taps + min(max(position - reach + offset, 0), length - 1) - start] += weight
      }
    }
    bits = 14
    weights = Self.rounded(exact, taps: taps, stride: stride, one: Double(1 << bits))
  }

  /// The same table with the output's positions in reverse.
  var mirrored: ResampleTable {
    var other = self
    other.first = first.reversed()
    for position in first.indices {
      let from = (first.count - 1 - position) * stride
      other.weights.replaceSubrange(position * stride..<(position + 1) * stride, with: weights[from..<from + stride])
    }
    return other
  }

  /// The input samples that are read.
  var span: Range<Int> {
    guard let start = first.min(), let last = first.max() else { return 0..<0 }
    return Int(start)..<Int(last) + taps
  }

  /// The same table for an input that begins at the first sample read.
  mutating func startAtSpan() {
    let start = first.min() ?? 0
    for index in first.indices { first[index] -= start }
  }

  /// One position's weights, which sum to 1; `distance` is the first sample's from the position.
  private static func append(
    to exact: inout [Double], taps: Int, from distance: Double, scale: Double, filter: ResampleFilter
  ) {
    let begin = exact.count
    var sum = 0.0
    for tap in 0..<taps {
      let weight = filter.weight(at: distance + Double(tap), scale: scale)
      exact.append(weight)
      sum += weight
    }
    for index in begin..<exact.count { exact[index] /= sum }
  }

  /// What rounding takes from a weight goes to the next one, so that an image of one color keeps it.
  private static func rounded(_ exact: [Double], taps: Int, stride: Int, one: Double) -> [Int16] {
    let positions = exact.count / taps
    var weights = [Int16](repeating: 0, count: positions * stride)
    for position in 0..<positions {
      var rest = 0.0
      for tap in 0..<taps where exact[position * taps + tap] != 0 {
        let wanted = exact[position * taps + tap] * one + rest
        let whole = wanted.rounded()
        weights[position * stride + tap] = Int16(whole)
        rest = wanted - whole
      }
    }
    return weights
  }

  func withTable(_ body: (clippo_resample_table) -> Void) {
    first.withUnsafeBufferPointer { first in
      weights.withUnsafeBufferPointer { weights in
        guard let start = first.baseAddress, let factors = weights.baseAddress else { return }
        body(clippo_resample_table(first: start, weights: factors, taps: taps, stride: stride, bits: bits))
      }
    }
  }
}
