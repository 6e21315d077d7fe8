import Images

/// What a source's images are, by the first bytes of their files.
public struct InspectedImages: Sendable {
  /// Images of one format.
  public struct Format: Sendable, Equatable {
    public internal(set) var images = 0
    public internal(set) var bytes = 0
  }

  public internal(set) var formats: [ImageFormat: Format] = [:]
  /// Pixels, of the image turned upright.
  public internal(set) var widths = ValueCounts()
  /// Pixels, of the image turned upright.
  public internal(set) var heights = ValueCounts()
  /// Width to height, in hundredths.
  public internal(set) var aspects = ValueCounts()
  /// Of the files, to three digits.
  public internal(set) var bytes = ValueCounts()

  /// Images whose file could be read.
  public var count: Int { widths.total }
  public var byteCount: Int { formats.values.reduce(0) { $0 + $1.bytes } }

  mutating func add(_ header: ImageHeader, byteCount: Int) {
    formats[header.format, default: Format()].images += 1
    formats[header.format, default: Format()].bytes += byteCount
    widths.add(header.width)
    heights.add(header.height)
    aspects.add((200 * header.width + header.height) / (2 * header.height))
    bytes.add(Self.rounded(byteCount))
  }

  /// Three digits, so that there are few different values however many images there are.
  private static func rounded(_ count: Int) -> Int {
    var unit = 1
    while count / unit >= 1_000 { unit *= 10 }
    return (count + unit / 2) / unit * unit
  }
}

/// Images whose files are equal, byte by byte.
public struct RepeatedImages: Sendable {
  /// One file at several records.
  public struct Group: Sendable, Equatable {
    public let origins: [String]
    /// Of each record.
    public let splits: [CorpusSplit]
  }

  /// Different files that several records have.
  public internal(set) var files = 0
  /// Records that have one of them.
  public internal(set) var records = 0
  /// The first groups.
  public internal(set) var examples: [Group] = []
  /// Different files that records of several splits have: who trains on one split has seen images of another.
  public internal(set) var leakedFiles = 0
  /// Records that have one of those.
  public internal(set) var leakedRecords = 0
  /// The first groups of several splits.
  public internal(set) var leakExamples: [Group] = []
}
