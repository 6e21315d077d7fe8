import JSON

/// Where a loader stands: all that an exact continuation needs.
public struct LoaderState: Equatable, Sendable {
  /// How far one stream of records has come.
  public struct Progress: Equatable, Sendable {
    /// Records of the stream; another number is another corpus.
    public var records: Int
    /// Visits since the beginning; each `records` of them are an epoch.
    public var visits: Int

    public init(records: Int, visits: Int) {
      self.records = records
      self.visits = visits
    }
  }

  public var seed: UInt64
  /// Pairs served since the beginning.
  public var pairs: Int
  /// By part and language, such as "0/zh".
  public var streams: [String: Progress]

  /// The beginning of a run.
  public init(seed: UInt64) {
    self.init(seed: seed, pairs: 0, streams: [:])
  }

  public init(seed: UInt64, pairs: Int, streams: [String: Progress]) {
    self.seed = seed
    self.pairs = pairs
    self.streams = streams
  }

  /// The seed is written as text, because many readers of JSON round whole numbers beyond 2⁵³.
  public var json: JSONValue {
    [
      "seed": .string(String(seed)), "pairs": .integer(pairs),
      "streams": .object(
        streams.sorted { $0.key < $1.key }.map { name, progress in
          JSONMember(name, ["records": .integer(progress.records), "visits": .integer(progress.visits)])
        }),
    ]
  }

  /// - Parameter origin: the file and field, for messages.
  public init(json: JSONValue, origin: String) throws {
    let record = try JSONObjectReader(value: json, origin: origin)
    try record.allowOnly(["seed", "pairs", "streams"])
    pairs = try record.integer("pairs")
    guard let seed = UInt64(try record.string("seed")), pairs >= 0 else {
      throw CorpusError("\(origin): seed and pairs must be whole numbers, 0 or above")
    }
    self.seed = seed
    streams = [:]
    let list = try JSONObjectReader(value: record.required("streams"), origin: origin + ": streams")
    for member in list.members {
      let stream = try JSONObjectReader(value: member.value, origin: "\(origin): streams: \(member.name)")
      try stream.allowOnly(["records", "visits"])
      let progress = Progress(records: try stream.integer("records"), visits: try stream.integer("visits"))
      guard progress.records > 0, progress.visits >= 0 else {
        throw CorpusError("\(stream.origin): records must be above 0 and visits not below")
      }
      streams[member.name] = progress
    }
  }
}
