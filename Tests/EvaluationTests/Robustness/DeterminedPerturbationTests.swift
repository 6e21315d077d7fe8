import Evaluation
import Runtime
import Testing

/// Perturbations that draw nothing have one right result.
@Suite struct DeterminedPerturbationTests {
  private func check(_ perturbation: Perturbation, _ text: String, _ language: String, _ expected: String?) {
    var generator = SeededGenerator(seed: 1)
    let changed = perturbation.apply(to: text, language: language, using: &generator)
    // By code points: `==` of strings takes normal forms for equal.
    #expect(changed.map { Array($0.unicodeScalars) } == expected.map { Array($0.unicodeScalars) })
    #expect(generator == SeededGenerator(seed: 1))
  }

  @Test(
    "Accents and vowel points go where the script is read without them",
    arguments: [
      ("café crème", "fr", "cafe creme"), ("cafe\u{301}", "fr", "cafe"), ("sữa đậu nành", "vi", "sua đau nanh"),
      ("Ångström", "sv", "Angstrom"), ("κόκκινη ϊ", "el", "κοκκινη ι"), ("ёлка й", "ru", "елка и"),
      ("שָׁלוֹם", "he", "שלום"), ("\u{FB2A}", "he", "ש"), ("مُحَمَّد", "ar", "محمد"), ("بـَيت", "ar", "بـيت"),
      ("قلبٌ أحمر", "ar", "قلب أحمر"), ("café हिन्दी がカ\u{3099}", "und", "cafe हिन्दी がガ"),
    ])
  func marks(text: String, language: String, expected: String) {
    check(.missingMarks, text, language, expected)
  }

  @Test(
    "Marks that are letters stay",
    arguments: [
      "cafe", "सफ़ेद दिल", "น้ำ ที่นี่", "がぎぐ", "か\u{3099}", "ஐயா", "អក្សរ", "빨간 하트", "أحمر آب", "a ≠ b", "1️⃣ ❤️",
      "红", "",
    ])
  func letters(text: String) { check(.missingMarks, text, "und", nil) }

  @Test(
    "Latin letters, digits and katakana change their width",
    arguments: [
      ("Cat 12", "en", "Ｃａｔ　１２"), ("Ｃａｔ", "en", "Cat"), ("ガッツ、カメラ", "ja", "ｶﾞｯﾂ､ｶﾒﾗ"), ("ｶﾒﾗ", "ja", "カメラ"),
      ("DNA、基因", "zh", "ＤＮＡ、基因"), ("10:30 घड़ी", "hi", "１０：３０　घड़ी"), ("é a", "fr", "é　ａ"),
    ])
  func width(text: String, language: String, expected: String) {
    check(.width, text, language, expected)
  }

  @Test(
    "Spaces and commas alone do not make a change of width",
    arguments: ["红色的心、山", "हिन्दी पाठ", "빨간 하트", "สีแดง", "→ ■", "👩‍👩‍👧", ""])
  func widthless(text: String) { check(.width, text, "und", nil) }

  @Test(
    "Simplified ideographs become traditional and back",
    arguments: [
      ("红色的心、头发", "zh", "紅色的心、頭髮"), ("圓形上半填滿、DNA", "zh_Hant", "圆形上半填满、DNA"), ("熱氣騰騰的面", "zh", "热气腾腾的面"),
      ("“红”心、「发」", "zh", "“紅”心、「發」"), ("“紅”心、『頭髮』", "zh", "“红”心、『头发』"),
    ])
  func han(text: String, language: String, expected: String) {
    check(.hanVariant, text, language, expected)
  }

  @Test(
    "What is written alike in both, or in another language or script, has no other kind",
    arguments: [
      ("山水", "zh"), ("“山”水", "zh"), ("国会", "ja"), ("國會", "ja_JP"), ("國會", "ko"), ("国会の", "zh"), ("a cat 红", "zh"),
      ("कमल", "hi"),
      ("", "zh"),
      ("😀", "zh"),
    ])
  func hanless(text: String, language: String) { check(.hanVariant, text, language, nil) }

  @Test(
    "Composed texts are decomposed, all others composed",
    arguments: [
      ("café", "fr", "cafe\u{301}"), ("cafe\u{301}", "fr", "café"), ("한", "ko", "\u{1112}\u{1161}\u{11AB}"),
      ("\u{1112}\u{1161}\u{11AB}", "ko", "한"), ("が", "ja", "か\u{3099}"), ("й", "ru", "и\u{306}"),
      ("é e\u{301}", "fr", "é é"), ("क\u{93C}", "hi", nil), ("\u{958}", "hi", "क\u{93C}"), ("cat", "en", nil),
      ("สี", "th", nil),
      ("红", "zh", nil), ("👩‍👩‍👧", "und", nil), ("", "und", nil),
    ] as [(String, String, String?)])
  func forms(text: String, language: String, expected: String?) {
    check(.normalForm, text, language, expected)
  }

  @Test(
    "Letters change their case by the rules of the language",
    arguments: [
      ("a red Heart", "en", "A RED HEART"), ("A RED HEART", "en", "a red heart"), ("iılık", "tr", "İILIK"),
      ("IŞIK", "tr-TR", "ışık"), ("I", "en", "i"), ("straße", "de", "STRASSE"),
      ("κόκκινη καρδιά", "el", "ΚΟΚΚΙΝΗ ΚΑΡΔΙΑ"),
      ("ΟΔΟΣ", "el", "οδος"), ("сердце", "ru", "СЕРДЦЕ"),
      ("սիրտ", "hy", "ՍԻՐՏ"), ("ǆ", "hr", "Ǆ"), ("心 a", "zh", "心 A"), ("心", "zh", nil), ("قلب", "ar", nil),
      ("दिल", "hi", nil),
      ("10:30 ❤️", "und", nil), ("", "und", nil),
    ] as [(String, String, String?)])
  func cases(text: String, language: String, expected: String?) {
    check(.letterCase, text, language, expected)
  }
}
