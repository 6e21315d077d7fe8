import CKernels

/// How a picture is resampled to another size.
public enum ResampleFilter: Sendable, CaseIterable {
  /// Mean over the area that an output pixel covers.
  case area
  /// Triangle as wide as the reduction asks for, so that a smaller picture does not alias; what Pillow calls bilinear.
  case bilinear
  /// The nearest two samples a direction, whatever the reduction; what torch calls bilinear without antialias.
  case bilinearPlain
}

/// For every position of an output line, which input samples it mixes and how.
struct ResampleTable {
  private(set) var first: [Int32] = []
  private(set) var weights: [Float] = []
  let taps: Int

  /// `weights` are `[first.count, taps]`; every first + taps is at most the input's length.
  init(first: [Int32], weights: [Float], taps: Int) {
    (self.first, self.weights, self.taps) = (first, weights, taps)
  }

  init(from input: Int, to output: Int, filter: ResampleFilter) {
    let scale = Double(input) / Double(output)
    let reach = Self.reach(filter, scale: scale)
    taps = min(input, Int((2 * reach).rounded(.up)) + 1)
    for position in 0..<output {
      let centre = (Double(position) + 0.5) * scale
      let start = min(max(Int((centre - reach).rounded(.down)), 0), input - taps)
      var line = (start..<start + taps).map { sample in
        Self.weight(of: sample, centre: centre, scale: scale, filter: filter)
      }
      Self.foldBeyondTheEdge(&line, start: start, centre: centre, input: input, filter: filter)
      let sum = line.reduce(0, +)
      first.append(Int32(start))
      weights += line.map { Float($0 / sum) }
    }
  }

  /// Half the width of the filter, in input samples.
  private static func reach(_ filter: ResampleFilter, scale: Double) -> Double {
    switch filter {
    case .area: scale / 2
    case .bilinear: max(scale, 1)
    case .bilinearPlain: 1
    }
  }

  private static func weight(of sample: Int, centre: Double, scale: Double, filter: ResampleFilter) -> Double {
    let distance = abs(Double(sample) + 0.5 - centre)
    switch filter {
    case .area:
      let half = scale / 2
      let covered = min(Double(sample) + 1, centre + half) - max(Double(sample), centre - half)
      return max(0, covered)
    case .bilinear: return max(0, 1 - distance / max(scale, 1))
    case .bilinearPlain: return max(0, 1 - distance)
    }
  }

  /// Plain bilinear repeats the edge, which only matters when the nearest samples are all on one side of it.
  private static func foldBeyondTheEdge(
    _ line: inout [Double], start: Int, centre: Double, input: Int, filter: ResampleFilter
  ) {
    guard filter == .bilinearPlain, line.allSatisfy({ $0 == 0 }) else { return }
    let nearest = min(max(Int(centre), 0), input - 1) - start
    line[min(max(nearest, 0), line.count - 1)] = 1
  }

  func withTable(_ body: (clippo_resample_table) -> Void) {
    first.withUnsafeBufferPointer { first in
      weights.withUnsafeBufferPointer { weights in
        guard let start = first.baseAddress, let factors = weights.baseAddress else { return }
        body(clippo_resample_table(first: start, weights: factors, taps: taps))
      }
    }
  }
}
