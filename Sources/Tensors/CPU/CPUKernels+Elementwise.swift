import CKernels

extension CPUKernels {
  func unitRange(_ out: Tensor, bytes: Tensor) throws {
    withExtendedLifetime((out, bytes)) {
      elementwise(out.count) { range in
        let start = range.lowerBound
        if out.elementType == .bfloat16 {
          clippo_unit_range_bf16(out.bfloats + start, bytes.bytes + start, range.count)
        } else {
          clippo_unit_range_f32(out.floats + start, bytes.bytes + start, range.count)
        }
      }
    }
  }

  func convert(_ out: Tensor, _ x: Tensor) throws {
    try withExtendedLifetime((out, x)) {
      switch (x.elementType, out.elementType) {
      case (.float32, .bfloat16):
        elementwise(out.count) {
          clippo_convert_f32_to_bf16(out.bfloats + $0.lowerBound, x.floats + $0.lowerBound, $0.count)
        }
      case (.bfloat16, .float32):
        elementwise(out.count) {
          clippo_convert_bf16_to_f32(out.floats + $0.lowerBound, x.bfloats + $0.lowerBound, $0.count)
        }
      case (let from, let to) where from == to:
        copyBytes(of: x, to: out)
      default:
        throw TensorError("cannot convert \(x.elementType.rawValue) to \(out.elementType.rawValue)")
      }
    }
  }

  /// Never inlined: a throwing function that ends in a copy of memory loses its error register
  /// (https://github.com/swiftlang/swift/issues/90477, and `scripts/check-error-returns`).
  @inline(never)
  private func copyBytes(of x: Tensor, to out: Tensor) {
    out.base.copyMemory(from: x.base, byteCount: x.byteCount)
  }

  func add(_ out: Tensor, _ a: Tensor, _ b: Tensor) throws {
    withExtendedLifetime((out, a, b)) {
      elementwise(out.count) { range in
        let start = range.lowerBound
        if b.elementType == .bfloat16 {
          clippo_add_bf16(out.floats + start, a.floats + start, b.bfloats + start, range.count)
        } else {
          clippo_add_f32(out.floats + start, a.floats + start, b.floats + start, range.count)
        }
      }
    }
  }

  func accumulate(_ out: Tensor, _ x: Tensor, scale: Float) throws {
    withExtendedLifetime((out, x)) {
      elementwise(out.count) {
        clippo_accumulate_f32(out.floats + $0.lowerBound, x.floats + $0.lowerBound, scale, $0.count)
      }
    }
  }

  func scale(_ out: Tensor, _ x: Tensor, by scale: Float) throws {
    withExtendedLifetime((out, x)) {
      elementwise(out.count) { clippo_scale_f32(out.floats + $0.lowerBound, x.floats + $0.lowerBound, scale, $0.count) }
    }
  }

  func gelu(_ out: Tensor, _ x: Tensor, form: GELUForm) throws {
    withExtendedLifetime((out, x)) {
      elementwise(out.count) { range in
        let start = range.lowerBound
        if x.elementType == .bfloat16 {
          clippo_gelu_forward_bf16(out.bfloats + start, x.bfloats + start, range.count, form.kernel)
        } else {
          clippo_gelu_forward_f32(out.floats + start, x.floats + start, range.count, form.kernel)
        }
      }
    }
  }

  func geluGradient(_ dx: Tensor, _ dy: Tensor, x: Tensor, form: GELUForm) throws {
    withExtendedLifetime((dx, dy, x)) {
      elementwise(dx.count) { range in
        let start = range.lowerBound
        if x.elementType == .bfloat16 {
          clippo_gelu_backward_bf16(
            dx.bfloats + start, nil, dy.bfloats + start, x.bfloats + start, range.count, form.kernel)
        } else {
          clippo_gelu_backward_f32(
            dx.floats + start, nil, dy.floats + start, x.floats + start, range.count, form.kernel)
        }
      }
    }
  }
}
