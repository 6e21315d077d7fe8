import Corpora
import FoundationEssentials
import JSON
import MadeUpEmbeddings
import Testing

@testable import Evaluation

@Suite struct RunSummaryTests {
  func summary() -> RunSummary {
    var summary = RunSummary(
      recall: RecallTable(), trainSeconds: 580.5, steps: 2400, pairsPerSecond: 612.25, tokensPerSecond: 25_102,
      parameters: 5_712_769, peakMemoryBytes: 1_400_000_000, renderer: [JSONMember("version", 1)],
      truncation: [JSONMember("missing_glyphs", 17), JSONMember("truncated_captions", 3)])
    summary.warnings = ["composition, zh: alike."]
    summary.recall = [("composition", "zh", 60.0), ("style", "zh", 9.25), ("composition", "en", 100 / 3.0)].map {
      RunSummary.Recall(
        split: $0.0, language: $0.1, textToImage: [$0.2, $0.2 + 1, $0.2 + 2], imageToText: [1, 2, 3])
    }
    return summary
  }

  @Test func theRecallTableGoesIn() throws {
    let row = try madeUpRecall("style", "zh", seed: 3)
    let summary = RunSummary(
      recall: RecallTable(rows: [row]), trainSeconds: 1, steps: 1, pairsPerSecond: 1, tokensPerSecond: 1, parameters: 1,
      peakMemoryBytes: 1, renderer: [], truncation: [])
    #expect(summary.recall.map(\.textToImage) == [row.textToImage.percent])
    #expect(summary.recall.map(\.imageToText) == [row.imageToText.percent])
    #expect(row.textToImage.percent != row.imageToText.percent)
    #expect(summary.recall.map(\.gallery) == [row.textToImage.gallery])
  }

  @Test func aLanguageOfFewImagesLeavesTheMeanAlone() throws {
    var summary = summary()
    summary.recall = [
      RunSummary.Recall(split: "dev", language: "zh", textToImage: [1, 2, 3], imageToText: [1, 2, 3], gallery: 928),
      RunSummary.Recall(split: "dev", language: "de", textToImage: [3, 4, 5], imageToText: [3, 4, 5], gallery: 464),
      RunSummary.Recall(
        split: "dev", language: "ru", textToImage: [90, 90, 90], imageToText: [90, 90, 90], gallery: 12),
      RunSummary.Recall(split: "test", language: "ru", textToImage: [6, 6, 6], imageToText: [6, 6, 6], gallery: 12),
    ]
    #expect(summary.meanRecall == 4)
    #expect(try RunSummary(try JSONValue(parsing: summary.json.compactText), source: "summary.json") == summary)
    for place in summary.recall.indices { summary.recall[place].gallery = nil }
    #expect(summary.meanRecall == 25.5)
  }

  @Test func theDocumentHasExactlyTheseKeys() {
    #expect(
      summary().json.compactText
        == #"{"protocol":"clippo","recall":{"composition":{"zh":{"t2i":[60.0,61.0,62.0],"i2t":[1.0,2.0,3.0]},"#
        + #""en":{"t2i":[33.3333,34.3333,35.3333],"i2t":[1.0,2.0,3.0]}},"#
        + #""style":{"zh":{"t2i":[9.25,10.25,11.25],"i2t":[1.0,2.0,3.0]}}},"#
        + #""train_seconds":580.5,"steps":2400,"measured_step":2400,"pairs_per_second":612.25,"tokens_per_second":25102.0,"#
        + #""parameters":5712769,"peak_memory_bytes":1400000000,"renderer":{"version":1},"#
        + #""truncation":{"missing_glyphs":17,"truncated_captions":3},"warnings":["composition, zh: alike."]}"#)
  }

  @Test func theCorpusIsTheLastKeyWhereItIsKnown() throws {
    var known = summary()
    known.corpus = CorpusVersion(
      kind: "emoji", sources: [.init(name: "Unicode CLDR", version: "41")], emoji: 3, images: 7, queries: 2,
      fingerprint: "00ff")
    #expect(
      known.json.compactText.hasSuffix(
        #""truncated_captions":3},"warnings":["composition, zh: alike."],"corpus":{"kind":"emoji","sources":{"Unicode CLDR":"41"},"emoji":3,"images":7,"#
          + #""queries":2,"fingerprint":"00ff"}}"#))
    #expect(try RunSummary(known.json, source: "summary.json").corpus == known.corpus)
    #expect(try RunSummary(summary().json, source: "summary.json").corpus == nil)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    try withTemporaryFolder { folder in
      let written = summary()
      try written.write(toFolder: folder)
      let read = try RunSummary(folder: folder)
      #expect(read.json == written.json)
      #expect(read.recall.map(\.split) == ["composition", "composition", "style"])
      #expect(read.recall[0].textToImage == [60, 61, 62])
      #expect(read.retrievalProtocol == .clippo && read.warnings == written.warnings)
    }
  }

  @Test func aSummaryOfAnEarlierVersionSaysThatTiesCostItNothing() throws {
    let text = summary().json.compactText.replacing(#""protocol":"clippo","#, with: "")
    #expect(try RunSummary(try JSONValue(parsing: text), source: "summary.json").retrievalProtocol == .optimistic)
  }

  @Test("A summary written under the names of before is read")
  func formerNames() throws {
    var summary = summary()
    summary.corpus = CorpusVersion(kind: "emoji", sources: [], images: 7, queries: 2, fingerprint: "00ff")
    let text = summary.json.compactText
    let former = text.replacing(#""protocol":"#, with: #""convention":"#)
      .replacing(#""truncation":"#, with: #""lost":"#).replacing(#""images":"#, with: #""pictures":"#)
    #expect(former.contains("convention") && former.contains("lost") && former.contains("pictures") && former != text)
    let read = try RunSummary(try JSONValue(parsing: former), source: "summary.json")
    #expect(read.retrievalProtocol == .clippo && read.json.compactText == text)
  }

  @Test(arguments: [
    ("steps", "steps"), ("recall", "recall"), ("renderer", "renderer"), ("train_seconds", "train_seconds"),
    ("t2i", "recall.composition.zh.t2i"), ("clippo", "protocol"),
  ])
  func aMissingFieldIsNamed(key: String, named: String) throws {
    let text = summary().json.compactText.replacing("\"\(key)\"", with: "\"other\"")
    let error = #expect(throws: EvaluationError.self) {
      try RunSummary(try JSONValue(parsing: text), source: "summary.json")
    }
    #expect(error?.description.hasPrefix("summary.json: \"\(named)\" should be") == true)
  }

  @Test func aFolderWithoutASummaryIsNamed() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: EvaluationError.self) { try RunSummary(folder: folder) }
      #expect(error?.description.hasPrefix("\(folder)/summary.json: the file is missing") == true)
    }
  }
}
