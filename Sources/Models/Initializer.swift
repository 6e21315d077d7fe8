import Runtime
import Tensors

/// How a parameter starts.
public enum Initializer: Sendable {
  case constant(Float)
  case normal(deviation: Float)
  /// Uniform in ±sqrt(6 / (inputs + outputs)) (Glorot & Bengio 2010), for `parts` matrices side by side in the columns.
  case xavierUniform(parts: Int = 1)
  /// Normal cut at two deviations, variance 1 / inputs (LeCun), flax's default for dense layers.
  case lecunNormal

  func fill(_ values: UnsafeMutableBufferPointer<Float>, shape: Shape, generator: inout SeededGenerator) {
    switch self {
    case .constant(let value):
      values.update(repeating: value)
    case .normal(let deviation):
      for index in values.indices { values[index] = deviation * generator.normal() }
    case .xavierUniform(let parts):
      let limit = (6 / Float(shape.rows + shape.width / parts)).squareRoot()
      for index in values.indices { values[index] = generator.uniform(-limit, limit) }
    case .lecunNormal:
      // Cutting at two deviations shrinks the variance by this factor squared.
      let deviation = 1 / Float(max(1, shape.rows)).squareRoot() / 0.879_625_66
      for index in values.indices {
        var value = generator.normal()
        while abs(value) > 2 { value = generator.normal() }
        values[index] = deviation * value
      }
    }
  }
}
