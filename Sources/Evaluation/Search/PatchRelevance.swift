import Images

/// What every patch of a caption's page adds to its cosine with a vector, found by leaving each out in turn.
///
/// A packed transformer reads a sequence without a patch like any other, so nothing has to stand in the patch's place, and it
/// does not matter how the tower makes one vector of a sequence.
public struct PatchRelevance: Sendable {
  /// The whole sequence, then the sequence without each patch. One patch has no rest.
  private let table: EmbeddingTable

  /// Embeds pages and all their parts; a page of `n` patches is embedded `n + 1` times.
  ///
  /// Throws where a page is empty.
  public static func of(_ pages: [PatchSequence], embedder: TowerEmbedder) throws -> [PatchRelevance] {
    guard pages.allSatisfy({ $0.count > 0 }) else {
      throw EvaluationError("an empty page has no patches to weigh")
    }
    let parts = pages.map { whole in
      [whole] + (whole.count > 1 ? (0..<whole.count).map(whole.leavingOut) : [])
    }
    let all = try embedder.embed(
      parts.flatMap { $0 }, as: .text, ids: parts.joined().indices.map { _ in "a part of a page" })
    var start = 0
    return parts.map { part in
      defer { start += part.count }
      return PatchRelevance(table: all.rows(Array(start..<start + part.count)))
    }
  }

  /// Cosine of the whole sequence with a unit vector.
  public func cosine(with vector: some Collection<Float>) -> Float { Self.product(table[0], vector) }

  /// For every patch, how far the cosine with a unit vector falls without it; negative where it rises.
  public func falls(from vector: some Collection<Float>) -> [Float] {
    let whole = cosine(with: vector)
    guard table.count > 1 else { return [whole] }
    return (1..<table.count).map { whole - Self.product(table[$0], vector) }
  }

  /// The same as shades: 1 for the patch that matters most, 0 for those that speak against it or say nothing.
  public func shades(for vector: some Collection<Float>) -> [Float] {
    let falls = falls(from: vector)
    let most = falls.max() ?? 0
    return falls.map { most > 0 ? max($0, 0) / most : 0 }
  }

  private static func product(_ row: ArraySlice<Float>, _ vector: some Collection<Float>) -> Float {
    Float(zip(row, vector).reduce(into: 0.0) { $0 += Double($1.0) * Double($1.1) })
  }
}

extension PatchSequence {
  /// The sequence without one of its patches.
  func leavingOut(_ patch: Int) -> PatchSequence {
    var rest = self
    rest.rows.remove(at: patch)
    rest.columns.remove(at: patch)
    rest.pixels.removeSubrange(patch * patchWidth..<(patch + 1) * patchWidth)
    return rest
  }
}
