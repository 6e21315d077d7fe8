import Autograd
import Tensors

/// The token embedding: tokens become vectors, a learned one each, and a learned position.
struct TokenEmbedding {
  let vocabulary: Int
  let context: Int
  /// `[vocabulary, width]`.
  let table: Variable
  /// `[context, width]`.
  let positions: Variable
  /// `[types, width]`, the first of which is added to every token.
  let types: Variable?

  /// - Parameter name: prefix of the parameters' names.
  init(_ store: ParameterStore, _ name: String, _ configuration: TextConfiguration) throws {
    let width = configuration.encoder.width
    let initial = Initializer.normal(deviation: 1 / Float(width).squareRoot())
    vocabulary = configuration.vocabulary
    context = configuration.context
    table = try store.add("\(name)/tokens", shape: [vocabulary, width], initial)
    positions = try store.add("\(name)/positions", shape: [context, width], initial)
    types =
      configuration.tokenTypes > 0
      ? try store.add("\(name)/types", shape: [configuration.tokenTypes, width], initial) : nil
  }

  /// - Returns: float32 `[tokens, width]`.
  func callAsFunction(_ input: TokenInput, on tape: Tape) throws -> Variable {
    guard input.longest <= context else {
      throw TensorError("a text of \(input.longest) tokens is longer than the model's context of \(context)")
    }
    guard input.largest < vocabulary else {
      throw TensorError(
        "token \(input.largest) is not among the model's \(vocabulary); the tokenizer does not match the model")
    }
    var stream = try tape.lookUp(table, tokens: input.tokens)
    stream = try tape.addPositions(stream, table: positions, positionIds: input.positionIds)
    guard let types else { return stream }
    return try tape.addPositions(
      stream, table: types, positionIds: tape.backend.tensor([Int32](repeating: 0, count: input.count), [input.count]))
  }
}
