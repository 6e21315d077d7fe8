/// Cuts captions into the words within which bytes are merged: what the patterns of CLIP and GPT-2 match.
enum PairWords {
  /// Calls `body` with every word as UTF-8.
  static func each(in text: String, _ style: BytePairEncoding.Style, _ body: ([UInt8]) -> Void) {
    let scalars: Scalars
    switch style {
    case .clip:
      scalars = UnicodeText.lowered(UnicodeText.normalized(UnicodeText.scalars(text), .composed))
    case .openCLIP(let cleaning): scalars = UnicodeText.scalars(cleaning.cleaned(text))
    case .gpt2: scalars = UnicodeText.scalars(text)
    }
    var word: [UInt8] = []
    var place = 0
    while place < scalars.count {
      let range: Range<Int>
      switch style {
      case .clip: range = clipWord(scalars, place)
      case .openCLIP: range = clipWord(scalars, place, ignoresCase: true)
      case .gpt2: range = gpt2Word(scalars, place)
      }
      place = range.upperBound
      guard !range.isEmpty else { continue }
      word.removeAll(keepingCapacity: true)
      for index in range { UnicodeText.append(scalars[index], to: &word) }
      body(word)
    }
  }

  private enum Kind { case letter, number, space, other }

  private static func kind(_ scalar: UInt32) -> Kind {
    if CharacterClass.isLetter(scalar) { return .letter }
    if CharacterClass.isSpace(scalar) { return .space }
    return CharacterClass.isNumber(scalar) ? .number : .other
  }

  private static func end(of kind: Kind, in scalars: Scalars, from start: Int) -> Int {
    var end = start
    while end < scalars.count, self.kind(scalars[end]) == kind { end += 1 }
    return end
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`; an empty range where white space stands.
  private static func clipWord(_ scalars: Scalars, _ start: Int, ignoresCase: Bool = false) -> Range<Int> {
    let kind = kind(scalars[start])
    switch kind {
    case .space:
      let end = end(of: .space, in: scalars, from: start)
      return end..<end
    case .number: return start..<start + 1
    case .letter: return start..<end(of: .letter, in: scalars, from: start)
    case .other:
      return
        start..<(contraction(scalars, start, ignoresCase: ignoresCase) ?? end(of: .other, in: scalars, from: start))
    }
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  private static func gpt2Word(_ scalars: Scalars, _ start: Int) -> Range<Int> {
    if let end = contraction(scalars, start) { return start..<end }
    let first = scalars[start] == 0x20 && start + 1 < scalars.count ? start + 1 : start
    let kind = kind(scalars[first])
    if kind != .space { return start..<end(of: kind, in: scalars, from: first) }
    let end = end(of: .space, in: scalars, from: start)
    // White space leaves its last character to the word that follows, unless it is all there is.
    return start..<(end < scalars.count && end - start > 1 ? end - 1 : end)
  }

  /// Where a contraction's ending that begins with an apostrophe ends.
  private static func contraction(_ scalars: Scalars, _ start: Int, ignoresCase: Bool = false) -> Int? {
    func letter(_ place: Int) -> UInt32 {
      guard ignoresCase else { return scalars[place] }
      // Python's `regex` takes a long s for an s there.
      return scalars[place] == 0x17F ? 0x73 : UnicodeText.lowered([scalars[place]])[0]
    }
    guard scalars[start] == 0x27, start + 1 < scalars.count else { return nil }
    switch letter(start + 1) {
    case 0x73, 0x74, 0x6D, 0x64: return start + 2
    case let first:
      guard start + 2 < scalars.count else { return nil }
      switch (first, letter(start + 2)) {
      case (0x72, 0x65), (0x76, 0x65), (0x6C, 0x6C): return start + 3
      default: return nil
      }
    }
  }
}
