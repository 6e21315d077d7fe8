import Testing

@testable import Console

@Suite("Words for languages")
struct LanguageWordsTests {
  @Test(
    "The word for all stands alone",
    arguments: [
      (["all"], nil), (["zh", "en"], nil), ([], nil), (["All", "zh"], nil), (["all", "zh"], "beside zh;"),
      (["zh", "all", "en", "zh"], "beside zh, en;"), (["all", "all"], "names “all” 2 times"),
    ] as [([String], String?)])
  func complaints(words: [String], says: String?) {
    let complaint = LanguageWords.complaint(words)
    #expect(says.map { complaint?.contains($0) == true } ?? (complaint == nil), "\(complaint ?? "")")
  }
}
