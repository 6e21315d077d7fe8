extension Corpus {
  /// Captions that training may see, keywords left out, part by part and language by language, in the order of the records.
  ///
  /// - Parameter limit: captions at most; where there are more records in a language, they are spread evenly over all.
  ///
  /// Throws when a record cannot be read.
  public func trainingCaptions(in languages: [String], limit: Int) throws -> [String] {
    let streams = parts.flatMap { part in
      languages.map { (part: part, language: $0, records: part.store.catalog.records(of: .train, in: $0)) }
    }.filter { !$0.records.isEmpty }
    let share = max(1, limit / max(1, streams.count))
    var captions: [String] = []
    for stream in streams {
      let count = min(share, stream.records.count)
      for place in 0..<count {
        let record = try stream.part.store.record(Int(stream.records[place * stream.records.count / count]))
        captions += record.texts(stream.language)
      }
    }
    return captions.count > limit ? Array(captions[..<limit]) : captions
  }
}
