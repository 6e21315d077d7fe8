/// A text file that belongs to one image.
enum CaptionFile {
  /// Bytes that are read at most.
  static let byteLimit = 1 << 20

  /// All of it as one caption, or every line as one. Throws what is wrong, where there is nothing but space too.
  static func captions(
    in bytes: [UInt8], language: String, source: CorpusSource, origin: Origin
  ) throws(SkippedRecord) -> [Caption] {
    guard let text = String(validating: bytes[ByteOrderMark.length(in: bytes)...], as: UTF8.self) else {
      throw SkippedRecord(origin: origin, reason: "the caption is not valid UTF-8")
    }
    let parts = source.captionLines ? text.split(whereSeparator: \.isNewline) : [Substring(text)]
    let captions = parts.filter(isText).map { part in
      Caption(text: part.withoutOuterSpace, language: language, role: source.role)
    }
    guard !captions.isEmpty else { throw SkippedRecord(origin: origin, reason: "the caption is empty") }
    return captions
  }

  /// Whether there is anything but space.
  static func isText(_ text: some StringProtocol) -> Bool { text.contains { !$0.isWhitespace } }
}
