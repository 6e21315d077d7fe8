import TestSupport
import Testing

@testable import Images

/// See Fixtures/resize/make_resize.py.
@Suite("Resizing as other programs do")
struct PillowResizeTests {
  struct Case: CustomStringConvertible {
    let source: String
    let filter: ResampleFilter
    let width: Int
    let height: Int
    var description: String { "\(source)-\(filter)-\(width)x\(height)" }
  }

  static func image(_ name: String) throws -> PixelImage { try PNG.read(Fixture.path("resize/\(name).png")) }

  static let cases: [Case] = {
    let sizes = ["hard": [(9, 7), (20, 31), (50, 30), (37, 5), (3, 2)], "long": [(16, 9), (13, 4)]]
    let wide = sizes.flatMap { source, sizes in
      [ResampleFilter.bilinear, .bicubic].flatMap { filter in
        sizes.map { Case(source: source, filter: filter, width: $0.0, height: $0.1) }
      }
    }
    return wide
      + [(18, 11), (12, 11), (36, 2), (4, 22)].map { Case(source: "even", filter: .area, width: $0.0, height: $0.1) }
  }()

  @Test("Filters agree with Pillow's", arguments: cases)
  func pillow(test: Case) throws {
    let resized = try Self.image(test.source).resized(width: test.width, height: test.height, filter: test.filter)
    #expect(Difference(resized, try Self.image("\(test)")).largest <= Tolerance.pillow)
  }

  @Test("Plain bilinear is TensorFlow's, half-pixel centers and no antialias", arguments: [(9, 7), (20, 31), (45, 10)])
  func plain(width: Int, height: Int) throws {
    let exact = try FileContents.read(Fixture.path("resize/hard-plain-\(width)x\(height).u16")) { bytes in
      let reader = ByteReader(bytes: bytes)
      return (0..<bytes.count / 2).compactMap { reader.number(2 * $0, bytes: 2, .little).map { Double($0) / 256 } }
    }
    let resized = try Self.image("hard").resized(width: width, height: height, filter: .bilinearPlain)
    #expect(exact.count == resized.pixels.count)
    let largest = zip(exact, resized.pixels).reduce(0) { max($0, abs($1.0 - Double($1.1))) }
    #expect(largest <= Tolerance.rounded)
  }

  @Test("The square of CLIP's transform is torchvision's", arguments: [12, 16])
  func clip(side: Int) throws {
    let image = try Self.image("hard")
    #expect(
      Difference(try image.fitted(toSquareOf: side), try Self.image("hard-clip-\(side)")).largest
        <= Tolerance.pillow)
    let tall = image.upright(from: .transposed)
    let expected = try Self.image("hard-transposed-clip-\(side)")
    #expect(Difference(try tall.fitted(toSquareOf: side), expected).largest <= Tolerance.pillow)
    let twoSteps = try tall.resized(shortestSide: side).centerCropped(width: side, height: side)
    #expect(try tall.fitted(toSquareOf: side) == twoSteps)
  }

  @Test("An image of one color keeps it", arguments: ResampleFilter.allCases)
  func constant(filter: ResampleFilter) throws {
    for level in [UInt8(0), 1, 77, 128, 254, 255] {
      // Rounding so many weights one by one would take 2 levels.
      let image = PixelImage(width: 1501, height: 43, filledWith: Color(red: level, green: level, blue: level))
      for (width, height) in [(7, 5), (1500, 44), (1600, 3)] {
        let resized = try image.resized(width: width, height: height, filter: filter)
        #expect(resized.pixels.allSatisfy { $0 == level })
      }
    }
  }
}
