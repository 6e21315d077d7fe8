import Corpora
import Images

/// An image of what training sees: photos as augmented, each with its page below.
struct BatchSheet {
  private static let columns = 8
  private static let gap = 8

  let image: PixelImage

  /// - Parameters:
  ///   - side: pixels a side of a photo, a multiple of the patch.
  ///   - pageRows: patch rows of a page.
  ///   - pageColumns: patch columns of a page.
  init(_ batch: TrainingBatch, patchSize: Int, side: Int, pageRows: Int, pageColumns: Int) {
    let width = max(side, pageColumns * patchSize) + Self.gap
    let height = side + pageRows * patchSize + 2 * Self.gap
    let rows = (batch.pairs + Self.columns - 1) / Self.columns
    var sheet = PixelImage(
      width: Self.columns * width + Self.gap, height: rows * height + Self.gap,
      filledWith: Color(red: 208, green: 208, blue: 208))
    for pair in 0..<batch.pairs {
      let left = Self.gap + pair % Self.columns * width
      let top = Self.gap + pair / Self.columns * height
      for (view, down) in [(BatchView.image, 0), (.text, side + 4)] {
        guard let sequence = batch.views[view]?[pair] else { continue }
        sheet.draw(sequence: Int(sequence), of: batch, patchSize: patchSize, left: left, top: top + down)
      }
    }
    image = sheet
  }
}

extension PixelImage {
  /// Copies the patches of one sequence to their places, counted from (left, top).
  fileprivate mutating func draw(sequence: Int, of batch: TrainingBatch, patchSize: Int, left: Int, top: Int) {
    for token in Int(batch.offsets[sequence])..<Int(batch.offsets[sequence + 1]) {
      let x = left + Int(batch.columns[token]) * patchSize
      for line in 0..<patchSize {
        let y = top + Int(batch.rows[token]) * patchSize + line
        guard y < height, x + patchSize <= width else { continue }
        let source = token * batch.patchWidth + line * patchSize * 3
        let target = (y * width + x) * 3
        pixels.replaceSubrange(
          target..<target + patchSize * 3, with: batch.pixels[source..<source + patchSize * 3])
      }
    }
  }
}
