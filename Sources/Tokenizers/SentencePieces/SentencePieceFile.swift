/// What must hold in a `.model` file before the library may read it: its own checks end the program or read beyond the
/// file where a model is damaged.
struct SentencePieceFile {
  let file: VocabularyFile

  private static let mostPieces = 1 << 24
  private static let largestScore: Float = 1e9

  func check() throws {
    guard let fields = ProtobufFields(file.bytes[...]).all() else {
      throw file.failure("the file is not a SentencePiece model: it is no protocol buffer, or was cut off")
    }
    var pieces = 0
    for field in fields {
      switch (field.number, field.value) {
      case (1, .bytes(let piece)):
        try check(piece: piece, pieces)
        pieces += 1
      case (3, .bytes(let normalizer)), (5, .bytes(let normalizer)): try check(normalizer: normalizer)
      default: continue
      }
    }
    guard (1...Self.mostPieces).contains(pieces) else {
      throw file.failure("the file is not a SentencePiece model: it has \(pieces) pieces")
    }
  }

  private func check(piece: ArraySlice<UInt8>, _ index: Int) throws {
    guard let fields = ProtobufFields(piece).all() else { throw file.failure("piece \(index) of the model is damaged") }
    for field in fields {
      switch (field.number, field.value) {
      case (1, .bytes(let text)):
        guard !text.contains(0), String(validating: text, as: UTF8.self) != nil else {
          throw file.failure("piece \(index) of the model is not text")
        }
      case (2, .four(let bits)):
        let score = Float(bitPattern: bits)
        guard score.isFinite, score.magnitude <= Self.largestScore else {
          throw file.failure("piece \(index) of the model has the score \(score), which is none")
        }
      default: continue
      }
    }
  }

  private func check(normalizer: ArraySlice<UInt8>) throws {
    guard let fields = ProtobufFields(normalizer).all() else {
      throw file.failure("the model's normal form is damaged")
    }
    for field in fields where field.number == 2 {
      guard case .bytes(let map) = field.value, !map.isEmpty else { continue }
      guard CharacterMap(map).isSound else { throw file.failure("the model's table of normal forms is damaged") }
    }
  }
}
