import Autograd
import Corpora
import Images
import Models
import Objectives
import Tensors

/// Embeds photos and captions with a tower, without keeping anything for derivatives.
public struct TowerEmbedder {
  let tower: any Tower
  let backend: any Backend
  let activation: ElementType
  /// By what tasks are compared; nil compares embeddings.
  private let tokenWise: (any TokenWiseObjective)?
  /// Tokens in one pass; more would only leave the caches.
  private let tokensAtOnce = 8192

  /// - Parameter tokenWise: compares images and texts of tasks token by token; nil compares their embeddings.
  public init(
    tower: any Tower, backend: any Backend, activation: ElementType, tokenWise: (any TokenWiseObjective)? = nil
  ) {
    self.tokenWise = tokenWise
    self.tower = tower
    self.backend = backend
    self.activation = activation
  }

  /// One unit row a sequence, in order.
  ///
  /// - Parameters:
  ///   - modality: whether the patches show photos or pages of captions.
  ///   - ids: what each row is known by.
  public func embed(_ sequences: [PatchSequence], as modality: Modality, ids: [String]) throws -> EmbeddingTable {
    try table(ids: ids, lengths: sequences.map(\.count)) { try embed(sequences[$0], as: modality) }
  }

  /// What the tower's last layer gets of every photo, in order, `[photos.count, width]`, not normalized.
  public func features(of photos: [PatchSequence]) throws -> (width: Int, values: [Float]) {
    var values: [Float] = []
    for chunk in chunks(of: photos.map(\.count)) {
      let tape = Tape(backend: backend, activation: activation, isRecording: false)
      let input = try input(photos[chunk], as: .image, on: tape).input
      values += try tower.pooled(input, as: .image, on: tape).value.floatArray()
    }
    return (tower.vision.width, values)
  }

  /// One unit row a caption, in order. All of them are pages or all of them tokens.
  public func embed(_ sequences: [ModelSequence], ids: [String]) throws -> EmbeddingTable {
    try table(ids: ids, lengths: sequences.map(\.count)) { range in
      let patches = sequences[range].compactMap(\.patches)
      if patches.count == range.count { return try embed(patches[...], as: .text) }
      let packed = try packedTexts(sequences[range])
      let tape = Tape(backend: backend, activation: activation, isRecording: false)
      let input = try TokenInput(tokens: packed.tokens, offsets: packed.offsets, backend: backend)
      return try tower.embed(input, on: tape).value.floatArray()
    }
  }

  func packedTexts(_ sequences: ArraySlice<ModelSequence>) throws -> PackedTokens {
    let texts = sequences.compactMap { sequence in
      if case .tokens(let tokens) = sequence { tokens } else { nil }
    }
    guard texts.count == sequences.count else {
      throw EvaluationError("patches and tokens cannot be embedded in one pass")
    }
    return PackedTokens(texts)
  }

  private func embed(_ sequences: ArraySlice<PatchSequence>, as modality: Modality) throws -> [Float] {
    let tape = Tape(backend: backend, activation: activation, isRecording: false)
    let input = try input(sequences, as: modality, on: tape).input
    return try tower.embed(input, as: modality, on: tape).value.floatArray()
  }

  func input(
    _ sequences: ArraySlice<PatchSequence>, as modality: Modality, on tape: Tape
  ) throws -> (input: PatchInput, offsets: [Int32]) {
    let configuration = tower.vision(for: modality)
    let packed = try PackedPatches(Array(sequences), patchSize: configuration.patch)
    let input = try PatchInput(
      pixels: packed.pixels, rows: packed.rows, columns: packed.columns, offsets: packed.offsets,
      configuration: configuration, on: tape)
    return (input, packed.offsets)
  }

  private func table(
    ids: [String], lengths: [Int], _ embed: (Range<Int>) throws -> [Float]
  ) throws -> EmbeddingTable {
    var values: [Float] = []
    values.reserveCapacity(lengths.count * tower.embedding)
    for chunk in chunks(of: lengths) { values += try embed(chunk) }
    return try EmbeddingTable(ids: ids, width: tower.embedding, values: values)
  }

  /// Ranges of sequences that hold about `tokensAtOnce` tokens each.
  func chunks(of lengths: [Int]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = 0
    var tokens = 0
    for index in lengths.indices {
      tokens += lengths[index]
      if tokens >= tokensAtOnce {
        chunks.append(start..<index + 1)
        start = index + 1
        tokens = 0
      }
    }
    return start < lengths.count ? chunks + [start..<lengths.count] : chunks
  }
}

extension TowerEmbedder {
  /// The sets as tasks. Languages share images, so that each is embedded once however many sets search it.
  public func tasks(of sets: [EvaluationSet]) throws -> [RetrievalTask] {
    var rows: [ImageLocation: Int] = [:]
    var photos: [PatchSequence] = []
    for set in sets {
      for (entry, photo) in zip(set.gallery, set.photos) where rows[entry.image] == nil {
        rows[entry.image] = photos.count
        photos.append(photo)
      }
    }
    let embedded = try embed(photos, as: .image, ids: photos.indices.map(String.init))
    return try sets.map { set in
      try RetrievalTask(
        texts: embed(set.texts, ids: set.queries),
        images: embedded.rows(set.gallery.map { rows[$0.image] ?? 0 }, ids: set.gallery.map(\.id)),
        imagesOfTexts: set.targets,
        tokenScores: tokenWise.map { objective in
          try scores(
            texts: tokens(of: set.texts, by: objective), images: tokens(of: set.photos, as: .image, by: objective),
            by: objective)
        })
    }
  }
}

extension RecallTable {
  /// Measures a tower on evaluation sets, both directions.
  public init(of sets: [EvaluationSet], embedder: TowerEmbedder) throws {
    self.init(
      rows: try zip(sets, embedder.tasks(of: sets)).map { set, task in
        RecallRow(split: set.split.rawValue, language: set.language, ranks: try task.ranks())
      })
  }
}
