extension RuleCounts {
  /// Counts a record that could not be read: an image of which nothing is known.
  mutating func addUnread() {
    found.all.images += 1
    kept.all.images += 1
    unreadImages += 1
  }

  /// Counts a record, what each rule dropped of it and what is left.
  mutating func add(_ verdict: RecordVerdict) {
    if verdict.isUnread { unreadImages += 1 }
    found.all.images += 1
    if let rule = verdict.dropped { dropped[rule, default: Part()].all.images += 1 } else { kept.all.images += 1 }
    for language in verdict.judgedLanguages {
      let fates = verdict.fates(of: language)
      found.add(captions: fates.count, images: 1, of: language)
      for case let rule? in fates { dropped[rule, default: Part()].add(captions: 1, of: language) }
      let left = fates.count { $0 == nil }
      if left > 0 {
        kept.add(captions: left, images: 1, of: language)
      } else if let last = fates.compactMap(\.self).max() {
        dropped[last, default: Part()].add(images: 1, of: language)
      }
    }
  }
}

extension RecordVerdict {
  /// The languages of captions that are judged, each once.
  fileprivate var judgedLanguages: [String] {
    var seen: Set<String> = []
    return record.captions.compactMap { $0.isJudged && seen.insert($0.language).inserted ? $0.language : nil }
  }

  /// What becomes of the judged captions of a language: the rule that drops each, or nil.
  fileprivate func fates(of language: String) -> [CorpusRule?] {
    record.captions.indices.filter { record.captions[$0].isJudged && record.captions[$0].language == language }
      .map { captions[$0] }
  }

  /// Places of the captions that are dropped, ascending.
  var droppedPlaces: [Int] { captions.indices.filter { captions[$0] != nil } }

  /// Languages that the record named its image in and does no more.
  var lostLanguages: [String] {
    record.languages.filter { language in
      !record.captions.indices.contains {
        record.captions[$0].language == language && record.captions[$0].role != .keyword && captions[$0] == nil
      }
    }
  }
}
