import Console

/// The locales for which CLDR names emoji, and from which locale each one inherits (UTS #35, Locale Inheritance).
public struct CLDRLocales: Sendable {
  /// CLDR's `common` folder.
  let folder: String
  /// CLDR's names, such as "zh_Hant", sorted.
  private let locales: [String]
  private let parents: [String: String]

  public init(folder: String) throws {
    self.folder = folder
    locales = try SourceFile.names(in: folder + "/annotations")
      .filter { $0.hasSuffix(".xml") && $0 != "root.xml" }.map { String($0.dropLast(4)) }
    parents = try Self.parents(folder + "/supplemental/supplementalData.xml")
  }

  /// All language tags, such as "zh-Hant" (BCP 47).
  public var tags: [String] { locales.map(Self.tag) }

  /// Tags without a region: what `all` stands for.
  public var languages: [String] {
    locales.filter { !Self.hasRegion($0) }.map(Self.tag)
  }

  /// The proper form of a tag a person typed, such as "ZH_hant"; throws with near ones when CLDR has no such locale.
  public func canonical(_ typed: String) throws -> String {
    let folded = Self.tag(typed).lowercased()
    if let tag = tags.first(where: { $0.lowercased() == folded }) { return tag }
    let near = Suggestion.nearest(Self.tag(typed), in: tags, limit: 3)
    let hint = near.isEmpty ? "." : "; did you mean \(near.joined(separator: ", "))?"
    throw CorpusError(
      "there are no emoji names in the language “\(typed)”\(hint) List all with: clippo-corpus languages")
  }

  /// The files from which a language's names come, the most general first.
  func chain(of tag: String) -> [String] {
    var chain: [String] = []
    var locale = tag.split(separator: "-").joined(separator: "_")
    while locale != "root", !chain.contains(locale) {
      chain.append(locale)
      locale = parents[locale] ?? locale.lastIndex(of: "_").map { String(locale[..<$0]) } ?? "root"
    }
    return chain.filter(locales.contains).reversed()
  }

  private static func tag(_ locale: String) -> String { locale.split(separator: "_").joined(separator: "-") }

  private static func hasRegion(_ locale: String) -> Bool {
    locale.split(separator: "_").dropFirst().contains { part in
      part.count == 2 || part.count == 3 && part.allSatisfy(\.isNumber)
    }
  }

  private static func parents(_ path: String) throws -> [String: String] {
    var parents: [String: String] = [:]
    try XMLReader.read(try SourceFile.bytes(path), source: path) { event in
      guard case .start("parentLocale", let attributes) = event else { return }
      let values = Dictionary(attributes.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
      guard let parent = values["parent"] else { return }
      for child in (values["locales"] ?? "").split(separator: " ") { parents[String(child)] = parent }
    }
    return parents
  }
}
