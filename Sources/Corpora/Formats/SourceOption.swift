/// What can be said about a source that not every format follows. The raw values are the fields of a recipe.
enum SourceOption: String, CaseIterable {
  case images, language, split, captionLines
  case separator, header, unquoted, imageColumn, captionColumn, languageColumn, splitColumn, roleColumn
  case rewrites

  /// The same on a command line.
  var flag: String {
    if self == .language { return "--lang" }
    return "--" + rawValue.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }

  fileprivate static let ofTables: Set<SourceOption> = [
    .separator, .header, .unquoted, .imageColumn, .captionColumn, .languageColumn, .splitColumn,
    .roleColumn,
  ]

  /// Why a format that does not follow the option does not.
  fileprivate var reason: String {
    switch self {
    case .images: "its images lie in its own files"
    case .language: "each of its captions is of a language of its own; choose languages where they are used"
    case .split: "it names no splits"
    case .captionLines: "its captions have no files of their own"
    case .languageColumn: "it has no columns"
    default: "it is no table"
    }
  }
}

extension CorpusSource {
  /// What was said about the source beyond its path, format and role, as a command line has it.
  public var optionFlags: [String] { options.map(\.flag).sorted() }

  /// What was said about the source.
  var options: Set<SourceOption> {
    let said: [(SourceOption, Bool)] = [
      (.images, images != nil), (.language, language != nil), (.split, split != nil), (.captionLines, captionLines),
      (.separator, table.separator != nil), (.header, table.header != .automatic), (.unquoted, table.isUnquoted),
      (.imageColumn, table.imageColumn != nil), (.captionColumn, table.captionColumn != nil),
      (.languageColumn, table.languageColumn != nil), (.splitColumn, table.splitColumn != nil),
      (.roleColumn, table.roleColumn != nil), (.rewrites, !rewrites.isEmpty),
    ]
    return Set(said.filter(\.1).map(\.0))
  }
}

extension CorpusFormat {
  /// What of a source the format follows; files that go with its rows go with every format.
  var options: Set<SourceOption> { ownOptions.union([.rewrites]) }

  private var ownOptions: Set<SourceOption> {
    switch self {
    case .automatic: Set(SourceOption.allCases)
    case .jsonl, .coco, .keyedLines, .cocoCN, .iglue, .aic, .multi30k: [.images, .language, .split]
    case .webdataset: [.language, .languageColumn, .split, .captionLines]
    case .table: SourceOption.ofTables.union([.images, .language, .split])
    case .chineseCLIP: [.language, .split]
    case .folder: [.language, .languageColumn, .captionLines]
    case .xm3600: [.images]
    case .xtd10: [.images, .split]
    }
  }

  /// Throws a `CorpusError` where something was said that the format does not follow: it would be done without and the
  /// numbers would be others than people think.
  func check(_ source: CorpusSource, path: String) throws {
    let strange = source.options.subtracting(options).sorted { $0.rawValue < $1.rawValue }
    guard let first = strange.first else { return }
    let names = strange.map { "\($0.flag) (\($0.rawValue) in a recipe)" }.joined(separator: ", ")
    throw CorpusError(
      "\(path): the format \(rawValue) cannot follow \(names): \(first.reason); leave it out, or name another format")
  }
}
