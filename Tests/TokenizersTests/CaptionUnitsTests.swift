import Testing

@testable import Tokenizers

@Suite("Units of captions")
struct CaptionUnitsTests {
  /// A caption, its words and its characters, with a bar between units.
  static let captions: [(text: String, words: Int, characters: Int, units: String)] = [
    ("A red cat, asleep.", 4, 0, "a|red|cat|asleep"),
    ("Don't pay 3.50 for 2 dogs!", 6, 0, "don't|pay|3.50|for|2|dogs"),
    ("一只红猫在睡觉。", 0, 7, "一|只|红|猫|在|睡|觉"),
    ("隻狐狸跳過柵欄", 0, 7, "隻|狐|狸|跳|過|柵|欄"),
    ("ラーメンを食べる", 0, 8, "ラ|ー|メ|ン|を|食|べ|る"),
    // A vowel sign above belongs to its consonant, one beside it does not.
    ("แมวสีแดง", 0, 7, "แ|ม|ว|สี|แ|ด|ง"),
    ("ແມວ", 0, 3, "ແ|ມ|ວ"), ("ဆန်းပါ", 0, 3, "ဆ|န်း|ပါ"),
    // The mark between syllables is none of them.
    ("བོད་ཡིག", 0, 4, "བོ|ད|ཡི|ག"),
    ("빨간 고양이가 잔다", 3, 0, "빨간|고양이가|잔다"), ("قطة حمراء نائمة", 3, 0, "قطة|حمراء|نائمة"),
    ("लाल बिल्ली", 2, 0, "लाल|बिल्ली"), ("Красная кошка", 2, 0, "красная|кошка"),
    ("iPhone 15手机壳", 2, 3, "iphone|15|手|机|壳"), ("三菱UFJ銀行", 1, 4, "三|菱|ufj|銀|行"),
    ("𠀋cat", 1, 1, "𠀋|cat"), ("cat 𝒳 dog", 3, 0, "cat|𝒳|dog"),
    ("❤️🔥 👩‍🌾!", 0, 0, ""), ("", 0, 0, ""), (" \n\t", 0, 0, ""),
  ]

  @Test("A caption is words where there are spaces and characters where there are none", arguments: captions)
  func units(caption: (text: String, words: Int, characters: Int, units: String)) throws {
    let units = try CaptionSegmenter().units(of: caption.text)
    #expect(units.words == caption.words && units.characters == caption.characters, "\(units)")
    #expect(units.units.map(units.text).joined(separator: "|") == caption.units)
  }

  @Test("One segmenter serves many captions, each as if it were the first")
  func reuse() throws {
    let segmenter = try CaptionSegmenter()
    for caption in Self.captions + Self.captions.reversed() {
      #expect(try segmenter.units(of: caption.text) == CaptionSegmenter().units(of: caption.text), "\(caption.text)")
    }
  }

  @Test("An n-gram has one number in every caption, whatever its case and its form of accents")
  func ngrams() throws {
    let segmenter = try CaptionSegmenter()
    func ngrams(_ text: String) throws -> [UInt64] { try segmenter.units(of: text).ngrams }
    let (first, second) = (try ngrams("Un café noir"), try ngrams("un cafe\u{301}, NOIR!"))
    #expect(first == second && first.count == 5 && Set(first).count == 5)
    #expect(try ngrams("noir café un").prefix(3) == [first[2], first[1], first[0]])
    // The bigrams of the other order are others.
    #expect(try Set(ngrams("noir café un").suffix(2)).isDisjoint(with: first))
    #expect(try ngrams("红猫").count == 3 && ngrams("x").count == 1 && ngrams("!").isEmpty)
    let units = try segmenter.units(of: "Two red 猫")
    #expect((0..<5).map(units.text(ofNGram:)) == ["two", "red", "猫", "two red", "red 猫"])
  }
}
