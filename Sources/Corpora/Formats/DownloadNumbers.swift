import JSON

/// How img2dataset numbers what it downloads: `00012/000120034.jpg` is row 34 of shard 12, in as many digits as the option for
/// samples per shard needs.
struct DownloadNumbers: Sendable, Equatable {
  /// Digits of a shard's folder, and of a sample's number within it, which follow each other in an image's name.
  let shardDigits: Int
  let sampleDigits: Int
  /// Rows of the list that a shard stands for.
  let samples: Int
  /// Whether the lists' rows are counted on, without shards.
  private let isFlat: Bool
  private let assumption: Assumption?

  /// Nil where the images are not numbered so.
  ///
  /// - Parameters:
  ///   - folder: of the shards' folders.
  ///   - images: paths below it.
  ///   - names: what stands in it.
  init?(_ folder: String, images: [String], names: [String]) {
    guard let (shardDigits, sampleDigits) = Self.digits(images) else { return nil }
    self.shardDigits = shardDigits
    self.sampleDigits = sampleDigits
    isFlat = false
    let most = (0..<sampleDigits).reduce(1) { power, _ in power * 10 }
    if let counted = Self.counted(folder, names, most: most) {
      samples = counted
      assumption = nil
      return
    }
    samples = most
    assumption = Assumption(images, sampleDigits: sampleDigits)
  }

  /// What the images' names say where nothing says how many samples a shard has, so that it is as many as the digits allow.
  private struct Assumption: Equatable {
    let images: Int
    /// The largest number in any shard, and shards up to the last.
    let last: Int
    let shards: Int

    init(_ images: [String], sampleDigits: Int) {
      self.images = images.count
      last = images.compactMap { Int(DownloadedImages.stem($0).suffix(sampleDigits)) }.max() ?? 0
      shards = (images.compactMap { Int($0.prefix { $0 != "/" }) }.max() ?? 0) + 1
    }
  }

  /// Why images and rows cannot be joined; nil where they can.
  ///
  /// - Parameter lists: rows of each list, in order.
  func complaint(lists: [Int]) -> String? {
    guard let assumption else { return nil }
    let shards = lists.reduce(0) { $0 + start(after: $1) / samples }
    let isFull = lists.contains { $0 > samples }
    // If so many samples were in a shard, the last numbers of it would hardly all be missing: less than once in a million.
    let unseen = Double(assumption.images) * Double(samples - 1 - assumption.last) / Double(samples)
    guard assumption.shards > shards || isFull && unseen > 14 else { return nil }
    return
      "the images are numbered by shards, and nothing says how many samples a shard has, so which image belongs to "
      + "which row; put the downloader's files 00000_stats.json back beside the folders, and name all of its lists"
  }

  /// The flat folder of images in nine digits, of shards of ten thousand.
  static let flat = DownloadNumbers(flatShardDigits: 5, sampleDigits: 4, samples: 10_000)

  private init(flatShardDigits: Int, sampleDigits: Int, samples: Int) {
    (shardDigits, self.sampleDigits, self.samples) = (flatShardDigits, sampleDigits, samples)
    isFlat = true
    assumption = nil
  }

  /// The name of a row's image without its ending, and its shard's folder.
  ///
  /// - Parameter row: from 0, the first row of each list being a shard's first.
  func name(ofRow row: Int) -> (folder: String, name: String) {
    let folder = Self.padded(row / samples, shardDigits)
    return (folder, folder + Self.padded(row % samples, sampleDigits))
  }

  /// The number of the first row of the next list: img2dataset begins a new shard with each list.
  func start(after rows: Int) -> Int { isFlat ? rows : (rows + samples - 1) / samples * samples }

  /// Digits of the folders and behind them, equal for all images.
  private static func digits(_ images: [String]) -> (shard: Int, sample: Int)? {
    var found: (shard: Int, sample: Int)?
    for image in images {
      let parts = image.split(separator: "/")
      let stem = DownloadedImages.stem(image)
      guard parts.count == 2, stem.hasPrefix(parts[0]), stem.utf8.allSatisfy(isDigit) else { return nil }
      let digits = (shard: parts[0].utf8.count, sample: stem.utf8.count - parts[0].utf8.count)
      guard (1...9).contains(digits.sample), (1...9).contains(digits.shard), found.map({ $0 == digits }) ?? true else {
        return nil
      }
      found = digits
    }
    return found
  }

  /// Rows of the largest shard as `00000_stats.json` counts them.
  private static func counted(_ folder: String, _ names: [String], most: Int) -> Int? {
    names.filter { $0.hasSuffix("_stats.json") }.compactMap { name in
      (try? SourceFile.json("\(folder)/\(name)"))?["count"]?.intValue
    }.filter { (1...most).contains($0) }.max()
  }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
