/// Reads one image and its captions from a stretch of a text file.
protocol SpanReader: Sendable {
  /// - Parameters:
  ///   - number: which of the source's files it is.
  ///   - image: what `RecordListing.add` was told of the record.
  func captioned(in file: OpenFile, number: Int, at span: TextSpan, image: Int?) throws -> CaptionedImage
}

/// Records of which only the places are kept; the text is read again at every visit.
struct RereadRecords<Reader: SpanReader>: RecordStore {
  let catalog: RecordCatalog
  let places: RecordPlaces
  let reader: Reader

  var fileStarts: [Int] { places.fileStarts }

  func imageMark(_ index: Int) -> UInt64 { places.marks[index] }

  /// Throws a `SkippedRecord` where the file is gone or has changed since its records were listed.
  func record(_ index: Int) throws -> CaptionedImage {
    let number = places.file(of: index)
    let listed = places.files[number]
    let spans = places.spans(of: index)
    let origin = Origin(file: listed.path, line: Int(spans.first?.line ?? 0))
    do {
      let file = try OpenFile(path: listed.path)
      guard file.size == listed.size, file.changed == listed.changed else {
        throw SkippedRecord(
          origin: origin, reason: "the file has changed since its records were listed; start the run again")
      }
      let images = try spans.map {
        try reader.captioned(in: file, number: number, at: $0, image: places.image(of: index))
      }
      guard let first = images.first else { throw SkippedRecord(origin: origin, reason: "nothing stands here") }
      return images.count == 1 ? first : first.captioned(with: images.flatMap(\.captions))
    } catch let problem as SkippedRecord { throw problem } catch {
      throw SkippedRecord(origin: origin, reason: "\(error)")
    }
  }
}
