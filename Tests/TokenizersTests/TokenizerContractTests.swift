import JSON
import TestSupport
import Testing

@testable import Tokenizers

@Suite struct TokenizerContractTests {
  @Test("A contract comes back from JSON", arguments: RecordedCase.allCases)
  func json(recorded: RecordedCase) throws {
    let contract = try recorded.tokenizer().contract
    let text = contract.json.compactText
    #expect(try TokenizerContract(json: JSONValue(parsing: text)) == contract)
    #expect(contract.differences(from: contract).isEmpty)
  }

  @Test("What differs is said in sentences")
  func differences() throws {
    let uncased = try RecordedCase.uncased.tokenizer().contract
    let cased = try RecordedCase.cased.tokenizer().contract
    #expect(
      uncased.differences(from: cased).prefix(2) == [
        "The tokenizer's option lowercase is 1 here and 0 there.",
        "The tokenizer's option stripAccents is 1 here and 0 there.",
      ])
    #expect(
      uncased.differences(from: cased).last?.hasPrefix("The vocabularies have 2500 tokens each, but not the same")
        == true)
    let clip = try RecordedCase.clip.tokenizer().contract
    #expect(uncased.differences(from: clip) == ["The tokenizer is WordPiece here and CLIP's byte pairs there."])
    var other = uncased
    other.vocabularySize = 21_128
    other.version = 9
    #expect(
      uncased.differences(from: other) == [
        "The tokenizer's rules have version 1 here and 9 there.",
        "The vocabulary has 2500 tokens here and 21128 there.",
      ])
  }

  @Test("Two lines of a vocabulary exchanged are another vocabulary")
  func order() throws {
    func contract(_ text: String) throws -> TokenizerContract {
      try WordPiece(file: VocabularyFile(path: "a", bytes: Array(text.utf8)), options: .init()).contract
    }
    let first = try contract(BadVocabularyTests.specials + "a\nb\n")
    #expect(try contract(BadVocabularyTests.specials + "b\na\n") != first)
    #expect(try contract((BadVocabularyTests.specials + "a\nb\n").replacing("\n", with: "\r\n")) == first)
  }

  @Test(
    "A damaged contract is refused with a sentence",
    arguments: [
      ("{}", "has no number for version"), ("{\"version\": 1, \"kind\": \"x\"}", "has the kind \"x\""),
      ("{\"version\": 1, \"kind\": \"clip\", \"options\": {\"a\": true}}", "has no number for the option a"),
    ])
  func damaged(text: String, sentence: String) throws {
    let error = #expect(throws: TokenizerError.self) { try TokenizerContract(json: JSONValue(parsing: text)) }
    #expect(error?.description.contains(sentence) == true)
  }
}
