import TestSupport
import Testing

@testable import Images

/// See Fixtures/README.md for what the files hold.
@Suite("PNG color types")
struct PNGColorTypeTests {
  struct Form: CustomStringConvertible, Sendable {
    let color: String
    let depth: Int
    let transparent: Bool
    let interlaced: Bool

    var description: String {
      "\(color)-\(depth)\(transparent ? "-transparent" : "")\(interlaced ? "-interlaced" : "")"
    }

    /// What pixel (x, y) must be, with alpha where the file has any.
    func pixel(_ x: Int, _ y: Int) -> [UInt8] {
      let k = (x + 2 * y) % 8
      let bits: Int
      switch color {
      case "gray", "grayalpha": bits = k % 2 == 0 ? 0 : 7
      case "palette": bits = k % min(8, 1 << depth)
      default: bits = k
      }
      let channels = (0..<3).map { UInt8(255 * (bits >> $0 & 1)) }
      if color.hasSuffix("a") || color.hasSuffix("alpha") { return channels + [x * y % 2 == 0 ? 0 : 255] }
      return transparent ? channels + [bits == 0 ? 0 : 255] : channels
    }
  }

  static let forms: [Form] = [
    ("gray", [1, 2, 4, 8, 16], [false, true]), ("rgb", [8, 16], [false, true]),
    ("palette", [1, 2, 4, 8], [false, true]), ("grayalpha", [8, 16], [false]), ("rgba", [8, 16], [false]),
  ].flatMap { color, depths, transparencies in
    depths.flatMap { depth in
      transparencies.flatMap { transparent in
        [false, true].map { Form(color: color, depth: depth, transparent: transparent, interlaced: $0) }
      }
    }
  }

  @Test("Every color type, depth and interlacing is read", arguments: forms)
  func reads(form: Form) throws {
    let image = try PNG.read(Fixture.path("png/\(form).png"))
    #expect((image.width, image.height) == (9, 7))
    let expected = (0..<7).flatMap { y in (0..<9).flatMap { x in form.pixel(x, y) } }
    #expect(image.pixels == expected)
  }
}
