extension Corpus {
  /// Captions in `language` of all splits, those that are held out among them, but no keywords: in the order of
  /// the records, all of them or `limit`, spread evenly.
  ///
  /// Throws when a record cannot be read.
  public func spreadCaptions(in language: String, limit: Int) throws -> [String] {
    let records = try parts.enumerated().flatMap { number, part in
      try self.records(of: part, in: language).map { (part: number, record: $0) }
    }
    let chosen = min(max(0, limit), records.count)
    let captions = try (0..<chosen).flatMap { place in
      let (part, record) = records[place * records.count / chosen]
      return try parts[part].store.record(record).texts(language)
    }
    let kept = min(max(0, limit), captions.count)
    return (0..<kept).map { captions[$0 * captions.count / kept] }
  }

  /// The catalog does not list what is held out; only a corpus that has such captions is read for them.
  private func records(of part: Part, in language: String) throws -> [Int] {
    let catalog = part.store.catalog
    let listed = catalog.records(in: language)
    guard counts.splits.contains(.transfer) else { return listed }
    let isListed = Set(listed)
    return try (0..<catalog.count).filter { number in
      if isListed.contains(number) { return true }
      return try catalog.split(number) == .train && part.store.record(number).heldOut.contains(language)
    }
  }
}

extension RecordCatalog {
  /// The numbers of the records of any split with captions in a language, ascending.
  fileprivate func records(in language: String) -> [Int] {
    let spoken = languageSets.map { $0.contains(language) }
    return languageSetOf.indices.filter { spoken[Int(languageSetOf[$0])] }
  }
}
