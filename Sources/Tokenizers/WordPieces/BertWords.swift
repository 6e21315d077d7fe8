/// BERT's words (Devlin et al. 2019, `BasicTokenizer`): controls are dropped, white space separates, ideographs and
/// punctuation stand apart, then case and accents go.
///
/// Where implementations differ this follows the `tokenizers` package unless the options say otherwise: characters for private
/// use are dropped, and lower case knows no final sigma. Unlike there, ideographs U+2B820…U+2B91F stand apart too, as in
/// BERT's own source.
struct BertWords {
  let options: WordPiece.Options

  /// Calls `body` with every word's code points as UTF-8 and their number.
  func each(in text: String, _ body: ([UInt8], Int) -> Void) {
    var scalars = cleaned(options.cleaning == .none ? text : options.cleaning.cleaned(text))
    let isOriginal = options.rules == .original
    // Its sigmas are told while capitals and marks are still there.
    if isOriginal, options.lowercase { scalars = PythonText.lowercased(scalars) }
    if options.stripAccents {
      scalars = UnicodeText.normalized(scalars, .decomposed)
      if scalars.contains(where: { $0 >= 0x300 }) { scalars.removeAll(where: CharacterClass.isAccent) }
    }
    if options.lowercase, !isOriginal { scalars = UnicodeText.lowered(scalars) }
    cut(scalars, body)
  }

  private func cleaned(_ text: String) -> Scalars {
    var scalars = Scalars()
    scalars.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      let value = scalar.value
      if CharacterClass.isSpace(value), value < 0x0B || value > 0x0C, value != 0x85 {
        scalars.append(0x20)
      } else if CharacterClass.isIdeograph(value) {
        scalars += [0x20, value, 0x20]
      } else if value != 0xFFFD, !isDropped(value) {
        scalars.append(value)
      }
    }
    return scalars
  }

  private func isDropped(_ scalar: UInt32) -> Bool {
    CharacterClass.isControl(scalar) && !(options.rules == .original && CharacterClass.isPrivateUse(scalar))
  }

  private func cut(_ scalars: Scalars, _ body: ([UInt8], Int) -> Void) {
    var word: [UInt8] = []
    var count = 0
    func finish() {
      guard count > 0 else { return }
      body(word, count)
      word.removeAll(keepingCapacity: true)
      count = 0
    }
    for scalar in scalars {
      let standsAlone = CharacterClass.isPunctuation(scalar)
      if standsAlone || CharacterClass.isSpace(scalar) { finish() }
      if CharacterClass.isSpace(scalar) { continue }
      UnicodeText.append(scalar, to: &word)
      count += 1
      if standsAlone { finish() }
    }
    finish()
  }
}
