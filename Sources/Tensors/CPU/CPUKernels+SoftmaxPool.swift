import CKernels

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

// Weighted means of the tokens of a sequence, where the weights are made of the tokens themselves.
extension CPUKernels {
  func softmaxPool(_ out: Tensor, weights: Tensor, logits: Tensor, _ x: Tensor, offsets: Tensor) {
    let (maps, width) = (weights.shape.width, x.shape.width)
    withExtendedLifetime((out, weights, logits, x)) {
      sequences(offsets) { range, _ in
        for sequence in range {
          let tokens = Int(offsets.integers[sequence])..<Int(offsets.integers[sequence + 1])
          let means = out.floats + sequence * maps * width
          means.update(repeating: 0, count: maps * width)
          for map in 0..<maps {
            var largest = -Float.infinity
            for token in tokens { largest = max(largest, logits.floats[token * maps + map]) }
            var sum: Float = 0
            for token in tokens {
              let power = exp(logits.floats[token * maps + map] - largest)
              weights.floats[token * maps + map] = power
              sum += power
            }
            for token in tokens {
              weights.floats[token * maps + map] /= sum
              clippo_accumulate_f32(
                means + map * width, x.floats + token * width, weights.floats[token * maps + map], width)
            }
          }
        }
      }
    }
  }

  func softmaxPoolGradient(
    dlogits: Tensor, _ dx: Tensor, _ dout: Tensor, weights: Tensor, _ x: Tensor, offsets: Tensor
  ) {
    let (maps, width) = (weights.shape.width, x.shape.width)
    withExtendedLifetime((dlogits, dx, dout, weights, x)) {
      sequences(offsets) { range, _ in
        for sequence in range {
          let tokens = Int(offsets.integers[sequence])..<Int(offsets.integers[sequence + 1])
          let dmeans = dout.floats + sequence * maps * width
          (dx.floats + tokens.lowerBound * width).update(repeating: 0, count: tokens.count * width)
          for map in 0..<maps {
            var sum = 0.0
            for token in tokens {
              let place = token * maps + map
              clippo_accumulate_f32(dx.floats + token * width, dmeans + map * width, weights.floats[place], width)
              let dweight = clippo_dot_f32(dmeans + map * width, x.floats + token * width, width)
              dlogits.floats[place] = Float(dweight)
              sum += dweight * Double(weights.floats[place])
            }
            for token in tokens {
              let place = token * maps + map
              dlogits.floats[place] = weights.floats[place] * (dlogits.floats[place] - Float(sum))
            }
          }
        }
      }
    }
  }
}
