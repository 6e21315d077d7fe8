import TestSupport
import Testing

@testable import Images

/// What differs between two images, short enough to print.
struct Difference: Equatable, CustomStringConvertible {
  var sizesAgree: Bool
  /// Levels; 255 where sizes disagree.
  var largest: Int
  var description: String { sizesAgree ? "up to \(largest) levels" : "another size" }

  init(_ one: PixelImage, _ other: PixelImage) {
    sizesAgree = one.width == other.width && one.height == other.height && one.channels == other.channels
    largest = sizesAgree ? zip(one.pixels, other.pixels).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) } : 255
  }
}

/// Files in `Fixtures/codecs`, which make_codecs.py made.
enum Codecs {
  static func bytes(_ name: String) throws -> [UInt8] {
    try FileContents.read(Fixture.path("codecs/\(name)")) { Array($0) }
  }

  /// What Pillow reads in a file.
  static func expected(_ name: String) throws -> PixelImage {
    try PNG.read(Fixture.path("codecs/\(name).expected.png"))
  }

  static func options(_ change: (inout DecodingOptions) -> Void) -> DecodingOptions {
    var options = DecodingOptions()
    change(&options)
    return options
  }

  static let accepting = options { $0.truncated = .accept }
}
