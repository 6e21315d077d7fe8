import Testing

@testable import Images

@Suite("Photo transform")
struct PhotoTransformTests {
  static let everything = PhotoTransform(
    crop: RandomResizedCrop(), mirrored: 0.5, randAugment: RandAugment(),
    jitter: ColorJitter(probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.2, hue: 0.1, gray: 0.2),
    blur: RandomBlur())

  @Test("Without any part the photo is only resized")
  func none() throws {
    let image = try AugmentationFixtures.noise(30, 20)
    var generator = TestGenerator(seed: 1)
    let result = try PhotoTransform.none.apply(to: image, side: 16, flipAllowed: true, using: &generator)
    #expect(result == (try image.resized(width: 16, height: 16)))
    #expect(
      try PhotoTransform.none.apply(to: image, width: 30, height: 20, flipAllowed: true, using: &generator) == image)
  }

  @Test("The same generator gives the same photo, another one another")
  func seeds() throws {
    let image = try AugmentationFixtures.noise(60, 40)
    let results = try [UInt64(1), 1, 2].map { seed in
      var generator = TestGenerator(seed: seed)
      return try (0..<20).map { _ in
        try Self.everything.apply(to: image, side: 32, flipAllowed: true, using: &generator)
      }
    }
    #expect(results[0] == results[1])
    #expect(results[0] != results[2])
  }

  @Test("How much is drawn depends on the options alone")
  func draws() throws {
    let cases: [(transform: PhotoTransform, draws: Int)] = [
      (.none, 1), (PhotoTransform(crop: RandomResizedCrop()), 23), (PhotoTransform(randAugment: RandAugment()), 9),
      (PhotoTransform(jitter: ColorJitter()), 10), (PhotoTransform(blur: RandomBlur()), 3), (Self.everything, 42),
    ]
    let flat = PixelImage(width: 3, height: 70, filledWith: .black)
    for (transform, draws) in cases {
      for image in [flat, try AugmentationFixtures.noise(50, 40), try AugmentationFixtures.noise(1, 1)] {
        for flipAllowed in [false, true] {
          var generator = CountingGenerator(base: TestGenerator(seed: 5))
          _ = try transform.apply(to: image, width: 9, height: 6, flipAllowed: flipAllowed, using: &generator)
          #expect(generator.draws == draws)
        }
      }
    }
  }

  @Test("Photos are mirrored as often as asked, and never where it is not allowed")
  func mirrored() throws {
    let image = try PixelImage(width: 2, height: 1, channels: .rgb, pixels: [1, 1, 1, 200, 200, 200])
    for (share, allowed, expected) in [
      (0.0, true, 0...0), (1, true, 400...400), (1, false, 0...0), (0.5, true, 140...260),
    ] {
      var generator = TestGenerator(seed: 3)
      let transform = PhotoTransform(mirrored: share)
      let mirrored = try (0..<400).count { _ in
        try transform.apply(to: image, width: 2, height: 1, flipAllowed: allowed, using: &generator) != image
      }
      #expect(expected.contains(mirrored))
    }
  }

  @Test("Every form of photo and of output works", arguments: [(1, 1), (1, 50), (50, 1), (7, 9), (300, 200)])
  func sizes(width: Int, height: Int) throws {
    let image = try AugmentationFixtures.noise(width, height)
    var generator = TestGenerator(seed: 9)
    for (outWidth, outHeight) in [(1, 1), (16, 16), (48, 16), (1, 33)] {
      for _ in 0..<20 {
        let result = try Self.everything.apply(
          to: image, width: outWidth, height: outHeight, flipAllowed: true, using: &generator)
        #expect((result.width, result.height, result.channels) == (outWidth, outHeight, .rgb))
      }
    }
  }

  @Test("A crop for a wide output is wide")
  func wideCrops() throws {
    var generator = TestGenerator(seed: 2)
    for _ in 0..<200 {
      let part = RandomResizedCrop(area: 0.1...0.5).draw(
        width: 1000, height: 500, outputAspect: 2, using: &generator)
      let ratio = Double(part.width) / Double(part.height)
      #expect((1.48...2.70).contains(ratio))  // 2 × 3/4 to 2 × 4/3 and a pixel
    }
    // Red grows to the right and green downwards, so that the output tells which part it shows.
    let pixels = (0..<200).flatMap { y in (0..<200).flatMap { x -> [UInt8] in [UInt8(x), UInt8(y), 0] } }
    let image = try PixelImage(width: 200, height: 200, channels: .rgb, pixels: pixels)
    let square = PhotoTransform(crop: RandomResizedCrop(area: 0.2...0.2, aspectRatio: 1...1))
    let wide = try square.apply(to: image, width: 40, height: 20, flipAllowed: false, using: &generator)
    let last = wide.pixels.count - 3
    let (across, down) = (
      Int(wide.pixels[last]) - Int(wide.pixels[0]), Int(wide.pixels[last + 1]) - Int(wide.pixels[1])
    )
    #expect((118...128).contains(across))  // of 126 pixels
    #expect((55...65).contains(down))  // of 63
  }

  static let refused: [(transform: PhotoTransform, sentence: String)] = [
    (
      PhotoTransform(crop: RandomResizedCrop(area: 0...1)),
      "the area of a random crop is a share above 0 and at most 1 of the image, not 0.0 to 1.0"
    ),
    (
      PhotoTransform(crop: RandomResizedCrop(aspectRatio: -1...2)),
      "the aspect ratio of a random crop is a number above 0, such as 0.75 to 1.33, not -1.0 to 2.0"
    ),
    (PhotoTransform(mirrored: 1.5), "the share of images that are mirrored lies between 0 and 1, not 1.5"),
    (
      PhotoTransform(randAugment: RandAugment(magnitude: 21)),
      "RandAugment's magnitude lies between 0 and 20 and is usually 10, not 21"
    ),
    (
      PhotoTransform(randAugment: RandAugment(operations: -1)),
      "RandAugment makes 0 to 100 changes an image, usually 2, not -1"
    ),
    (
      PhotoTransform(jitter: ColorJitter(hue: 0.6)),
      "hues move by -0.5 to 0.5 of the color circle, not by -0.6 to 0.6"
    ),
    (
      PhotoTransform(jitter: ColorJitter(brightness: 1000)),
      "the factor of brightness lies between 0 and 100, 1 changing nothing, not between 0.0 and 1001.0"
    ),
    (
      PhotoTransform(jitter: ColorJitter(gray: -1)),
      "the share of images that lose their color lies between 0 and 1, not -1.0"
    ),
    (
      PhotoTransform(blur: RandomBlur(deviation: 0...51)),
      "a blur's standard deviation lies between 0 and 50 pixels, not between 0.0 and 51.0"
    ),
    (
      PhotoTransform(blur: RandomBlur(probability: .nan)),
      "the share of images that are blurred lies between 0 and 1, not nan"
    ),
  ]

  @Test("Numbers that make no sense are refused with a sentence", arguments: refused)
  func refusals(transform: PhotoTransform, sentence: String) throws {
    let image = try AugmentationFixtures.noise(4, 4)
    var generator = TestGenerator(seed: 1)
    #expect(throws: PixelError(sentence)) {
      try transform.apply(to: image, side: 4, flipAllowed: true, using: &generator)
    }
  }

  @Test("Impossible sizes and images with alpha are refused")
  func images() throws {
    var generator = TestGenerator(seed: 1)
    let clear = try PixelImage(width: 1, height: 1, channels: .rgba, pixels: [1, 2, 3, 4])
    #expect(throws: PixelError("an image with alpha cannot be augmented; compose it on a background first")) {
      try PhotoTransform.none.apply(to: clear, side: 4, flipAllowed: true, using: &generator)
    }
    #expect(throws: PixelError("augmented images have 1 to 32,767 pixels per side, not 0 × 4")) {
      try PhotoTransform.none.apply(
        to: AugmentationFixtures.noise(2, 2), width: 0, height: 4, flipAllowed: true, using: &generator)
    }
  }
}
