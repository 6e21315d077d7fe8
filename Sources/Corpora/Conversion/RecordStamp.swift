/// A number that changes with a record's captions and with its image's file.
enum RecordStamp {
  /// The image is not opened; size and date of its file stand for it.
  static func of(_ record: CaptionedImage) -> UInt64 {
    let (file, part) = place(of: record.image)
    let stamp = try? SourceFile.stamp(file)
    let numbers = [part.offset, part.count, stamp?.size ?? -1, stamp?.changed ?? -1]
    let text = StableHash.of(record.shardJSON.compactText.utf8)
    return numbers.reduce(StableHash.of(file.utf8, continuing: text), joined)
  }

  /// One number for numbers in order.
  static func joined(_ hash: UInt64, _ number: some FixedWidthInteger) -> UInt64 {
    withUnsafeBytes(of: UInt64(truncatingIfNeeded: number).littleEndian) { StableHash.of($0, continuing: hash) }
  }

  private static func place(of image: ImageLocation) -> (file: String, part: (offset: Int, count: Int)) {
    switch image {
    case .file(let path): (path, (0, 0))
    case .turned(let image, _): place(of: image)
    case .member(let archive, _, let offset, let count): (archive, (offset, count))
    case .base64(let file, let offset, let count): (file, (offset, count))
    case .planes(let file, let offset, let side): (file, (offset, side))
    }
  }
}
