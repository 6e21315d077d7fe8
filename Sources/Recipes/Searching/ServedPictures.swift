import Console
import Corpora
import Evaluation
import Pixels
import Search
import Serving
import Synchronization

/// The pictures of an index for a site: one lock around the model, none around the pictures.
public final class ServedPictures: SearchedPictures {
  private let search: Mutex<Held>
  private let index: VectorIndex
  private let path: String
  private let thumbnails = Mutex<[Int: ServedPicture]>([:])

  /// The search is not shared: whoever has the lock uses it.
  private struct Held: @unchecked Sendable {
    let search: PictureSearch
  }

  /// Thumbnails that are kept, and pixels of their longer side.
  private static let thumbnailLimit = 512
  private static let thumbnailSide = 240
  /// Bytes of a picture that is sent as it is.
  private static let pictureLimit = 64 << 20

  /// Takes the search over; nobody else may use it from now on.
  public init(_ search: PictureSearch) {
    index = search.index
    path = search.index.path
    self.search = Mutex(Held(search: search))
  }

  public func find(_ question: SearchQuestion) throws -> JSONValue {
    var query = SearchQuery(
      texts: question.texts.map { SearchQuery.Text($0.text, language: $0.language) },
      minus: question.minus.map { SearchQuery.Text($0.text, language: $0.language) })
    if let image = question.image { query.images = [SearchQuery.Image(name: "the picture", bytes: image)] }
    do {
      return try search.withLock { try $0.search.find(query, limit: question.top).json(withOrigins: false) }
    } catch let error as SearchQueryError {
      throw QuestionError(error.description)
    }
  }

  public func information() throws -> JSONValue {
    let count = NumberText.thousands(index.liveCount)
    return [
      "pictures": .integer(index.liveCount), "width": .integer(index.width), "bytes": .integer(index.byteCount),
      "checkpoint": index.model["checkpoint"] ?? .null, "step": index.model["step"] ?? .null,
      "sentence": .string("\(count) pictures can be found."),
    ]
  }

  public func thumbnail(_ item: Int) throws -> ServedPicture? {
    if let kept = thumbnails.withLock({ $0[item] }) { return kept }
    guard let location = location(item) else { return nil }
    // What cannot be decoded any more is not there any more.
    guard let picture = try? location.shown(side: Self.thumbnailSide),
      let small = try? ReportPicture(picture, description: "", longest: Self.thumbnailSide)
    else { return nil }
    let served = ServedPicture(contentType: "image/png", bytes: small.png)
    thumbnails.withLock { kept in
      if kept.count >= Self.thumbnailLimit { kept.removeAll(keepingCapacity: true) }
      kept[item] = served
    }
    return served
  }

  public func picture(_ item: Int) throws -> ServedPicture? {
    guard let bytes = try? location(item)?.bytes(limit: Self.pictureLimit) else { return nil }
    // A file that is no picture any more is not shown, whatever it is.
    guard let format = try? bytes.withUnsafeBytes({ try PictureFormat(recognising: $0) }) else { return nil }
    let type =
      switch format {
      case .jpeg: "image/jpeg"
      case .png: "image/png"
      case .webp: "image/webp"
      }
    return ServedPicture(contentType: type, bytes: bytes)
  }

  private func location(_ item: Int) -> PictureLocation? {
    guard item < index.count, !index.gallery.removed.contains(item) else { return nil }
    return try? index.picture(item).location
  }
}
