import FoundationEssentials

@testable import TextRendering

/// Stages and pages for tests, on the built-in font stack.
struct Rendering {
  let renderer: TextRenderer

  init(_ options: RendererOptions = RendererOptions()) throws {
    renderer = try TextRenderer(fonts: FontStack.load(from: nil), options: options)
  }

  func page(_ text: String, _ language: String = "und") throws -> Page {
    try renderer.page(for: text, language: language)
  }

  /// The text of every line.
  func lines(_ text: String, _ language: String = "und") throws -> [String] {
    let bytes = Array(text.utf8)
    return try page(text, language).lines.map { String(decoding: bytes[$0.textRange], as: UTF8.self) }
  }

  /// File name of the font that draws each glyph, neighbors once.
  func fonts(_ text: String, _ language: String = "und") throws -> [String] {
    try page(text, language).glyphs.map { name(of: $0.font) }.reduce(into: []) { names, name in
      if names.last != name { names.append(name) }
    }
  }

  func name(of font: UInt16) -> String { renderer.fonts.fonts[Int(font)].definition.name }

  /// Gives what is known of a caption before it is cut into words to `body`.
  func itemized<Result>(
    _ text: String, _ language: String = "und", _ body: (ItemizedText) throws -> Result
  ) throws -> Result {
    try renderer.withPlacedWords(of: text, language: language) { try body($0.laid.item) }
  }
}

/// Unicode's files, where the distribution has them; `UnicodeTestFile` where the version matters.
enum UnicodeData {
  static let folder = "/usr/share/unicode/"
  static let isInstalled = FileManager.default.fileExists(atPath: folder + "BidiCharacterTest.txt")

  /// Lines with their comments cut off, without empty ones.
  static func lines(_ name: String) -> [Substring] {
    guard let data = FileManager.default.contents(atPath: folder + name) else { return [] }
    return lines(of: String(decoding: data, as: UTF8.self))
  }

  static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n").compactMap { line in
      let content = line.prefix { $0 != "#" }
      return content.allSatisfy(\.isWhitespace) ? nil : content
    }
  }

  /// Code points and the places of `÷` in a line such as `÷ 0020 × 0308 ÷`.
  static func breaks(in line: Substring) -> (scalars: [UInt32], breaks: [Int]) {
    var scalars: [UInt32] = []
    var breaks: [Int] = []
    for word in line.split(whereSeparator: \.isWhitespace) {
      if word == "÷" { breaks.append(scalars.count) }
      if let scalar = UInt32(word, radix: 16) { scalars.append(scalar) }
    }
    return (scalars, breaks)
  }

  static func text(_ scalars: [UInt32]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
    return String(text)
  }
}
