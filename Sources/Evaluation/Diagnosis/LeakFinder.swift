import Images

/// Compares the images and captions of two corpora.
public struct LeakFinder: Sendable {
  /// An image, whatever of it could be had.
  public struct Image: Sendable {
    /// What is compared of an image's content.
    public struct Content: Sendable {
      /// Of the file's bytes.
      public let fileHash: UInt64
      public let hash: PerceptualHash

      public init(fileHash: UInt64, hash: PerceptualHash) {
        self.fileHash = fileHash
        self.hash = hash
      }
    }

    public let id: String
    /// The file's name, without folder; nil where it has none of its own.
    public let name: String?
    /// Nil where the image is not there or cannot be read.
    public let content: Content?

    public init(id: String, name: String?, content: Content?) {
      self.id = id
      self.name = name
      self.content = content
    }
  }

  /// A caption of a corpus, with as many of the same as there are.
  public typealias Caption = (language: String, text: String)

  private let training: [(id: String, content: Image.Content)]
  private let neighbors: HashNeighbors
  private let files: [UInt64: Int]
  private let names: Set<String>
  private var captions: [String: Int] = [:]
  private let languages: Set<String>
  private var found = Leaks()

  /// Bits of perceptual hashes that copies differ in at most, unless told otherwise.
  public static let usualDistance = PerceptualHash.usualDistance

  /// - Parameters:
  ///   - training: the images that are looked through.
  ///   - captions: of the training.
  ///   - distance: bits of perceptual hashes that may differ, 0…15.
  public init(training: [Image], captions: [Caption], distance: Int = Self.usualDistance) {
    self.training = training.compactMap { image in image.content.map { (image.id, $0) } }
    neighbors = HashNeighbors(self.training.map(\.content.hash), distance: distance)
    files = Dictionary(
      self.training.enumerated().map { ($0.element.content.fileHash, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    names = Set(training.compactMap(\.name))
    languages = Set(captions.map(\.language))
    for caption in captions { self.captions[Self.key(caption), default: 0] += 1 }
    found.training = Leaks.Corpus(
      images: training.count, comparedImages: self.training.count, captions: captions.count,
      distinctCaptions: self.captions.count)
  }

  /// What of a test set is in the training.
  ///
  /// - Parameter asked: every caption of the test, as often as it stands there.
  public func leaks(of test: [Image], captions queried: [Caption]) -> Leaks {
    var leaks = found
    leaks.test.images = test.count
    leaks.test.comparedImages = test.count { $0.content != nil }
    for image in test {
      if let content = image.content, let leak = leak(image.id, content) { leaks.images.append(leak) }
      if let name = image.name, names.contains(name) { leaks.sameNames.append(name) }
    }
    addCaptions(queried, to: &leaks)
    return leaks
  }

  /// The nearest image of the training; nil where none looks the same.
  private func leak(_ id: String, _ content: Image.Content) -> Leaks.Image? {
    if let same = files[content.fileHash] { return .init(test: id, training: training[same].id, distance: nil) }
    return neighbors.near(content.hash).first.map { near in
      .init(test: id, training: training[near.number].id, distance: near.distance)
    }
  }

  private func addCaptions(_ queried: [Caption], to leaks: inout Leaks) {
    var places: [String: Int] = [:]
    var distinct: Set<String> = []
    leaks.test.captions = queried.count
    for caption in queried {
      guard languages.contains(caption.language) else {
        leaks.strangeCaptions[caption.language, default: 0] += 1
        continue
      }
      let key = Self.key(caption)
      distinct.insert(key)
      guard let count = captions[key] else { continue }
      if let place = places[key] {
        leaks.texts[place].testCount += 1
      } else {
        places[key] = leaks.texts.count
        leaks.texts.append(.init(text: caption.text, language: caption.language, testCount: 1, count: count))
      }
    }
    leaks.test.distinctCaptions = distinct.count
  }

  private static func key(_ caption: Caption) -> String { "\(caption.language) \(CaptionIdentity.of(caption.text))" }
}
