import Files
import Glibc
import JSON

/// What a corpus is now, in a few numbers, so that a run that goes on notices another: records of every part by split and language,
/// versions of its sources, and a hash of some records' captions and image sizes.
///
/// Where files lie does not count, so that a corpus may be moved. Whatever its size, `sampled` records of a part are read at most, and
/// no image.
public struct CorpusFingerprint: Sendable {
  /// Records of a part that are read.
  static let sampled = 256

  /// The numbers as a checkpoint keeps them.
  public let json: JSONValue

  public init(of corpus: Corpus) {
    json = [
      "kind": .string(corpus.kind),
      "sources": .object(corpus.credits.map { JSONMember($0.name, .string($0.version ?? "")) }),
      "parts": .array(corpus.parts.map { Self.part($0.store) }),
    ]
  }

  private static func part(_ store: any RecordStore) -> JSONValue {
    let counts = CorpusCounts([store.catalog])
    let splits = counts.splits.map { split -> JSONMember in
      let languages = (counts.captioned[split] ?? [:]).sorted { $0.key < $1.key }
      return JSONMember(split.rawValue, .object(languages.map { JSONMember($0.key, .integer($0.value)) }))
    }
    return [
      "records": .integer(store.catalog.count), "captioned": .object(splits),
      "order": .string(Hexadecimal.text(store.catalog.orderHash)),
      "content": .string(Hexadecimal.text(contentHash(store))),
    ]
  }

  /// Of records that are the same ones as long as there are as many.
  private static func contentHash(_ store: any RecordStore) -> UInt64 {
    let count = store.catalog.count
    let order = SeededPermutation(count: count, seed: 3)
    var hash = StableHash.of([])
    func add(_ text: String) { hash = StableHash.of([0], continuing: StableHash.of(text.utf8, continuing: hash)) }
    for place in 0..<min(count, sampled) {
      guard let record = try? store.record(order[place]) else {
        add("cannot be read")
        continue
      }
      for caption in record.captions { add("\(caption.language) \(caption.role.rawValue) \(caption.text)") }
      add("\(record.image.byteCount)")
    }
    return hash
  }
}

extension ImageLocation {
  /// Bytes that the image takes where it lies; -1 where it is not there.
  fileprivate var byteCount: Int {
    switch self {
    case .member(_, _, _, let count), .base64(_, _, let count): return count
    case .planes(_, _, let side): return 3 * side * side
    case .turned(let image, _): return image.byteCount
    case .file(let path):
      var status = stat()
      return stat(path, &status) == 0 ? Int(status.st_size) : -1
    }
  }
}

extension RecordCatalog {
  /// A hash of every record's split and languages, in order.
  fileprivate var orderHash: UInt64 {
    let sets = languageSets.map { StableHash.of($0.joined(separator: " ").utf8) }
    let names = splits.map { StableHash.of($0.rawValue.utf8) }
    return splitOf.indices.reduce(StableHash.of([])) { hash, index in
      SeededPermutation.mixed(hash &+ sets[Int(languageSetOf[index])] ^ names[Int(splitOf[index])])
    }
  }
}
