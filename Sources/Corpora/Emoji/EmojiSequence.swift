import Files

/// One emoji: a code point or a sequence of them.
public struct EmojiSequence: Sendable, Equatable {
  /// The fully-qualified form, as it is typed.
  public let text: String
  /// Lower-case hexadecimal code points joined by "-", without U+FE0F: the name of its image everywhere.
  public let id: String
  /// The group of emoji-test.txt, such as "Smileys & Emotion".
  public let group: String

  public init(text: String, group: String) {
    self.text = text
    self.group = group
    id = Self.id(of: text)
  }

  public static func id(of text: String) -> String {
    text.unicodeScalars.filter { $0 != "\u{FE0F}" }.map { hexadecimal($0) }.joined(separator: "-")
  }

  /// At least four digits, as in the file names of image sets.
  static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    Hexadecimal.text(scalar.value, digits: 4)
  }

  private static func isTone(_ scalar: Unicode.Scalar) -> Bool { ("\u{1F3FB}"..."\u{1F3FF}").contains(scalar) }

  /// The skin tones in order, as hexadecimal code points joined by "-"; empty when there is none.
  public var tone: String {
    text.unicodeScalars.filter(Self.isTone).map(Self.hexadecimal).joined(separator: "-")
  }

  /// The same emoji without skin tones, as an `id`; equal to `id` when there is none.
  public var person: String {
    text.unicodeScalars.filter { !Self.isTone($0) && $0 != "\u{FE0F}" }.map(Self.hexadecimal).joined(separator: "-")
  }

  public var hasTone: Bool { text.unicodeScalars.contains(where: Self.isTone) }
  public var isFlag: Bool { group == "Flags" }
}
