import JSON

extension CaptionedImage {
  /// One line of `pictures.jsonl`; `image` is written relative to the corpus.
  func line(relativeImage: String, languages: [String]) -> String {
    func texts(_ role: CaptionRole) -> JSONValue {
      .object(
        languages.compactMap { language in
          let texts = self.texts(language, role)
          return texts.isEmpty ? nil : JSONMember(language, .array(texts.map { .string($0) }))
        })
    }
    var members = [
      JSONMember("image", .string(relativeImage)), JSONMember("id", .string(id)),
      JSONMember("style", .string(style)), JSONMember("split", .string(split.rawValue)),
    ]
    if let symbol { members.append(JSONMember("emoji", .string(symbol))) }
    members.append(JSONMember("captions", texts(.name)))
    members.append(JSONMember("keywords", texts(.keyword)))
    if !heldOut.isEmpty { members.append(JSONMember("withheld", .array(heldOut.map { .string($0) }))) }
    return JSONValue.object(members).compactText
  }

  private static let knownMembers = ["image", "id", "style", "split", "emoji", "captions", "keywords", "withheld"]

  /// Reads one line of `pictures.jsonl`, strictly. Throws `JSONError` or `CorpusError` with the line's origin.
  init(line: some Collection<UInt8>, folder: String, origin: Origin) throws {
    guard case .line(let number) = origin.place else {
      throw CorpusError("\(origin): only a line can be read as a record")
    }
    let record = try JSONObjectReader(
      value: JSONValue(parsing: line, source: origin.file, firstLine: number), origin: "\(origin)")
    try record.allowOnly(Self.knownMembers)
    let image = try record.string("image")
    guard !image.hasPrefix("/"), !image.split(separator: "/").contains("..") else {
      throw CorpusError("\(origin): image must be a path inside the corpus, not “\(image)”")
    }
    let splitName = try record.string("split")
    let split = CorpusSplit(rawValue: splitName)
    guard [.train, .composition, .style].contains(split) else {
      throw CorpusError("\(origin): split must be train, composition or style, not “\(splitName)”")
    }
    let captions = try record.captions("captions", role: .name)
    let keywords = try record.captions("keywords", role: .keyword)
    self.init(
      id: try record.string("id"), image: .file(folder + "/" + image), style: try record.string("style"),
      split: split,
      symbol: try record.optionalString("emoji"),
      captions: captions + keywords,
      heldOut: try record.strings("withheld"), origin: origin)
  }
}
