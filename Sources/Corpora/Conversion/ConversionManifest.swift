import Files
import JSON

/// What stands in a folder of converted shards, as `convert.json` tells the next call.
struct ConversionManifest: Equatable {
  /// A shard that is whole.
  struct Shard: Equatable {
    /// The source's records that were read for it, those skipped too.
    var records: Range<Int>
    /// The number of its first sample.
    var firstSample: Int
    var samples: Int
    var bytes: Int
    /// XXH64 of the file, as `xxhsum -H1` prints it.
    var hash: String
    /// Of its records and their images' sizes and dates; another one means that the source has changed.
    var source: String
  }

  static let fileName = "convert.json"
  private static let version = 1

  /// What was asked for.
  var request: JSONValue
  /// What the rules of the corpus dropped and kept, where there are rules.
  var rules: JSONValue?
  var shards: [Shard] = []
  /// Whether the shards hold all of the source.
  var isWhole = false

  static func shardName(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".tar"
  }

  var samples: Int { shards.reduce(0) { $0 + $1.samples } }

  func write(to folder: String) throws {
    try AtomicFile.write(json.prettyText, to: folder + "/" + Self.fileName)
  }
}

extension ConversionManifest {
  private var json: JSONValue {
    let list = shards.enumerated().map { number, shard -> JSONValue in
      [
        "name": .string(Self.shardName(number)), "firstRecord": .integer(shard.records.lowerBound),
        "records": .integer(shard.records.count), "firstSample": .integer(shard.firstSample),
        "samples": .integer(shard.samples), "bytes": .integer(shard.bytes), "hash": .string(shard.hash),
        "source": .string(shard.source),
      ]
    }
    let rules = rules.map { [JSONMember("rules", $0)] } ?? []
    return .object(
      [JSONMember("version", .integer(Self.version)), JSONMember("request", request)] + rules + [
        JSONMember("whole", .bool(isWhole)), JSONMember("samples", .integer(samples)),
        JSONMember("bytes", .integer(shards.reduce(0) { $0 + $1.bytes })), JSONMember("shards", .array(list)),
      ])
  }

  /// Reads a folder's manifest; nil where there is none. Throws where it cannot be understood.
  init?(folder: String) throws {
    let path = folder + "/" + Self.fileName
    guard SourceFile.exists(path) else { return nil }
    let record = try JSONObjectReader(value: JSONValue(parsing: SourceFile.bytes(path), source: path), origin: path)
    guard try record.integer("version") == Self.version else {
      throw CorpusError("\(path): another version of this program wrote it; choose another folder")
    }
    request = try record.required("request")
    rules = record["rules"]
    isWhole = try record.required("whole").boolValue ?? false
    guard let list = try record.required("shards").arrayValue else {
      throw CorpusError("\(path): “shards” must be a list; empty the folder or choose another")
    }
    shards = try list.map { try Shard(JSONObjectReader(value: $0, origin: path)) }
  }
}

extension ConversionManifest.Shard {
  fileprivate init(_ record: JSONObjectReader) throws {
    let (first, count) = (try record.integer("firstRecord"), try record.integer("records"))
    guard first >= 0, count > 0, count <= Int.max - first else {
      throw CorpusError("\(record.origin): a shard cannot have \(count) records; empty the folder or choose another")
    }
    self.init(
      records: first..<first + count, firstSample: try record.integer("firstSample"),
      samples: try record.integer("samples"), bytes: try record.integer("bytes"), hash: try record.string("hash"),
      source: try record.string("source"))
  }
}
