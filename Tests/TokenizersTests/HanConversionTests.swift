import Testing

@testable import Tokenizers

@Suite("Simplified and traditional ideographs")
struct HanConversionTests {
  @Test(
    "只 becomes 隻 where it counts, and stays where it means only",
    arguments: [
      ("一只狗", "一隻狗"), ("两只狗在草地上", "兩隻狗在草地上"), ("3只猫和十二只鸟", "3隻貓和十二隻鳥"),
      ("这只猫", "這隻貓"), ("每只可爱的鸭", "每隻可愛的鴨"), ("那只", "那隻"), ("这只是一只狗", "這只是一隻狗"),
      ("那只能看", "那只能看"), ("只有狗", "只有狗"), ("他只看", "他只看"),
    ])
  func counter(simplified: String, traditional: String) throws {
    try #require(Transliterator(.simplifiedToTraditional) != nil, "ICU was built without the rules")
    #expect(HanConversion.rewritten(simplified, by: .simplifiedToTraditional) == traditional)
    #expect(HanConversion.rewritten(traditional, by: .traditionalToSimplified) == simplified)
  }
}
