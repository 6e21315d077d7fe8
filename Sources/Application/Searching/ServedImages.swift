import Console
import Corpora
import Images
import JSON
import Reports
import Runtime
import Search
import Serving
import Synchronization

/// The images of an index for a site: one lock around the model, none around the images. What is added to the index while it is
/// served is found a moment later.
public final class ServedImages: SearchedImages {
  private let search: Mutex<Held>
  private let shown: Mutex<Shown>
  private let report: @Sendable (String) -> Void

  /// The search is not shared: whoever has the lock uses it.
  private struct Held: @unchecked Sendable {
    var search: ImageSearch
    /// When the index was last looked at, in seconds.
    var looked: Double
  }

  /// What images are taken from.
  private struct Shown: Sendable {
    var index: VectorIndex
    var thumbnails: [Int: ServedImage] = [:]
  }

  /// Seconds between looks at the index.
  private static let lookInterval = 2.0

  /// Thumbnails that are kept, and pixels of their longer side.
  private static let thumbnailLimit = 512
  private static let thumbnailSide = 240
  /// Bytes of an image that is sent as it is.
  private static let imageLimit = 64 << 20

  /// Takes the search over; nobody else may use it from now on.
  ///
  /// - Parameter report: told where the index has become something that cannot be searched.
  public init(_ search: ImageSearch, report: @escaping @Sendable (String) -> Void = { _ in }) {
    shown = Mutex(Shown(index: search.index))
    self.search = Mutex(Held(search: search, looked: MonotonicClock.seconds()))
    self.report = report
  }

  public func find(_ question: SearchQuestion) throws -> JSONValue {
    var query = SearchQuery(
      texts: question.texts.map { SearchQuery.Text($0.text, language: $0.language) },
      minus: question.minus.map { SearchQuery.Text($0.text, language: $0.language) },
      textWeight: question.textWeight)
    if let image = question.image { query.images = [SearchQuery.Image(name: "the image", bytes: image)] }
    do {
      return try search.withLock { held in
        renew(&held)
        return try held.search.find(query, limit: question.top).json(withOrigins: false)
      }
    } catch let error as SearchQueryError {
      throw QuestionError(error.description)
    }
  }

  /// Opens the index again where it has changed; keeps what it has where that fails.
  private func renew(_ held: inout Held) {
    let now = MonotonicClock.seconds()
    guard now - held.looked >= Self.lookInterval else { return }
    held.looked = now
    do {
      guard let search = try held.search.renewed() else { return }
      held.search = search
      shown.withLock { $0 = Shown(index: search.index) }
    } catch {
      report("the index has changed and cannot be searched, so that what it was is searched on: \(error)")
    }
  }

  public func information() throws -> JSONValue {
    let index = shown.withLock { $0.index }
    let count = NumberText.counted(index.liveCount, "image", "images")
    return [
      "images": .integer(index.liveCount), "width": .integer(index.width), "bytes": .integer(index.byteCount),
      "checkpoint": index.model["checkpoint"] ?? .null, "step": index.model["step"] ?? .null,
      "sentence": .string("\(count) can be found."),
    ]
  }

  public func thumbnail(_ item: Int) throws -> ServedImage? {
    let (index, kept) = shown.withLock { ($0.index, $0.thumbnails[item]) }
    if let kept { return kept }
    guard let location = Self.location(item, in: index) else { return nil }
    // What cannot be decoded any more is not there any more.
    guard let image = try? location.shown(side: Self.thumbnailSide),
      let small = try? ReportImage(image, description: "", longest: Self.thumbnailSide)
    else { return nil }
    let served = ServedImage(contentType: "image/png", bytes: small.png)
    shown.withLock { shown in
      guard shown.index === index else { return }
      if shown.thumbnails.count >= Self.thumbnailLimit { shown.thumbnails.removeAll(keepingCapacity: true) }
      shown.thumbnails[item] = served
    }
    return served
  }

  public func image(_ item: Int) throws -> ServedImage? {
    let index = shown.withLock { $0.index }
    guard let bytes = try? Self.location(item, in: index)?.bytes(limit: Self.imageLimit) else { return nil }
    // A file that is no image any more is not shown, whatever it is.
    guard let format = try? bytes.withUnsafeBytes({ try ImageFormat(recognizing: $0) }) else { return nil }
    let type =
      switch format {
      case .jpeg: "image/jpeg"
      case .png: "image/png"
      case .webp: "image/webp"
      }
    return ServedImage(contentType: type, bytes: bytes)
  }

  private static func location(_ item: Int, in index: VectorIndex) -> ImageLocation? {
    guard item < index.count, !index.gallery.removed.contains(item) else { return nil }
    return try? index.image(item).location
  }
}
