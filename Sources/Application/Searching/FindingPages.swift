import Corpora
import Evaluation
import Images
import Reports

/// The pages behind a finding, shaded where they speak for an image: the query's own, and that of the caption which is
/// nearest to the query.
struct FindingPages {
  private let model: RunModel
  private let finding: SearchFinding
  /// What each patch of the query's page adds; nil where the model reads no page.
  private let query: PatchRelevance?

  /// Embeds the query's page and its parts.
  init(_ finding: SearchFinding, model: RunModel) throws {
    self.model = model
    self.finding = finding
    query = try finding.page.flatMap { try PatchRelevance.of([$0], embedder: model.embedder).first }
  }

  /// The pages of one image that was found, as people see them.
  func pages(of item: SearchFinding.Item) throws -> [ReportImage] {
    guard model.readers.tokenizer == nil else { return [] }
    return try [queryPage(item), captionPage(item)].compactMap { $0 }
  }

  private func queryPage(_ item: SearchFinding.Item) throws -> ReportImage? {
    guard let page = finding.page, let query, page.count > 1 else { return nil }
    return try ReportImage(
      page: page, columns: model.recipe.rendering.columns, text: finding.query.texts.first?.text ?? "",
      shades: query.shades(for: item.vector))
  }

  /// Of the captions that people read first, the one nearest to the query.
  private func captionPage(_ item: SearchFinding.Item) throws -> ReportImage? {
    let captions = item.captions(in: finding.languages).named.map { ($0.texts[0], $0.language) }
    let reader = try model.readers.make()
    let read = captions.compactMap { text, language -> (text: String, page: PatchSequence)? in
      // A caption that cannot be drawn is shown as text all the same.
      guard let page = try? reader.read(text, language: language, seed: nil).sequence.patches, page.count > 0 else {
        return nil
      }
      return (text, page)
    }
    guard !read.isEmpty else { return nil }
    let relevance = try PatchRelevance.of(read.map(\.page), embedder: model.embedder)
    let cosines = relevance.map { $0.cosine(with: finding.vector) }
    guard let best = cosines.indices.max(by: { cosines[$0] < cosines[$1] }) else { return nil }
    return try ReportImage(
      page: read[best].page, columns: model.recipe.rendering.columns, text: read[best].text,
      shades: relevance[best].shades(for: finding.vector))
  }
}
