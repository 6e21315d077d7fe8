import Autograd
import Schema
import Tensors

/// What becomes of the places that texts shorter than the longest of their batch leave empty where a program fills them up.
public enum TokenPadding: String, Sendable, Hashable, CaseIterable, RecipeWord {
  /// There are none: a token finds what is there.
  case strict
  /// They are tokens of zeros, as in the public code of Wukong and BagFormer: what a token of an image finds in a shorter text is never
  /// below 0.
  case zero
}

extension PackedStates {
  /// With a token of zeros behind each sequence that is shorter than the longest: as many as there would be find the same.
  func paddedWithZeros(on tape: Tape) throws -> PackedStates {
    let lengths = lengths
    guard let longest = lengths.max(), lengths.contains(where: { $0 < longest }) else { return self }
    let zeros = Variable(try tape.backend.zeros([1, rows.value.shape.width], .float32))
    let zero = offsets[count]
    return try picking(
      (0..<count).map { sequence in
        Array(offsets[sequence]..<offsets[sequence + 1]) + (lengths[sequence] < longest ? [zero] : [])
      }, of: tape.concatenate([rows, zeros]), on: tape)
  }
}
