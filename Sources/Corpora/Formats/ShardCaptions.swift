import Images
import JSON

/// What stands beside the image of a shard's sample.
struct ShardCaptions {
  let captions: [Caption]
  /// As the .json names them; nil where it does not.
  var id: String?
  var split: String?
  var orientation = ImageOrientation.upright
  /// Whether the .json named the text's language under the name that was asked for.
  var namesLanguage = false

  /// Captions that name no language have the source's, or an empty tag.
  static func read(
    _ bytes: [UInt8], isJSON: Bool, source: CorpusSource, origin: Origin
  ) throws(SkippedRecord) -> ShardCaptions {
    let language = source.captionLanguage ?? ""
    guard isJSON else {
      return ShardCaptions(
        captions: try CaptionFile.captions(in: bytes, language: language, source: source, origin: origin))
    }
    let json = try JSONValue.ofRecord(bytes, origin: origin)
    let description = SampleDescription(json)
    let own = description.language(source.table.languageColumn)
    if let complaint = own.flatMap(CaptionTag.complaint) { throw SkippedRecord(origin: origin, reason: complaint) }
    let reader = CaptionReader(language: own ?? language, role: source.role)
    return ShardCaptions(
      captions: try reader.captions(of: json, origin: origin), id: json["id"]?.stringValue, split: description.split,
      orientation: description.orientation, namesLanguage: source.table.languageColumn != nil && own != nil)
  }

  /// The languages of captions that are more than keywords, each once.
  static func languages(of captions: [Caption]) -> [String] {
    var languages: [String] = []
    for caption in captions where caption.role != .keyword && !languages.contains(caption.language) {
      languages.append(caption.language)
    }
    return languages
  }
}
