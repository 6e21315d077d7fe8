/// Letters that look the same in another script.
enum HomoglyphTable {
  /// The other letters of each letter's group.
  static let table: [Unicode.Scalar: [Unicode.Scalar]] = {
    var table: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    for group in alphabetic.split(separator: " ") {
      for letter in group.unicodeScalars { table[letter] = group.unicodeScalars.filter { $0 != letter } }
    }
    for (ideograph, radical) in radicals {
      table[ideograph, default: []].append(radical)
      table[radical] = [ideograph]
    }
    return table
  }()

  /// Groups of Latin, Cyrillic and Greek letters.
  private static let alphabetic = """
    AАΑ BВΒ CСϹ EЕΕ HНΗ IІΙ JЈͿ KКΚ MМΜ NΝ OОΟ PРΡ QԚ SЅ TТΤ WԜ XХΧ YҮΥ ZΖ ГΓ ПΠ ФΦ \
    aа cсϲ dԁ eе hһ iі jјϳ lӏ oоο pрρ qԛ sѕ uυ vν wԝ xх yу ıι ɑα ɛε кκ ѡω
    """

  /// Ideographs and the radicals that Unicode keeps as signs of their own (U+2E80…U+2FDF), which the compatible form
  /// joins again.
  private static var radicals: [(ideograph: Unicode.Scalar, radical: Unicode.Scalar)] {
    (0x2E80...0x2FDF).compactMap { value in
      guard let radical = Unicode.Scalar(UInt32(value)),
        let ideograph = NormalForm.compatible.of(String(radical))?.unicodeScalars.first, ideograph != radical
      else { return nil }
      return (ideograph, radical)
    }
  }
}
