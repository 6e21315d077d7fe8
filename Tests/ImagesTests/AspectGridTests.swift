import Testing

@testable import Images

@Suite("Aspect grid")
struct AspectGridTests {
  struct Case: Sendable {
    let image: (width: Int, height: Int)
    var patches = 256
    var rows = 65_535
    var columns = 65_535
    let grid: (rows: Int, columns: Int)
  }

  static let cases: [Case] = [
    Case(image: (224, 224), grid: (16, 16)),
    Case(image: (224, 224), patches: 20, grid: (4, 4)),
    Case(image: (640, 480), grid: (14, 18)),
    Case(image: (480, 640), grid: (18, 14)),
    Case(image: (500, 375), patches: 196, grid: (12, 16)),
    Case(image: (1, 1), grid: (16, 16)),
    Case(image: (1000, 1), grid: (1, 256)),
    Case(image: (1, 1000), grid: (256, 1)),
    Case(image: (300, 200), patches: 1, grid: (1, 1)),
    Case(image: (1000, 500), columns: 16, grid: (8, 16)),
    Case(image: (1000, 500), rows: 4, grid: (4, 8)),
    Case(image: (500, 1000), patches: 2, grid: (2, 1)),
  ]

  @Test("Images get the grid of their form", arguments: cases)
  func grids(example: Case) throws {
    let grid = try AspectGrid(
      width: example.image.width, height: example.image.height, patchSize: 16, maximumPatches: example.patches,
      maximumRows: example.rows, maximumColumns: example.columns)
    #expect((grid.rows, grid.columns) == example.grid)
    #expect((grid.height, grid.width) == (grid.rows * 16, grid.columns * 16))
  }

  static func stretch(_ rows: Int, _ columns: Int, _ width: Int, _ height: Int) -> Double {
    let ratio = Double(columns * height) / Double(rows * width)
    return max(ratio, 1 / ratio)
  }

  /// The largest whole grid in a rectangle of the image's form, found by trying heights.
  static func fewest(_ width: Int, _ height: Int, patches: Int, limits: (rows: Int, columns: Int)) -> Int {
    let form = Double(width) / Double(height)
    let heights = (1...3_000).map { Double($0) / 100 }.filter {
      $0 * $0 * form <= Double(patches) && $0 <= Double(limits.rows) && $0 * form <= Double(limits.columns)
    }
    guard let tallest = heights.last else { return 1 }
    return max(1, Int(tallest)) * max(1, Int(tallest * form))
  }

  @Test("No grid that is allowed and no smaller stretches the image less")
  func exhaustive() throws {
    var generator = TestGenerator(seed: 4)
    for _ in 0..<300 {
      let (width, height) = (100 + Int(generator.next() % 900), 100 + Int(generator.next() % 900))
      let patches = 1 + Int(generator.next() % 120)
      let limits = (rows: 1 + Int(generator.next() % 30), columns: 1 + Int(generator.next() % 30))
      let grid = try AspectGrid(
        width: width, height: height, patchSize: 8, maximumPatches: patches, maximumRows: limits.rows,
        maximumColumns: limits.columns)
      #expect(grid.patches <= patches && grid.rows <= limits.rows && grid.columns <= limits.columns)
      #expect(grid.patches >= Self.fewest(width, height, patches: patches, limits: limits))
      let least = (1...limits.rows).flatMap { rows in
        (1...limits.columns).filter { (grid.patches...max(grid.patches, patches)).contains(rows * $0) }
          .map { Self.stretch(rows, $0, width, height) }
      }.min()
      #expect(Self.stretch(grid.rows, grid.columns, width, height) - (least ?? 0) < 1e-9)
    }
  }

  @Test("An image at the size of its grid is cut into exactly its patches")
  func cutting() throws {
    let grid = try AspectGrid(width: 33, height: 20, patchSize: 4, maximumPatches: 15)
    let image = try AugmentationFixtures.noise(33, 20).resized(to: grid)
    let sequence = try PatchSequence(cutting: image, patchSize: grid.patchSize)
    #expect((grid.rows, grid.columns, sequence.count) == (3, 5, 15))
  }

  @Test("Numbers below 1 and grids beyond all memory are refused")
  func refusals() {
    #expect(
      throws: PixelError("a grid needs an image and patches of 1 to 16,777,215 pixels per side, not 0 × 5 and 16")
    ) { try AspectGrid(width: 0, height: 5, patchSize: 16, maximumPatches: 9) }
    #expect(
      throws: PixelError("a grid needs room for 1 to 65,535 patches per side, not 0 in 65535 rows and 65535 columns")
    ) { try AspectGrid(width: 5, height: 5, patchSize: 16, maximumPatches: 0) }
    #expect(
      throws: PixelError(
        "4000000000 patches of 16 pixels per side make an image of 1011920 × 1011920 pixels; at most 32,767 a side are "
          + "possible")
    ) { try AspectGrid(width: 5, height: 5, patchSize: 16, maximumPatches: 4_000_000_000) }
  }
}
