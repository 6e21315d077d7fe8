import Console

/// The language of captions whose files do not say it, as people give it on a command line.
public struct LanguageOption: OptionGroup {
  @Option("language of captions whose files name none", placeholder: "tag") public var lang: String?

  public let purpose: OptionPurpose?

  /// - Parameter purpose: whose captions they are, where a command has the option twice.
  public init(for purpose: OptionPurpose? = nil) { self.purpose = purpose }

  /// Throws a `UsageError` where more than one language was named, which says of no caption what it is.
  public func validate() throws {
    guard let lang, lang == "all" || lang.contains(",") else { return }
    let name = purpose.map { "--\($0.prefix)-lang" } ?? "--lang"
    throw UsageError("\(name): captions whose files name no language are of one language, not of “\(lang)”")
  }
}

extension CommaSeparated<String> {
  /// The language where exactly one is named; nil for several and for "all".
  public var onlyLanguage: String? { elements.count == 1 && elements != ["all"] ? elements[0] : nil }
}
