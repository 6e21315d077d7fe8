import JSON

/// What stands in an emoji corpus' `corpus.json`.
public struct EmojiManifest: Sendable, Equatable {
  /// The form of the folder; another number is refused.
  public static let formatVersion = 1

  /// What was built, such as "emoji".
  public var kind: String
  public var seed: UInt64
  public var languages: [String]
  /// Names a split and language: how many queries it has.
  public var counts: [CorpusSplit: [String: Int]]
  /// Images a split, whatever the language.
  public var images: [CorpusSplit: Int]
  public var sources: [SourceCredit]

  public init(kind: String, seed: UInt64, languages: [String], records: [CaptionedImage], sources: [SourceCredit]) {
    self.kind = kind
    self.seed = seed
    self.languages = languages
    self.sources = sources
    counts = [:]
    images = [:]
    for split in CorpusSplit.ofEmoji {
      let members = languages.map { language in (language, records.filter { $0.isQuery(of: split, in: language) }.count)
      }
      counts[split] = Dictionary(uniqueKeysWithValues: members.filter { $0.1 > 0 })
      images[split] = records.count { image in
        split == .transfer ? !image.heldOut.isEmpty : image.split == split
      }
    }
  }
}

extension EmojiManifest {
  var json: JSONValue {
    [
      "format": .integer(Self.formatVersion), "kind": .string(kind), "seed": .string(String(seed)),
      "languages": .array(languages.map { .string($0) }),
      "pictures": .object(CorpusSplit.ofEmoji.map { JSONMember($0.rawValue, .integer(images[$0] ?? 0)) }),
      "counts": .object(
        CorpusSplit.ofEmoji.map { split in
          JSONMember(
            split.rawValue,
            .object(
              languages.compactMap { language in
                counts[split]?[language].map { JSONMember(language, .integer($0)) }
              }))
        }),
      "sources": .array(sources.map(\.json)),
    ]
  }

  init(json: JSONValue, origin: String) throws {
    let record = try JSONObjectReader(value: json, origin: origin)
    let version = try record.integer("format")
    guard version == Self.formatVersion else {
      throw CorpusError(
        "\(origin): the corpus has format \(version), this version reads \(Self.formatVersion); build it anew")
    }
    try record.allowOnly(["format", "kind", "seed", "languages", "pictures", "counts", "sources"])
    kind = try record.string("kind")
    guard let seed = UInt64(try record.string("seed")) else {
      throw CorpusError("\(origin): “seed” must be a whole number in quotes")
    }
    self.seed = seed
    languages = try record.strings("languages")
    images = [:]
    counts = [:]
    let imageRecord = try JSONObjectReader(value: record.required("pictures"), origin: origin + ": images")
    let countRecord = try JSONObjectReader(value: record.required("counts"), origin: origin + ": counts")
    for split in CorpusSplit.ofEmoji {
      images[split] = try imageRecord.integer(split.rawValue)
      let perLanguage = try JSONObjectReader(value: countRecord.required(split.rawValue), origin: origin + ": counts")
      counts[split] = try Dictionary(
        perLanguage.members.map { ($0.name, try perLanguage.integer($0.name)) }, uniquingKeysWith: { first, _ in first }
      )
    }
    sources = try (record.required("sources").arrayValue ?? []).map { try SourceCredit(json: $0, origin: origin) }
  }
}

extension SourceCredit {
  var json: JSONValue {
    let version = version.map { [JSONMember("version", .string($0))] } ?? []
    return .object(
      [JSONMember("name", .string(name))] + version + [
        JSONMember("package", .string(package)), JSONMember("license", .string(license)),
        JSONMember("use", .string(use)), JSONMember("notice", .string(notice)),
      ])
  }

  init(json: JSONValue, origin: String) throws {
    let record = try JSONObjectReader(value: json, origin: origin + ": sources")
    self.init(
      name: try record.string("name"), version: json["version"]?.stringValue, package: try record.string("package"),
      license: try record.string("license"),
      use: try record.string("use"), notice: try record.string("notice"))
  }
}
