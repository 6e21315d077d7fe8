import Console
import Tokenizers

/// What rules say of one record: the first rule that drops each of its captions, and why.
struct RecordVerdict {
  /// A drop in words.
  struct Reason {
    let rule: CorpusRule
    let sentence: String
  }

  let record: CaptionedImage
  /// The rule that drops each caption; nil for one that is kept, and for one that is not judged.
  private(set) var captions: [CorpusRule?]
  private(set) var reasons: [Reason] = []
  /// The rule by which nothing is left of the record; nil where something is.
  private(set) var dropped: CorpusRule?
  /// Whether a rule wanted to see the image and could not.
  private(set) var isUnread = false

  /// What is judged by.
  struct Evidence {
    let limits: RuleLimits
    let census: CorpusCensus
    let heldOut: HeldOutImages?
  }

  /// - Parameter number: of the record, among those of the census.
  ///
  /// Throws where ICU cannot read a caption.
  init(_ record: CaptionedImage, number: Int, by evidence: Evidence, segmenter: CaptionSegmenter) throws {
    self.record = record
    captions = [CorpusRule?](repeating: nil, count: record.captions.count)
    judgeSides(number, evidence)
    judgeCrowd(number, evidence)
    if dropped != nil { return }
    for (place, caption) in record.captions.enumerated() where caption.isJudged {
      guard let reason = try Self.reason(against: caption, evidence, segmenter) else { continue }
      drop(caption: place, reason)
    }
    if dropped == nil, let heldOut = evidence.heldOut { judgeLikeness(heldOut) }
  }

  private mutating func judgeSides(_ number: Int, _ evidence: Evidence) {
    guard evidence.limits.readsSides else { return }
    guard let sides = evidence.census.sides[number] else {
      isUnread = true
      return
    }
    let (shorter, longer) = (Int(sides.shorter), Int(sides.longer))
    if let least = evidence.limits.minSide, shorter < least {
      drop(.minSide, "the image's shorter side has \(shorter) pixels, and \(least) are the least")
    }
    guard let aspect = evidence.limits.aspect, !aspect.allows(shorter: shorter, longer: longer) else { return }
    let bound = "\(aspect.isAllowed ? "at most" : "below") \(NumberText.short(aspect.value))"
    drop(.maxAspect, "the image's sides have \(shorter) and \(longer) pixels, and their ratio must be \(bound)")
  }

  private mutating func judgeCrowd(_ number: Int, _ evidence: Evidence) {
    guard let limit = evidence.limits.captionsPerImage, !evidence.census.images.isEmpty,
      let count = evidence.census.crowdedImages[evidence.census.images[number]]
    else { return }
    drop(
      .maxCaptionsPerImage, "the image has \(NumberText.thousands(count)) different captions, and \(limit) are the most"
    )
  }

  private mutating func judgeLikeness(_ heldOut: HeldOutImages) {
    do {
      guard let match = try heldOut.match(record) else { return }
      let likeness = match.distance.map { "differs in \($0) bits of its hash from" } ?? "is the same file as"
      drop(.heldOut, "the image \(likeness) \(match.origin), which is held out")
    } catch { isUnread = true }
  }

  /// Drops the image with all its captions, unless it is gone already.
  private mutating func drop(_ rule: CorpusRule, _ sentence: String) {
    guard dropped == nil else { return }
    dropped = rule
    reasons.append(Reason(rule: rule, sentence: sentence))
    for (place, caption) in record.captions.enumerated() where caption.isJudged && captions[place] == nil {
      captions[place] = rule
    }
  }

  private mutating func drop(caption place: Int, _ reason: Reason) {
    captions[place] = reason.rule
    reasons.append(reason)
    let isEmpty = record.captions.indices.allSatisfy { captions[$0] != nil || record.captions[$0].role == .keyword }
    // The last rule that dropped one is the one by which nothing is left.
    if isEmpty { dropped = captions.compactMap(\.self).max() }
  }
}

extension RecordVerdict {
  /// Why the first rule that drops a caption does; nil where none does.
  private static func reason(
    against caption: Caption, _ evidence: Evidence, _ segmenter: CaptionSegmenter
  ) throws -> Reason? {
    func reason(_ rule: CorpusRule, _ sentence: String) -> Reason {
      Reason(rule: rule, sentence: "\(shown(caption)) \(sentence)")
    }
    let limits = evidence.limits
    if let most = limits.imagesPerCaption, let images = evidence.census.sharedCaptions[caption.identity] {
      return reason(
        .maxImagesPerCaption, "belongs to \(NumberText.thousands(images)) different images, and \(most) are the most")
    }
    let vocabulary = evidence.census.vocabularies[caption.language]
    guard vocabulary != nil || limits.length != nil else { return nil }
    let units = try segmenter.units(of: caption.text)
    if let vocabulary {
      for (place, ngram) in units.ngrams.enumerated() {
        let count = vocabulary.counts.count(ngram)
        guard count < vocabulary.threshold else { continue }
        return reason(
          .vocabularySize,
          "has “\(units.text(ofNGram: place))”, which occurs \(count) \(count == 1 ? "time" : "times"); the vocabulary "
            + "begins at \(vocabulary.threshold)")
      }
    }
    guard let length = limits.length, case let verdict = length.judge(units), verdict != .fits else { return nil }
    return reason(
      .length,
      "is too \(verdict == .tooShort ? "short" : "long"): words \(units.words) (\(length.words)), characters "
        + "\(units.characters) (\(length.characters))")
  }

  /// A caption as a list names it.
  private static func shown(_ caption: Caption) -> String {
    let text = caption.text.prefix(40)
    return "the caption “\(text)\(text.endIndex == caption.text.endIndex ? "" : "…")” (\(caption.language))"
  }
}

extension CorpusRule: Comparable {
  /// By the order in which the rules are applied.
  public static func < (left: CorpusRule, right: CorpusRule) -> Bool { left.number < right.number }

  private var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
