import Console
import Files
import JSON

/// Which corpus something was measured on. Recalls of other versions are not comparable: each release of a distribution names
/// other emoji, and so holds out other queries.
public struct CorpusVersion: Sendable, Equatable {
  /// The version of one of the corpus' sources.
  public struct Source: Sendable, Equatable {
    public var name: String
    /// As the source itself says it, such as "41".
    public var version: String

    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// What the corpus is, in a word, such as "emoji".
  public var kind: String
  /// Where the corpus comes from, as far as its sources say which version they are.
  public var sources: [Source]
  /// Different emoji; `nil` where the images are others.
  public var emoji: Int?
  /// Images of all splits.
  public var images: Int
  /// Queries of all splits and languages that are asked.
  public var queries: Int
  /// Sixteen hexadecimal digits that change with every query and with every image's name in the galleries.
  public var fingerprint: String

  public init(
    kind: String, sources: [Source] = [], emoji: Int? = nil, images: Int, queries: Int, fingerprint: String
  ) {
    self.kind = kind
    self.sources = sources
    self.emoji = emoji
    self.images = images
    self.queries = queries
    self.fingerprint = fingerprint
  }

  /// The version of a corpus of which these sets are asked.
  public init(of corpus: Corpus, asking sets: [EvaluationSet]) {
    let sources = corpus.credits.compactMap { credit in
      credit.version.map { Source(name: credit.name, version: $0) }
    }
    let symbols = corpus.kind == EmojiFolder.kind ? try? Set(corpus.images.map(\.id)).count : nil
    self.init(
      kind: corpus.kind, sources: sources, emoji: symbols, images: corpus.recordCount,
      queries: sets.reduce(0) { $0 + $1.queries.count }, fingerprint: Self.fingerprint(of: sets))
  }

  private static func fingerprint(of sets: [EvaluationSet]) -> String {
    var hash = StableHash.of([])
    func add(_ text: String) { hash = StableHash.of([0], continuing: StableHash.of(text.utf8, continuing: hash)) }
    for set in sets {
      add("\(set.split.rawValue) \(set.language) \(set.gallery.count)")
      for image in set.gallery { add(image.id) }
      for (query, targets) in zip(set.queries, set.targets) {
        add(query)
        add(targets.map(String.init).joined(separator: " "))
      }
    }
    return Hexadecimal.text(hash)
  }

  /// One line: `emoji corpus (Unicode CLDR 41, …), 3,655 emoji, 7,277 images, 1,726 queries, fingerprint 0123456789abcdef`.
  public var sentence: String {
    let from = sources.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
    let counts = [
      emoji.map { "\(NumberText.thousands($0)) emoji" }, NumberText.counted(images, "image", "images"),
      NumberText.counted(queries, "query", "queries"), "fingerprint \(fingerprint)",
    ].compactMap { $0 }
    return "\(kind) corpus\(from.isEmpty ? "" : " (\(from))"), \(counts.joined(separator: ", "))"
  }
}

extension CorpusVersion {
  /// The version for programs.
  public var json: JSONValue {
    var members = [JSONMember("kind", .string(kind))]
    if !sources.isEmpty {
      members.append(JSONMember("sources", .object(sources.map { JSONMember($0.name, .string($0.version)) })))
    }
    if let emoji { members.append(JSONMember("emoji", .integer(emoji))) }
    members += [
      JSONMember("images", .integer(images)), JSONMember("queries", .integer(queries)),
      JSONMember("fingerprint", .string(fingerprint)),
    ]
    return .object(members)
  }

  /// Reads what `json` gives, under today's names or those of before; `nil` where a field is missing or holds something else.
  public init?(json: JSONValue?) {
    guard let json, let kind = json["kind"]?.stringValue, let images = (json["images"] ?? json["pictures"])?.intValue,
      let queries = json["queries"]?.intValue, let fingerprint = json["fingerprint"]?.stringValue
    else { return nil }
    let sources = (json["sources"]?.objectValue ?? []).compactMap { member in
      member.value.stringValue.map { Source(name: member.name, version: $0) }
    }
    self.init(
      kind: kind, sources: sources, emoji: json["emoji"]?.intValue, images: images, queries: queries,
      fingerprint: fingerprint)
  }
}
