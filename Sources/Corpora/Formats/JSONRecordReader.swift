import Console

/// Reads a line of `JSONLinesFormat`.
struct JSONRecordReader: SpanReader {
  let source: CorpusSource

  /// A line's picture; nil for an empty line and for another split.
  func outcome(of line: TextLine, in path: String) -> Result<CaptionedImage?, CorpusProblem> {
    let origin = Origin(file: path, line: line.number)
    return Result { () throws(CorpusProblem) in try image(Array(line.text.utf8), origin: origin) }
  }

  func image(in file: OpenFile, number: Int, at span: TextSpan, picture: Int?) throws -> CaptionedImage {
    let origin = Origin(file: file.path, line: Int(span.line))
    let line = try file.read(offset: span.offset, count: Int(span.length))
    guard let image = try image(line, origin: origin) else {
      throw CorpusProblem(origin: origin, reason: "the line is empty now")
    }
    return image
  }

  private func image(_ line: [UInt8], origin: Origin) throws(CorpusProblem) -> CaptionedImage? {
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
    func problem(_ reason: String) -> CorpusProblem { CorpusProblem(origin: origin, reason: reason) }
    let json = try JSONValue.ofRecord(line, origin: origin)
    guard case .object = json else { throw problem("an object should stand here, not \(json.kind)") }
    let split = try text("split", of: json, origin)
    if let wanted = source.split, split != wanted { return nil }
    guard let name = json["image"]?.stringValue else {
      throw problem("the member “image” should name a picture's file")
    }
    let folder = source.images ?? SourceFile.folder(of: origin.file)
    let picture = try PicturePath.location(name, in: folder, origin: origin)
    let captions = try CaptionReader(language: source.language, role: source.role).captions(of: json, origin: origin)
    var id = json["id"]?.intValue.map(String.init)
    if id == nil { id = try text("id", of: json, origin) }
    return CaptionedImage(
      id: id ?? name, picture: picture, split: CorpusSplit(rawValue: split ?? CorpusSplit.train.rawValue),
      captions: captions, withheld: try languages("withheld", of: json, origin), origin: origin)
  }

  private func languages(_ name: String, of json: JSONValue, _ origin: Origin) throws(CorpusProblem) -> [String] {
    guard let value = json[name], value != .null else { return [] }
    guard let list = value.arrayValue?.map(\.stringValue), !list.contains(nil) else {
      throw CorpusProblem(origin: origin, reason: "“\(name)” must be a list of languages, not \(value.kind)")
    }
    return list.compactMap { $0 }
  }

  private func text(_ name: String, of json: JSONValue, _ origin: Origin) throws(CorpusProblem) -> String? {
    guard let value = json[name], value != .null else { return nil }
    guard let text = value.stringValue else {
      throw CorpusProblem(origin: origin, reason: "“\(name)” must be a string, not \(value.kind)")
    }
    return text
  }
}

extension JSONValue {
  /// The JSON of one record; `origin` names it in complaints.
  static func ofRecord(_ bytes: [UInt8], origin: Origin) throws(CorpusProblem) -> JSONValue {
    do { return try JSONValue(parsing: bytes[ByteOrderMark.length(in: bytes)...], source: origin.file) } catch {
      throw CorpusProblem(origin: origin, reason: (error as? JSONError)?.reason ?? "\(error)")
    }
  }
}
