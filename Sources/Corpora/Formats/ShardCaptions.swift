import Console

/// The captions of a shard's sample.
enum ShardCaptions {
  /// Captions that name no language have the source's, or an empty tag.
  static func read(
    _ bytes: [UInt8], isJSON: Bool, source: CorpusSource, origin: Origin
  ) throws(CorpusProblem) -> [Caption] {
    let language = source.language ?? ""
    guard isJSON else { return try CaptionFile.captions(in: bytes, language: language, source: source, origin: origin) }
    let json = try JSONValue.ofRecord(bytes, origin: origin)
    return try CaptionReader(language: language, role: source.role).captions(of: json, origin: origin)
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
