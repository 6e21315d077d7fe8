import Evaluation
import Testing

@Suite struct CaptionScriptTests {
  @Test(
    "A caption's script is the one of most letters",
    arguments: [
      ("a red heart", "Latn"), ("κόκκινη καρδιά", "Grek"), ("красное сердце", "Cyrl"), ("לב אדום", "Hebr"),
      ("قلب أحمر", "Arab"), ("लाल दिल", "Deva"), ("หัวใจสีแดง", "Thai"), ("წითელი გული", "Geor"),
      ("红色的心", "Hani"), ("紅色的心", "Hani"), ("赤いハート", "Jpan"), ("赤色心臓の", "Jpan"), ("ﾊｰﾄ", "Jpan"),
      ("빨간 하트", "Kore"), ("大韓民國 만세", "Kore"), ("の字と한", "Jpan"), ("字한글の", "Kore"),
      ("DNA 基因", "Latn"), ("ab אב", "Latn"), ("אב ab", "Hebr"), ("пиво beer", "Cyrl"), ("𐐀𐐁 a", "Dsrt"),
    ])
  func script(text: String, expected: String) {
    #expect(CaptionScript.of(text) == expected)
  }

  @Test("Without letters there is no script", arguments: ["", " ", "10:30", "❤️", "👩‍👩‍👧", "\u{301}", "ー", "!؟"])
  func none(text: String) {
    #expect(CaptionScript.of(text) == "Zyyy")
  }
}
