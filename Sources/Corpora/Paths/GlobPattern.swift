/// A path whose names may hold wildcards: `*` for any characters, `?` for one, `[a-z]` for one of these.
///
/// A wildcard never stands for a slash, nor for the dot that hides a file. `~` is a character as any other.
public struct GlobPattern: Sendable {
  /// Paths that are found at most.
  public static let limit = 1_000_000

  public let text: String
  private let components: [GlobComponent]

  /// Throws `CorpusError` for a bracket without a partner, for `**`, and for a pattern without a name.
  public init(_ text: String) throws {
    self.text = text
    components = try text.split(separator: "/").map { try GlobComponent(String($0)) }
    guard !components.isEmpty, !text.utf8.contains(0) else {
      throw CorpusError("the pattern “\(MemberName.shown(text))” names no file")
    }
  }

  /// Whether there is any wildcard; without, the pattern stands for the file of its own name.
  public var hasWildcards: Bool { components.contains(where: \.hasWildcards) }

  /// The files and folders that fit, sorted by code unit. Throws `CorpusError` where there are none or too many, and where
  /// a folder that the pattern names cannot be opened.
  public func paths() throws -> [String] {
    var paths = [text.hasPrefix("/") ? "/" : ""]
    var sawWildcard = false
    for component in components {
      if component.hasWildcards {
        paths = try paths.flatMap { try matches(in: $0, component, isNamed: !sawWildcard) }
        sawWildcard = true
      } else {
        paths = paths.map { Self.joined($0, component.text) }
      }
      guard paths.count <= Self.limit else {
        throw CorpusError("more than \(Self.limit) paths fit the pattern “\(MemberName.shown(text))”")
      }
    }
    paths = paths.filter(SourceFile.exists)
    guard !paths.isEmpty else { throw CorpusError("\(MemberName.shown(text)): no file fits this pattern") }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A folder that was itself found by a wildcard may be a file, or closed to us; then nothing in it fits.
  private func matches(in folder: String, _ component: GlobComponent, isNamed: Bool) throws -> [String] {
    let path = folder.isEmpty ? "." : folder
    let names = isNamed ? try SourceFile.names(in: path) : (try? SourceFile.names(in: path)) ?? []
    return names.filter(component.matches).map { Self.joined(folder, $0) }
  }

  private static func joined(_ folder: String, _ name: String) -> String {
    folder.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
