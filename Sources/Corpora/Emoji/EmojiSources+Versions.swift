import CHarfBuzz
import Console

/// The versions of the sources, as their own files say them; `nil` where they do not.
extension EmojiSources {
  /// Of CLDR's document type, such as "41"; the annotations themselves bear none.
  var cldrVersion: String? {
    guard let text = try? SourceFile.text(cldr + "/dtd/ldml.dtd") else { return nil }
    let parts = text.split(separator: "cldrVersion CDATA #FIXED \"", maxSplits: 1)
    return parts.count == 2 ? parts[1].split(separator: "\"", maxSplits: 1).first.flatMap(Self.version) : nil
  }

  /// Of the line `# Version: 15.0` of emoji-test.txt.
  var emojiVersion: String? {
    guard let text = try? SourceFile.text(emojiTest) else { return nil }
    let prefix = "# Version: "
    let head = text.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: 40).prefix(40).map { Substring($0) }
    return head.first { $0.hasPrefix(prefix) }.flatMap { Self.version($0.dropFirst(prefix.count)) }
  }

  /// The revision in the font's header, such as "2.042".
  var notoVersion: String? {
    let blob = hb_blob_create_from_file(notoFont)
    let face = hb_face_create(blob, 0)
    let head = hb_face_reference_table(face, hb_tag_from_string("head", 4))
    defer {
      hb_blob_destroy(head)
      hb_face_destroy(face)
      hb_blob_destroy(blob)
    }
    var length: UInt32 = 0
    guard let data = hb_blob_get_data(head, &length), length >= 8 else { return nil }
    let bytes = UnsafeRawBufferPointer(start: data, count: 8)
    // 16.16 fixed, behind the table's own version; three decimals are what fonts count in.
    let revision = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    return NumberText.fixed(Double(revision) / 65_536, decimals: 3)
  }

  /// Part of the gem's folder, `gemojione-4.3.3`.
  var emojiOneVersion: String? {
    let prefix = "gemojione-"
    let folder = emojiOne.split(separator: "/").last { $0.hasPrefix(prefix) }
    return folder.flatMap { Self.version($0.dropFirst(prefix.count)) }
  }

  private static func version(_ text: Substring) -> String? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    return digits.isEmpty ? nil : String(digits)
  }
}
