import CKernels

extension Float: Activation {
  init(rounding value: Double) {
    self.init(value)
  }
  var double: Double { Double(self) }
  static var tolerance: Double { Tolerance.sums }
  static var productTolerance: Double { Tolerance.sums }
  static var powerTolerance: Double { Tolerance.sums }

  static func unitRange(_ k: clippo_kernels) -> (Out<Float>, In<UInt8>, Int) -> Void {
    k.unit_range_f32
  }
  static func add(_ k: clippo_kernels) -> (Out<Float>, In<Float>, In<Float>, Int) -> Void {
    k.add_f32
  }
  static func columnSum(_ k: clippo_kernels) -> (Out<Float>, In<Float>, Int, Int) -> Void {
    k.column_sum_f32
  }
  static func layerNormForward(_ k: clippo_kernels) -> (
    Out<Float>, Out<Float>, Out<Float>, In<Float>, In<Float>, In<Float>, Int, Int, Float
  ) -> Void {
    k.layer_norm_forward_f32
  }
  static func layerNormBackward(_ k: clippo_kernels) -> (
    Out<Float>, Out<Float>, Out<Float>, In<Float>, In<Float>, In<Float>, In<Float>, In<Float>, Int, Int
  ) -> Void {
    k.layer_norm_backward_f32
  }
  static func layerNormApply(_ k: clippo_kernels) -> (
    Out<Float>, In<Float>, In<Float>, In<Float>, Int, Int
  ) -> Void {
    k.layer_norm_apply_f32
  }
  static func geluForward(_ k: clippo_kernels) -> (Out<Float>, In<Float>, Int, clippo_gelu_form) -> Void {
    k.gelu_forward_f32
  }
  static func geluBackward(_ k: clippo_kernels) -> (
    Out<Float>, Out<Float>, In<Float>, In<Float>, Int, clippo_gelu_form
  ) -> Void {
    k.gelu_backward_f32
  }
  static func attentionForward(_ k: clippo_kernels) -> (
    Out<Float>, Out<Float>, In<Float>, In<Int32>, Int, Int, Int, Int, Int32, Out<Float>
  ) -> Void {
    k.attention_forward_f32
  }
  static func attentionBackward(_ k: clippo_kernels) -> (
    Out<Float>, In<Float>, In<Float>, In<Float>, In<Float>, In<Int32>, Int, Int, Int, Int, Int32, Out<Float>
  ) -> Void {
    k.attention_backward_f32
  }
  static func probeForward(_ k: clippo_kernels) -> (
    Out<Float>, Out<Float>, In<Float>, In<Float>, In<Int32>, Int, Int, Int, Int
  ) -> Void {
    k.probe_attention_forward_f32
  }
  static func probeBackward(_ k: clippo_kernels) -> (
    Out<Float>, Out<Float>, In<Float>, In<Float>, In<Float>, In<Float>, In<Float>, In<Int32>, Int, Int, Int, Int
  ) -> Void {
    k.probe_attention_backward_f32
  }
  static func meanPoolForward(_ k: clippo_kernels) -> (Out<Float>, In<Float>, In<Int32>, Int, Int, Int) -> Void {
    k.mean_pool_forward_f32
  }
  static func meanPoolBackward(_ k: clippo_kernels) -> (Out<Float>, In<Float>, In<Int32>, Int, Int, Int) -> Void {
    k.mean_pool_backward_f32
  }
}

/// The bits of a bf16.
extension UInt16: Activation {
  init(rounding value: Double) {
    var source = Float(value), bits: UInt16 = 0
    clippo_reference_convert_f32_to_bf16(&bits, &source, 1)
    self = bits
  }
  var double: Double { Double(Float(bitPattern: UInt32(self) << 16)) }
  static var tolerance: Double { Tolerance.bf16 }
  static var productTolerance: Double { Tolerance.bf16Products }
  static var powerTolerance: Double { Tolerance.roughPowers }

  static func unitRange(_ k: clippo_kernels) -> (Out<UInt16>, In<UInt8>, Int) -> Void {
    k.unit_range_bf16
  }
  static func add(_ k: clippo_kernels) -> (Out<Float>, In<Float>, In<UInt16>, Int) -> Void {
    k.add_bf16
  }
  static func columnSum(_ k: clippo_kernels) -> (Out<Float>, In<UInt16>, Int, Int) -> Void {
    k.column_sum_bf16
  }
  static func layerNormForward(_ k: clippo_kernels) -> (
    Out<UInt16>, Out<UInt16>, Out<Float>, In<Float>, In<Float>, In<Float>, Int, Int, Float
  ) -> Void {
    k.layer_norm_forward_bf16
  }
  static func layerNormBackward(_ k: clippo_kernels) -> (
    Out<Float>, Out<Float>, Out<Float>, In<Float>, In<UInt16>, In<Float>, In<Float>, In<Float>, Int, Int
  ) -> Void {
    k.layer_norm_backward_bf16
  }
  static func layerNormApply(_ k: clippo_kernels) -> (
    Out<UInt16>, In<UInt16>, In<Float>, In<Float>, Int, Int
  ) -> Void {
    k.layer_norm_apply_bf16
  }
  static func geluForward(_ k: clippo_kernels) -> (Out<UInt16>, In<UInt16>, Int, clippo_gelu_form) -> Void {
    k.gelu_forward_bf16
  }
  static func geluBackward(_ k: clippo_kernels) -> (
    Out<UInt16>, Out<UInt16>, In<UInt16>, In<UInt16>, Int, clippo_gelu_form
  ) -> Void {
    k.gelu_backward_bf16
  }
  static func attentionForward(_ k: clippo_kernels) -> (
    Out<UInt16>, Out<Float>, In<UInt16>, In<Int32>, Int, Int, Int, Int, Int32, Out<Float>
  ) -> Void {
    k.attention_forward_bf16
  }
  static func attentionBackward(_ k: clippo_kernels) -> (
    Out<UInt16>, In<UInt16>, In<UInt16>, In<Float>, In<UInt16>, In<Int32>, Int, Int, Int, Int, Int32, Out<Float>
  ) -> Void {
    k.attention_backward_bf16
  }
  static func probeForward(_ k: clippo_kernels) -> (
    Out<UInt16>, Out<Float>, In<Float>, In<UInt16>, In<Int32>, Int, Int, Int, Int
  ) -> Void {
    k.probe_attention_forward_bf16
  }
  static func probeBackward(_ k: clippo_kernels) -> (
    Out<Float>, Out<UInt16>, In<UInt16>, In<UInt16>, In<Float>, In<Float>, In<UInt16>, In<Int32>, Int, Int, Int, Int
  ) -> Void {
    k.probe_attention_backward_bf16
  }
  static func meanPoolForward(_ k: clippo_kernels) -> (Out<Float>, In<UInt16>, In<Int32>, Int, Int, Int) -> Void {
    k.mean_pool_forward_bf16
  }
  static func meanPoolBackward(_ k: clippo_kernels) -> (Out<UInt16>, In<Float>, In<Int32>, Int, Int, Int) -> Void {
    k.mean_pool_backward_bf16
  }
}
