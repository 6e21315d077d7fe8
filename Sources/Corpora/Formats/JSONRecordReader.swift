import JSON

/// Reads a line of `JSONLinesFormat`.
struct JSONRecordReader: SpanReader {
  let source: CorpusSource

  /// What a line says.
  struct Line {
    /// The split that it names.
    let split: String?
    /// Nil where the line is of another split than the source's.
    let image: CaptionedImage?
  }

  /// Nil for an empty line.
  func outcome(of line: TextLine, in path: String) -> Result<Line?, SkippedRecord> {
    let origin = Origin(file: path, line: line.number)
    return Result { () throws(SkippedRecord) in try self.line(Array(line.text.utf8), origin: origin) }
  }

  func captioned(in file: OpenFile, number: Int, at span: TextSpan, image: Int?) throws -> CaptionedImage {
    let origin = Origin(file: file.path, line: Int(span.line))
    let line = try file.read(offset: span.offset, count: Int(span.length))
    guard let image = try self.line(line, origin: origin)?.image else {
      throw SkippedRecord(origin: origin, reason: "the line is empty now")
    }
    return image
  }

  private func line(_ line: [UInt8], origin: Origin) throws(SkippedRecord) -> Line? {
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
    let json = try JSONValue.ofRecord(line, origin: origin)
    guard case .object = json else {
      throw SkippedRecord(origin: origin, reason: "an object should stand here, not \(json.kind)")
    }
    let split = try text("split", of: json, origin)
    if let wanted = source.split, !(split.map { SplitName.takes($0, as: wanted) } ?? false) {
      return Line(split: split, image: nil)
    }
    return Line(split: split, image: try captioned(json, split: split, origin: origin))
  }

  private func captioned(_ json: JSONValue, split: String?, origin: Origin) throws(SkippedRecord) -> CaptionedImage {
    guard let name = json["image"]?.stringValue else {
      throw SkippedRecord(origin: origin, reason: "the member “image” should name an image's file")
    }
    let folder = source.images ?? SourceFile.folder(of: origin.file)
    let image = try ImagePath.location(name, in: folder, origin: origin)
    let captions = try CaptionReader(language: source.captionLanguage, role: source.role).captions(
      of: json, origin: origin)
    var id = json["id"]?.intValue.map(String.init)
    if id == nil { id = try text("id", of: json, origin) }
    return CaptionedImage(
      id: id ?? name, image: image, split: CorpusSplit(named: split),
      captions: captions, heldOut: try languages(json["heldOut"] == nil ? "withheld" : "heldOut", of: json, origin),
      origin: origin)
  }

  private func languages(_ name: String, of json: JSONValue, _ origin: Origin) throws(SkippedRecord) -> [String] {
    guard let value = json[name], value != .null else { return [] }
    guard let list = value.arrayValue?.map(\.stringValue), !list.contains(nil) else {
      throw SkippedRecord(origin: origin, reason: "“\(name)” must be a list of languages, not \(value.kind)")
    }
    return list.compactMap { $0 }
  }

  private func text(_ name: String, of json: JSONValue, _ origin: Origin) throws(SkippedRecord) -> String? {
    guard let value = json[name], value != .null else { return nil }
    guard let text = value.stringValue else {
      throw SkippedRecord(origin: origin, reason: "“\(name)” must be a string, not \(value.kind)")
    }
    return text
  }
}

extension JSONValue {
  /// The JSON of one record; `origin` names it in complaints.
  static func ofRecord(_ bytes: [UInt8], origin: Origin) throws(SkippedRecord) -> JSONValue {
    do { return try JSONValue(parsing: bytes[ByteOrderMark.length(in: bytes)...], source: origin.file) } catch {
      throw SkippedRecord(origin: origin, reason: (error as? JSONError)?.reason ?? "\(error)")
    }
  }
}
