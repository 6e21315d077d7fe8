import Files
import Images

/// What one record gives, found on any thread.
struct RecordReading {
  struct Image {
    /// Of the file's bytes.
    let hash: UInt64
    let header: ImageHeader
    let byteCount: Int
  }

  struct Text {
    let hash: UInt64
    let characters: Int
  }

  let record: CaptionedImage
  /// Of each caption of the record.
  let texts: [Text]
  let image: Result<Image, SkippedRecord>

  /// - Parameter decodes: whether the image's pixels are decoded to see whether they can be.
  init(_ record: CaptionedImage, decodes: Bool) {
    self.record = record
    texts = record.captions.map { Text(hash: StableHash.of($0.text.utf8), characters: $0.text.count) }
    image = Self.image(of: record, decodes: decodes)
  }

  private static func image(of record: CaptionedImage, decodes: Bool) -> Result<Image, SkippedRecord> {
    func problem(_ kind: SkippedRecord.Kind, _ reason: String) -> Result<Image, SkippedRecord> {
      .failure(SkippedRecord(kind, origin: record.origin, reason: reason))
    }
    if case .file(let path) = record.image.stored, !SourceFile.exists(path) {
      return problem(.missing, "\(path): there is no such file")
    }
    do {
      let bytes = try record.image.bytes(limit: PhotoPreparation.byteLimit)
      let header = try ImageFile.header(of: bytes)
      if decodes { _ = try ImageFile.decode(bytes) }
      return .success(Image(hash: Checksum.of(bytes), header: header, byteCount: bytes.count))
    } catch let error as PixelError {
      return problem(.image, "\(record.image): \(error)")
    } catch {
      return problem(.image, "\(error)")
    }
  }
}
