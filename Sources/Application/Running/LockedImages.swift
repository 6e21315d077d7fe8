import Console
import Corpora
import Evaluation
import Files
import JSON
import Models
import Recipes
import Training

/// The embeddings of a corpus' images under a locked tower, made once and kept in the run's folder.
struct LockedImages {
  private let model: RunModel
  private let images: TrainingImages
  private let counts: [Int]
  private let path: String
  /// Changes when anything does that the embeddings depend on.
  private let source: String

  /// Images that are decoded and embedded together.
  private static let chunk = 512

  init(_ model: RunModel, corpus: Corpus, fingerprint: JSONValue, in folder: RunFolder) throws {
    self.model = model
    images = TrainingImages(corpus, languages: model.recipe.languages, photo: model.recipe.photoPreparation)
    counts = corpus.parts.map(\.store.catalog.count)
    path = "\(folder.path)/image-embeddings.safetensors"
    let tower = try model.tower.parameters.parameters.filter { $0.name.hasPrefix("image/") }.map { parameter in
      "\(parameter.name) \(try parameter.value.withBytes { Checksum.of(UnsafeRawBufferPointer($0)) })"
    }
    source = [
      fingerprint.compactText, model.recipe.image.json.compactText, "\(model.activation)",
      Checksum.text(Checksum.of(tower.joined(separator: "\n"))),
    ].joined(separator: " ")
  }

  /// Reads the embeddings, or makes them where there are none of these images and this tower.
  ///
  /// - Parameter report: told one sentence when they are made.
  func embeddings(report: (String) -> Void) throws -> ImageEmbeddings {
    if let found = try? ImageEmbeddings(at: path, source: source, counts: counts) { return found }
    report("embedding \(NumberText.thousands(images.numbers.count)) images once, since their tower is locked")
    var known: [(number: RecordFacts.Number, hash: UInt64)] = []
    var rows: [Float] = []
    for start in stride(from: 0, to: images.numbers.count, by: Self.chunk) {
      let read = try images.images(
        start..<min(start + Self.chunk, images.numbers.count), pool: model.compute.pool
      ).compactMap { $0 }
      rows += try model.embedder.embed(read.map(\.patches), as: .image, ids: read.indices.map(String.init)).values
      known += read.map { ($0.number, $0.hash) }
    }
    try ImageEmbeddings.write(known, rows: rows, width: model.tower.embedding, source: source, to: path)
    guard let made = try ImageEmbeddings(at: path, source: source, counts: counts) else {
      throw CommandError("\(path): the embeddings that were just written are not there")
    }
    return made
  }
}
