import FoundationEssentials
import TestSupport
import Testing

@testable import Images

/// Whatever comes in, an image within the limits or a sentence comes out. `make damage` runs the same for minutes under the
/// address sanitizer.
@Suite struct FuzzTests {
  /// Seconds to go on for, beyond the cases of a normal run.
  static let seconds = Double(ProcessInfo.processInfo.environment["CLIPPO_FUZZ_SECONDS"] ?? "") ?? 0

  static let files: [ImageFormat: [String]] = [
    .jpeg: [
      "gray.jpg", "ycbcr-420.jpg", "rgb.jpg", "ycck.jpg", "progressive-420.jpg", "progressive-cmyk.jpg", "restarts.jpg",
      "orientation-6.jpg", "smooth.jpg",
    ],
    .webp: [
      "lossy.webp", "lossless.webp", "lossy-alpha.webp", "lossless-alpha.webp", "orientation-6.webp", "animated.webp",
    ],
    .png: [
      "orientation-6.png", "../png/palette-4-transparent-interlaced.png", "../png/rgb-16.png", "../png/gray-1.png",
    ],
  ]

  static func options(_ chance: inout Mutations) -> DecodingOptions {
    var options = DecodingOptions(pixelLimit: 1 << 14)
    options.truncated = chance.below(2) == 0 ? .refuse : .accept
    options.turnsUpright = chance.below(4) > 0
    options.scanLimit = 20
    options.detail = [.full, .full, .shortestSide(9), .atLeast(width: 20, height: 3)][chance.below(4)]
    return options
  }

  @Test("Damaged files give an image or a sentence, 3,000 of each format", arguments: ImageFormat.allCases)
  func damaged(format: ImageFormat) throws {
    let originals = try (Self.files[format] ?? []).map { try Codecs.bytes($0) }
    let end = ContinuousClock.now + .seconds(Self.seconds / 3)
    var seed: UInt64 = 1
    var (refused, read) = (0, 0)
    repeat {
      var chance = Mutations(seed: seed)
      seed += 1
      let options = Self.options(&chance)
      let bytes = chance.mutated(originals[chance.below(originals.count)])
      do {
        let decoded = try ImageFile.decode(bytes, options: options)
        read += 1
        let image = decoded.image
        #expect(image.width * image.height <= options.pixelLimit)
        #expect(image.pixels.count == image.width * image.height * image.channels.rawValue)
        #expect(options.truncated == .accept || !decoded.isTruncated)
      } catch let error as PixelError {
        refused += 1
        #expect(error.description.hasPrefix("th"))
      }
    } while seed <= 3_000 || ContinuousClock.now < end
    #expect(refused > 300)
    #expect(read > 300)
  }

  @Test("Every size is resized, cropped and turned, by all instructions alike, 300 of them")
  func sizes() throws {
    let end = ContinuousClock.now + .seconds(Self.seconds / 10)
    var seed: UInt64 = 1
    repeat {
      var chance = Mutations(seed: seed)
      seed += 1
      let (width, height) = (1 + chance.below(40), 1 + chance.below(12))
      let pixels = (0..<width * height * 3).map { _ in UInt8(chance.below(256)) }
      let image = try PixelImage(width: width, height: height, channels: .rgb, pixels: pixels)
      let filter = ResampleFilter.allCases[chance.below(4)]
      let (newWidth, newHeight) = (1 + chance.below(40), 1 + chance.below(12))
      let resized = try image.resized(width: newWidth, height: newHeight, filter: filter)
      let (left, top) = (chance.below(newWidth), chance.below(newHeight))
      let part = PixelRectangle(
        left: left, top: top, width: 1 + chance.below(newWidth - left), height: 1 + chance.below(newHeight - top))
      let kept = try image.resized(width: newWidth, height: newHeight, filter: filter, keeping: part)
      #expect(Difference(kept, try resized.cropped(to: part)).largest == 0)
      // Level 0 is what every machine has; the result must not tell which one ran.
      for level in [Int32(-1), 0] {
        let plain = try image.resized(
          from: PixelRectangle(wholeOf: image), width: newWidth, height: newHeight, filter: filter, keeping: part,
          processorLevel: level)
        #expect(Difference(plain, kept).largest == 0)
      }
      let orientation = ImageOrientation.allCases[chance.below(8)]
      #expect(image.upright(from: orientation).pixels.count == pixels.count)
    } while seed <= 300 || ContinuousClock.now < end
  }
}
