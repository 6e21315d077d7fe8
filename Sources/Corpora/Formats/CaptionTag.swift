/// The language tags that files give their captions.
enum CaptionTag {
  /// Bytes that a tag may have; BCP 47 asks for 35.
  private static let limit = 63

  /// Why a text is no language tag, or nil. An underscore may stand for the hyphen.
  static func complaint(_ tag: String) -> String? {
    let isTag =
      (1...limit).contains(tag.utf8.count)
      && tag.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
    return isTag ? nil : "“\(MemberName.shown(tag))” is no language tag, such as \"zh-Hant\""
  }
}
