import CKernels

typealias Out<Element> = UnsafeMutablePointer<Element>?
typealias In<Element> = UnsafePointer<Element>?

/// An element type of activations, with the kernels that exist for it.
protocol Activation: Equatable, Sendable {
  init(rounding value: Double)
  var double: Double { get }
  /// Allowed error of one result after f32 arithmetic, and after products of rounded probabilities.
  static var tolerance: Double { get }
  static var productTolerance: Double { get }
  static var powerTolerance: Double { get }

  static func unitRange(_ k: clippo_kernels) -> (Out<Self>, In<UInt8>, Int) -> Void
  static func add(_ k: clippo_kernels) -> (Out<Float>, In<Float>, In<Self>, Int) -> Void
  static func columnSum(_ k: clippo_kernels) -> (Out<Float>, In<Self>, Int, Int) -> Void
  static func layerNormForward(_ k: clippo_kernels) -> (
    Out<Self>, Out<Self>, Out<Float>, In<Float>, In<Float>, In<Float>, Int, Int, Float
  ) -> Void
  static func layerNormBackward(_ k: clippo_kernels) -> (
    Out<Float>, Out<Float>, Out<Float>, In<Float>, In<Self>, In<Float>, In<Float>, In<Float>, Int, Int
  ) -> Void
  static func layerNormApply(_ k: clippo_kernels) -> (
    Out<Self>, In<Self>, In<Float>, In<Float>, Int, Int
  ) -> Void
  static func geluForward(_ k: clippo_kernels) -> (Out<Self>, In<Self>, Int, clippo_gelu_form) -> Void
  static func geluBackward(_ k: clippo_kernels) -> (
    Out<Self>, Out<Self>, In<Self>, In<Self>, Int, clippo_gelu_form
  ) -> Void
  static func attentionForward(_ k: clippo_kernels) -> (
    Out<Self>, Out<Float>, In<Self>, In<Int32>, Int, Int, Int, Int, Int32, Out<Float>
  ) -> Void
  static func attentionBackward(_ k: clippo_kernels) -> (
    Out<Self>, In<Self>, In<Self>, In<Float>, In<Self>, In<Int32>, Int, Int, Int, Int, Int32, Out<Float>
  ) -> Void
  static func probeForward(_ k: clippo_kernels) -> (
    Out<Self>, Out<Float>, In<Float>, In<Self>, In<Int32>, Int, Int, Int, Int
  ) -> Void
  static func probeBackward(_ k: clippo_kernels) -> (
    Out<Float>, Out<Self>, In<Self>, In<Self>, In<Float>, In<Float>, In<Self>, In<Int32>, Int, Int, Int, Int
  ) -> Void
  static func meanPoolForward(_ k: clippo_kernels) -> (Out<Float>, In<Self>, In<Int32>, Int, Int, Int) -> Void
  static func meanPoolBackward(_ k: clippo_kernels) -> (Out<Self>, In<Float>, In<Int32>, Int, Int, Int) -> Void
}
