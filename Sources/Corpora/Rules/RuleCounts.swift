import Console
import JSON

/// What rules dropped and kept, by language.
public struct RuleCounts: Sendable, Equatable {
  /// Captions, and images with at least one of them.
  public struct Tally: Sendable, Equatable {
    public var captions = 0
    public var images = 0

    init(captions: Int = 0, images: Int = 0) {
      self.captions = captions
      self.images = images
    }
  }

  /// Tallies of some captions and images. An image of several languages counts once in `all`, and in each of them.
  public struct Part: Sendable, Equatable {
    public internal(set) var all = Tally()
    public internal(set) var languages: [String: Tally] = [:]

    mutating func add(captions: Int = 0, images: Int = 0, of language: String) {
      languages[language, default: Tally()].captions += captions
      languages[language, default: Tally()].images += images
      all.captions += captions
    }
  }

  /// The rules that were applied, in order.
  public let rules: [CorpusRule]
  /// What the rules saw; keywords and names of classes are no captions to them.
  public internal(set) var found = Part()
  /// What each rule dropped: its captions, and the images that had none left then.
  public internal(set) var dropped: [CorpusRule: Part] = [:]
  public internal(set) var kept = Part()
  /// Images that could not be read and so were not judged; they are kept, and whoever reads them next says so.
  public internal(set) var unreadImages = 0

  init(rules: [CorpusRule]) { self.rules = rules }

  public func part(droppedBy rule: CorpusRule) -> Part { dropped[rule] ?? Part() }

  /// The languages, those of most captions first, then by name.
  public var languages: [String] {
    found.languages.sorted { ($1.value.captions, $0.key) < ($0.value.captions, $1.key) }.map(\.key)
  }
}

/// In words.
extension RuleCounts {
  /// What is kept, and what each rule that dropped anything dropped: a sentence each.
  public var sentences: [String] {
    func text(_ tally: Tally) -> String {
      NumberText.counted(tally.captions, "caption", "captions") + " and "
        + NumberText.counted(tally.images, "image", "images")
    }
    let kept = "rules keep \(text(kept.all)) of \(text(found.all))"
    return [kept]
      + rules.compactMap { rule in dropped[rule].map { "\(rule.rawValue) drops \(text($0.all))" } }
  }
}

extension RuleCounts {
  /// The counts for programs.
  ///
  /// - Parameter limits: what each rule asked for.
  func json(_ limits: RuleLimits) -> JSONValue {
    let dropped = rules.map { rule -> JSONValue in
      .object(
        [JSONMember("rule", .string(rule.rawValue)), JSONMember("limit", limits.json(of: rule) ?? .null)]
          + members(of: part(droppedBy: rule)))
    }
    return [
      "found": .object(members(of: found)), "dropped": .array(dropped), "kept": .object(members(of: kept)),
      "unreadImages": .integer(unreadImages),
    ]
  }

  private func members(of part: Part) -> [JSONMember] {
    let languages = self.languages.filter { part.languages[$0] != nil }
    return part.all.members + [
      JSONMember(
        "languages", .object(languages.map { JSONMember($0, .object(part.languages[$0]?.members ?? [])) }))
    ]
  }
}

extension RuleCounts.Tally {
  fileprivate var members: [JSONMember] {
    [JSONMember("captions", .integer(captions)), JSONMember("images", .integer(images))]
  }
}
