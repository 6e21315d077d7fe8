import Files
import Images

/// What one record gives, found on any thread.
struct RecordReading {
  struct Picture {
    /// Of the file's bytes.
    let hash: UInt64
    let header: PictureHeader
    let byteCount: Int
  }

  struct Text {
    let hash: UInt64
    let characters: Int
  }

  let record: CaptionedImage
  /// Of each caption of the record.
  let texts: [Text]
  let picture: Result<Picture, InspectionProblem>

  /// - Parameter decodes: whether the picture's pixels are decoded to see whether they can be.
  init(_ record: CaptionedImage, decodes: Bool) {
    self.record = record
    texts = record.captions.map { Text(hash: StableHash.of($0.text.utf8), characters: $0.text.count) }
    picture = Self.picture(of: record, decodes: decodes)
  }

  private static func picture(of record: CaptionedImage, decodes: Bool) -> Result<Picture, InspectionProblem> {
    func problem(_ kind: InspectionProblem.Kind, _ reason: String) -> Result<Picture, InspectionProblem> {
      .failure(InspectionProblem(kind, origin: "\(record.origin)", reason: reason))
    }
    if case .file(let path) = record.picture.stored, !SourceFile.exists(path) {
      return problem(.missing, "\(path): there is no such file")
    }
    do {
      let bytes = try record.picture.bytes(limit: PhotoPreparation.byteLimit)
      let header = try PictureFile.header(of: bytes)
      if decodes { _ = try PictureFile.decode(bytes) }
      return .success(Picture(hash: Checksum.of(bytes), header: header, byteCount: bytes.count))
    } catch let error as PixelError {
      return problem(.picture, "\(record.picture): \(error)")
    } catch {
      return problem(.picture, "\(error)")
    }
  }
}

extension InspectionProblem: Error {}
