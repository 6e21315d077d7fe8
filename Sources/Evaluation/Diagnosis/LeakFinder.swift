/// Compares the pictures and captions of two corpora.
public struct LeakFinder: Sendable {
  /// A picture, whatever of it could be had.
  public struct Picture: Sendable {
    public let id: String
    /// The file's name, without folder.
    public let name: String
    /// Of the file's bytes.
    public let fileHash: UInt64
    public let hash: PerceptualHash

    public init(id: String, name: String, fileHash: UInt64, hash: PerceptualHash) {
      self.id = id
      self.name = name
      self.fileHash = fileHash
      self.hash = hash
    }
  }

  private let training: [Picture]
  private let neighbours: HashNeighbours
  private let files: [UInt64: Int]
  private let names: Set<String>
  private var captions: [String: Int] = [:]
  private var found = Leaks()

  /// Bits of perceptual hashes that copies differ in at most, unless told otherwise.
  public static let usualDistance = 6

  /// - Parameters:
  ///   - training: the pictures that are looked through.
  ///   - captions: of the training; language and text.
  ///   - distance: bits of perceptual hashes that may differ, 0…15.
  public init(training: [Picture], captions: [(language: String, text: String)], distance: Int = Self.usualDistance) {
    self.training = training
    neighbours = HashNeighbours(training.map(\.hash), distance: distance)
    files = Dictionary(
      training.enumerated().map { ($0.element.fileHash, $0.offset) }, uniquingKeysWith: { first, _ in first })
    names = Set(training.map(\.name))
    for caption in captions { self.captions[Self.key(caption), default: 0] += 1 }
    found.trainingPictures = training.count
    found.trainingCaptions = captions.count
  }

  /// What of a test set is in the training.
  public func leaks(of test: [Picture], captions asked: [(language: String, text: String)]) -> Leaks {
    var leaks = found
    leaks.testPictures = test.count
    leaks.testCaptions = asked.count
    for picture in test {
      if let same = files[picture.fileHash] {
        leaks.pictures.append(.init(test: picture.id, training: training[same].id, distance: nil))
      } else if let near = neighbours.near(picture.hash).first {
        leaks.pictures.append(.init(test: picture.id, training: training[near.number].id, distance: near.distance))
      }
      if names.contains(picture.name) { leaks.sameNames.append(picture.name) }
    }
    var seen: Set<String> = []
    for caption in asked {
      let key = Self.key(caption)
      guard let count = captions[key], seen.insert(key).inserted else { continue }
      leaks.texts.append(.init(text: caption.text, language: caption.language, count: count))
    }
    return leaks
  }

  private static func key(_ caption: (language: String, text: String)) -> String {
    "\(caption.language) \(CaptionIdentity.of(caption.text))"
  }
}
