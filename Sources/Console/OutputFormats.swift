/// What a command can write into a file, told by the file's ending: a name never says one format while the file holds another.
public struct OutputFormats: Sendable {
  /// What is written, such as “a report”.
  public let what: String
  /// Known endings in lower case, without dots.
  public let endings: [String]
  /// The ending that a name without one stands for; nil where a name must have one.
  public let unnamed: String?

  public init(_ what: String, endings: [String], unnamed: String?) {
    self.what = what
    self.endings = endings
    self.unnamed = unnamed
  }

  /// An image that is written as PNG whatever it is called.
  public static func png(_ what: String) -> OutputFormats { OutputFormats(what, endings: ["png"], unnamed: "png") }
  /// A page for browsers.
  public static func page(_ what: String) -> OutputFormats {
    OutputFormats(what, endings: ["html", "htm"], unnamed: "html")
  }
  /// One JSON object a line.
  public static func lines(_ what: String) -> OutputFormats {
    OutputFormats(what, endings: ["jsonl", "ndjson", "json"], unnamed: "jsonl")
  }

  /// The ending of the format that `path` asks for.
  ///
  /// Throws a `UsageError` that lists the endings where it asks for another.
  @discardableResult
  public func ending(of path: String) throws -> String {
    let found = Self.ending(path) ?? unnamed
    if let found, endings.contains(found) { return found }
    let dotted = endings.map { "." + $0 }
    let list = [dotted.dropLast().joined(separator: ", "), dotted.last ?? ""].filter { !$0.isEmpty }
      .joined(separator: " or ")
    let without = unnamed == nil ? "" : ", or leave the ending out"
    throw UsageError("\(path): \(what) ends in \(list), which says how it is written; name it so\(without)")
  }

  /// What follows the last dot of a name, in lower case. Nil where nothing does, where digits alone do, which name no format, and in
  /// names that begin with their only dot.
  private static func ending(_ path: String) -> String? {
    guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: "."), dot != name.startIndex else {
      return nil
    }
    let ending = name[name.index(after: dot)...].lowercased()
    return ending.allSatisfy { ("0"..."9").contains($0) } ? nil : ending
  }
}
