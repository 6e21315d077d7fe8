/// The second artist's images: PNGs named by code points, some without joiners.
struct EmojiOneImages: Sendable {
  private let folder: String
  /// From the lower-case name without ".png" to the file's name.
  private let files: [String: String]

  init(folder: String) throws {
    self.folder = folder
    files = Dictionary(
      try SourceFile.names(in: folder).filter { $0.lowercased().hasSuffix(".png") }
        .map { (String($0.lowercased().dropLast(4)), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The path of an emoji's image, or `nil` when the artist did not draw it.
  func path(of emoji: EmojiSequence) -> String? {
    let withoutJoiners = emoji.id.split(separator: "-").filter { $0 != "200d" }.joined(separator: "-")
    return (files[emoji.id] ?? files[withoutJoiners]).map { "\(folder)/\($0)" }
  }

  var names: [String] { files.values.sorted() }
}
