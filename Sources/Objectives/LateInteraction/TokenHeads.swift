import Autograd
import Models
import Tensors

/// Where tokens of images and of texts meet: their states, projected to one width and brought to unit length.
///
/// A token is a patch, or a token of a text. The class token of a vision transformer is none: it shows no part of an image or page.
struct TokenHeads {
  private let image: Linear?
  private let text: Linear?
  /// Whether a class token stands before the states, which is no token.
  private let hasClassToken: (image: Bool, text: Bool)
  /// Width of the tokens.
  let width: Int

  /// - Parameters:
  ///   - embedding: width of the tokens; nil compares states as they are.
  ///   - keepsClassTokens: whether an image's class token is compared like the others.
  ///
  /// Throws where states are to be compared as they are and differ in width, or memory runs out.
  init(_ context: ObjectiveContext, embedding: Int?, keepsClassTokens: Bool = false) throws {
    hasClassToken = (context.hasClassToken.image && !keepsClassTokens, context.hasClassToken.text)
    guard let embedding else {
      guard context.widths.image == context.widths.text else {
        throw ObjectiveError(
          "states of images are \(context.widths.image) wide and those of texts \(context.widths.text), so they cannot be compared "
            + "as they are; give the objective's embedding a number")
      }
      (image, text) = (nil, nil)
      width = context.widths.image
      return
    }
    func head(_ name: String, _ inputs: Int) throws -> Linear {
      try Linear(
        context.heads, "tokens/\(name)", inputs: inputs, outputs: embedding, kernel: .xavierUniform(), hasBias: false)
    }
    (image, text) = (try head("image", context.widths.image), try head("text", context.widths.text))
    width = embedding
  }

  /// States of tokens alone.
  func withoutClassTokens(_ states: PackedStates, as modality: Modality, on tape: Tape) throws -> PackedStates {
    let hasOne = modality == .image ? hasClassToken.image : hasClassToken.text
    return hasOne ? try states.withoutFirst(on: tape) : states
  }

  /// States of tokens, projected, float32 `[tokens, width]`.
  func projected(_ tokens: PackedStates, as modality: Modality, on tape: Tape) throws -> PackedStates {
    guard let head = modality == .image ? image : text else { return tokens }
    let rows = try head(tape.convert(tokens.rows, to: tape.activation), on: tape, out: .float32)
    return PackedStates(rows: rows, offsets: tokens.offsets)
  }

  /// The same at unit length.
  func tokens(_ tokens: PackedStates, as modality: Modality, on tape: Tape) throws -> PackedStates {
    try projected(tokens, as: modality, on: tape).normalized(on: tape)
  }
}

extension PackedStates {
  /// Number of sequences.
  var count: Int { offsets.count - 1 }

  /// Tokens of each sequence.
  var lengths: [Int32] { zip(offsets, offsets.dropFirst()).map { $1 - $0 } }

  func normalized(on tape: Tape) throws -> PackedStates {
    PackedStates(rows: try tape.l2Normalize(rows), offsets: offsets)
  }

  /// Some rows of each sequence, named among all.
  func picking(_ picked: [[Int32]], of rows: Variable? = nil, on tape: Tape) throws -> PackedStates {
    let all = picked.flatMap { $0 }
    return PackedStates(
      rows: try tape.pickRows(rows ?? self.rows, rows: tape.backend.integers(all.count) { all[...] }),
      offsets: picked.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) })
  }

  /// All but the first token of each sequence.
  func withoutFirst(on tape: Tape) throws -> PackedStates {
    try picking((0..<count).map { Array(offsets[$0]..<offsets[$0 + 1]).dropFirst().map { $0 } }, on: tape)
  }
}
