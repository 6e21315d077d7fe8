import Console
import Runtime
import TextRendering

/// Turns one drawn record into a pair that a model reads.
struct SamplePreparation: Sendable {
  /// What was drawn for one place of a batch.
  struct Draw {
    /// Number of the pair since the beginning of the run.
    let sample: UInt64
    let part: Int
    let record: Int
    let language: String
    /// Numbers of the stream's records, for a substitute.
    let others: [Int32]
    /// Continues behind what the choice of the stream took.
    let generator: SeededGenerator
  }

  let corpus: Corpus
  /// Languages of the run: captions in others do not make pairs alike.
  let languages: [String]
  let options: BatchOptions
  let cache: ImageCache
  let skipped: TrainingSkips
  /// Records of the corpus, those skipped when it was opened included.
  let recordCount: Int
  let seed: UInt64
  /// The views beside image and caption; see `Set.further`.
  let views: [BatchView]

  /// Random records that are tried for one place before all are, in their order.
  private static let attempts = 64
  /// Problems that a complaint shows.
  private static let shown = 16

  /// Reads, augments and draws. A record that cannot be used is noted and replaced by another of its stream, which depends
  /// on the sample's number alone, so that everyone who meets the same records trains on the same pairs.
  ///
  /// Throws when more records than the limit cannot be used, or none of the stream can.
  func prepare(_ draw: Draw, with readers: CaptionReaderPair) throws -> PreparedPair {
    var record = draw.record
    var generator = draw.generator
    var place = 0
    for attempt in 0..<Self.attempts + draw.others.count {
      do { return try pair(draw, record: record, with: readers, using: &generator) } catch let problem as SkippedRecord
      {
        skipped.add(problem)
        // Where most records are bad, one place alone may meet more of them than may be skipped.
        try skipped.check(records: recordCount)
      }
      if attempt < Self.attempts {
        place = Int(generator.next().multipliedFullWidth(by: UInt64(draw.others.count)).high)
      } else {
        place = (place + 1) % draw.others.count
      }
      record = Int(draw.others[place])
    }
    let list = skipped.list.prefix(Self.shown).map { "  \($0)" }.joined(separator: "\n")
    throw CorpusError(
      "\(corpus.folder): none of \(NumberText.thousands(draw.others.count)) records in \(draw.language) can be used; "
        + "fix the corpus:\n\(list)")
  }

  private func pair(
    _ draw: Draw, record number: Int, with readers: CaptionReaderPair, using generator: inout SeededGenerator
  ) throws -> PreparedPair {
    let record = try corpus.parts[draw.part].store.record(number)
    func noting<Result>(_ body: () throws -> Result) throws -> Result {
      do { return try body() } catch { throw SkippedRecord(origin: record.origin, reason: "\(error)") }
    }
    guard let caption = caption(of: record, in: draw.language, using: &generator) else {
      throw SkippedRecord(origin: record.origin, reason: "the record has no caption in \(draw.language) any more")
    }
    var facts = RecordFacts(record, number: .init(part: draw.part, record: number), caption: caption)
    // Read once, whichever views show it.
    var image: ImageCache.Image?
    func readImage() throws -> ImageCache.Image {
      if let image { return image }
      let read = try noting { try cache.image(of: record, key: .init(part: draw.part, record: number)) }
      image = read
      return read
    }
    var further: [PreparedPair.FurtherView?] = []
    var truncation = TextTruncation()
    for view in views {
      let image = view.isImage ? try readImage() : nil
      let shown = try noting { try self.shown(view, draw, record: record, caption: caption, image, readers) }
      further.append(shown.map { .init(view: view, sequence: $0.read.sequence) })
      guard let shown, let caption = shown.caption else { continue }
      truncation += shown.read.truncation
      facts.further[view] = .init(caption, layout: options.keepsLayouts ? shown.read.textRanges : [])
    }
    func lost(_ text: ReadCaption?) -> TextTruncation {
      if let text { truncation += text.truncation }
      return truncation
    }
    let pageSeed = draw.sample &* 0x9E37_79B9_7F4A_7C15 ^ seed
    let teacherText = try readers.teacher.map { teacher in try noting { try caption.read(with: teacher).sequence } }
    let kind = pairKind(using: &generator)
    if kind == .texts, let other = secondCaption(of: record, beside: caption, using: &generator) {
      let texts = try [other, caption].enumerated().map { place, caption in
        try noting { try caption.read(with: readers.model, seed: pageSeed &+ UInt64(place)) }
      }
      return PreparedPair(
        kind: .texts, first: .sequence(texts[0].sequence), second: texts[1].sequence, further: further,
        teacherText: teacherText, facts: laidOut(facts, texts[1]),
        duplicateKeys: duplicateKeys(of: record, image: image?.hash, captions: [other, caption]),
        truncation: lost(texts[1]))
    }
    func photo() throws -> ModelSequence {
      let image = try readImage()
      return try noting {
        .patches(try options.photo.trainingPatches(of: image.image, caption: caption, using: &generator))
      }
    }
    var first: PreparedPair.Side?
    var hash = image?.hash
    if options.views.contains(.image) {
      if let known = options.knownImages?.hash(of: facts.record) {
        (first, hash) = (.known(facts.record), known)
      } else {
        first = .sequence(try photo())
        hash = image?.hash
      }
    }
    var text: ReadCaption?
    if options.views.contains(.text) {
      text =
        kind == .views
        ? ReadCaption(sequence: try photo(), truncation: TextTruncation())
        : try noting { try caption.read(with: readers.model, seed: pageSeed) }
    }
    return PreparedPair(
      kind: kind == .views ? .views : .imageAndCaption, first: first, second: text?.sequence, further: further,
      teacherText: teacherText, facts: text.map { laidOut(facts, $0) } ?? facts,
      duplicateKeys: duplicateKeys(of: record, image: hash, captions: kind == .views ? [] : [caption]),
      truncation: lost(text))
  }

  /// What a pair shows in a view beside its image and its caption; nil where it lacks it.
  private func shown(
    _ view: BatchView, _ draw: Draw, record: CaptionedImage, caption: Caption, _ image: ImageCache.Image?,
    _ readers: CaptionReaderPair
  ) throws -> (read: ReadCaption, caption: Caption?)? {
    var stream = SeededGenerator(seed: StableHash.of(view.name.utf8, continuing: seed), stream: draw.sample)
    switch view {
    case .image, .text: return nil
    case .imageAgain:
      return try image.map { image in
        let patches = try options.photo.trainingPatches(
          of: image.image, caption: caption, again: true, using: &stream)
        return (ReadCaption(sequence: .patches(patches), truncation: TextTruncation()), nil)
      }
    case .textAgain: return (try caption.read(with: readers.again, seed: stream.next()), caption)
    case .caption(let choice):
      let captions = choice.captions(of: record, beside: caption, languages: languages)
      guard !captions.isEmpty else { return nil }
      let chosen = captions[stream.place(below: captions.count)]
      return (try chosen.read(with: readers.model, seed: stream.next()), chosen)
    }
  }

  /// The facts with the page's layout map, where that is kept.
  private func laidOut(_ facts: RecordFacts, _ text: ReadCaption) -> RecordFacts {
    guard options.keepsLayouts else { return facts }
    var facts = facts
    facts.layout = text.textRanges
    return facts
  }

  private func pairKind(using generator: inout SeededGenerator) -> PreparedPair.Kind {
    guard options.textPairFraction + options.imageViewFraction > 0 else { return .imageAndCaption }
    let place = Double(generator.uniform())
    return place < options.textPairFraction
      ? .texts : place < options.textPairFraction + options.imageViewFraction ? .views : .imageAndCaption
  }

  /// Another of the record's captions, in any language of the run; nil where there is none.
  private func secondCaption(
    of record: CaptionedImage, beside first: Caption, using generator: inout SeededGenerator
  ) -> Caption? {
    let others = record.captions.filter {
      $0.role != .keyword && $0.role != .label && languages.contains($0.language) && $0.text != first.text
    }
    guard !others.isEmpty else { return nil }
    return others[Int(generator.next().multipliedFullWidth(by: UInt64(others.count)).high)]
  }

  /// One of the record's captions in the language, or a few of its keywords.
  private func caption(
    of record: CaptionedImage, in language: String, using generator: inout SeededGenerator
  ) -> Caption? {
    let captions = record.captions.filter { $0.language == language && $0.role != .keyword }
    guard let chosen = options.captionSampling.drawn(from: captions, using: &generator) else { return nil }
    guard Double(generator.uniform()) < options.keywordFraction else { return chosen }
    let words = record.texts(language, .keyword)
    guard !words.isEmpty else { return chosen }
    let text = words.seededShuffle(using: &generator).prefix(3).joined(separator: " ")
    return Caption(text: text, language: language, role: .keyword)
  }

  /// What makes pairs alike: the record, the image's bytes, and the captions that are shown. Captions that were not drawn do
  /// not count: short ones belong to many images, and would tie half a batch together.
  private func duplicateKeys(of record: CaptionedImage, image: UInt64?, captions: [Caption]) -> [UInt64] {
    [StableHash.of("\(record.origin)".utf8)] + (image.map { [$0] } ?? [])
      + captions.map { StableHash.of($0.text.utf8, continuing: StableHash.of($0.language.utf8)) }
  }
}

extension RecordFacts {
  init(_ record: CaptionedImage, number: Number, caption: Caption) {
    let labels = record.captions.filter { $0.role == .label }
    self.init(
      record: number, id: record.id, caption: caption.text, language: caption.language, role: caption.role,
      label: labels.isEmpty
        ? nil
        : labels.reduce(0) { hash, label in
          StableHash.of("\(label.language)\u{0}\(label.text)\u{0}".utf8, continuing: hash)
        }, origin: record.origin)
  }
}
