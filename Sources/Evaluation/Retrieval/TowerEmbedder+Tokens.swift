import Autograd
import Corpora
import Images
import Models
import Objectives
import Tensors

extension TowerEmbedder {
  /// Tokens of photos or pages, as an objective compares them.
  ///
  /// - Parameter modality: whether the patches show photos or pages of captions.
  public func tokens(
    of sequences: [PatchSequence], as modality: Modality, by objective: any TokenWiseObjective
  ) throws -> TokenTable {
    let extra = tower.vision(for: modality).hasClassToken ? 1 : 0
    var table = TokenTable()
    for chunk in chunks(of: sequences.map(\.count)) {
      let tape = Tape(backend: backend, activation: activation, isRecording: false)
      let (input, offsets) = try input(sequences[chunk], as: modality, on: tape)
      let states = PackedStates(
        rows: try tape.convert(tower.encode(input, as: modality, on: tape).states(on: tape), to: .float32),
        offsets: offsets.enumerated().map { $1 + Int32($0 * extra) })
      try table.append(objective.tokens(states, as: modality, on: tape))
    }
    return table
  }

  /// Tokens of captions. All of them are pages or all of them tokens.
  public func tokens(of sequences: [ModelSequence], by objective: any TokenWiseObjective) throws -> TokenTable {
    let pages = sequences.compactMap(\.patches)
    if pages.count == sequences.count { return try tokens(of: pages, as: .text, by: objective) }
    var table = TokenTable()
    for chunk in chunks(of: sequences.map(\.count)) {
      let packed = try packedTexts(sequences[chunk])
      let tape = Tape(backend: backend, activation: activation, isRecording: false)
      let input = try TokenInput(tokens: packed.tokens, offsets: packed.offsets, backend: backend)
      let states = PackedStates(
        rows: try tape.convert(tower.encode(input, on: tape).states(on: tape), to: .float32), offsets: packed.offsets)
      try table.append(objective.tokens(states, as: .text, on: tape))
    }
    return table
  }

  /// Every text against every image and the other way round, a block at a time.
  ///
  /// - Parameter block: texts and images of a block.
  public func scores(
    texts: TokenTable, images: TokenTable, by objective: any TokenWiseObjective, block: Int = 256
  ) throws -> TokenScores {
    let (columns, rows) = (images.count, texts.count)
    var ofTexts = [Float](repeating: 0, count: rows * columns)
    var ofImages = ofTexts
    for image in stride(from: 0, to: columns, by: block) {
      let imageRange = image..<min(image + block, columns)
      let imageTokens = try images.states(imageRange, on: backend)
      for text in stride(from: 0, to: rows, by: block) {
        let textRange = text..<min(text + block, rows)
        let tape = Tape(backend: backend, activation: activation, isRecording: false)
        let found = try objective.similarities(
          images: imageTokens, texts: texts.states(textRange, on: backend), on: tape)
        try found.images.value.withFloats { found in
          for (row, image) in imageRange.enumerated() {
            for column in textRange.indices {
              ofImages[image * rows + column] = found[row * textRange.count + column - text]
            }
          }
        }
        try found.texts.value.withFloats { found in
          for (row, text) in textRange.enumerated() {
            for column in imageRange.indices {
              ofTexts[text * columns + column] = found[row * imageRange.count + column - image]
            }
          }
        }
      }
    }
    return TokenScores(texts: ofTexts, images: ofImages)
  }
}
