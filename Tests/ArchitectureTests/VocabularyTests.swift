import FoundationEssentials
import Testing

/// The field's words are used throughout, each for one thing, and the words that stood for them before are nowhere but where files of
/// before are read.
@Suite("Words of the field")
struct VocabularyTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Where former words are known: former keys and options, files that were written with them, and prompts of other packages.
  private static let exceptions = [
    "Recipes/Decoding/FormerKeys.swift", "Console/RenamedOptions.swift", "TextRendering/RendererContractJSON.swift",
    "Corpora/Emoji/", "Corpora/CorpusVersion.swift", "Corpora/Formats/JSONRecordReader.swift",
    "Corpora/Formats/JSONLinesFormat.swift", "Corpora/Skipped/SkippedList.swift",
    "Corpora/Labeled/BuiltInPrompts.swift", "Application/Searching/IndexedImage.swift",
    "Evaluation/Results/RunSummary.swift", "Evaluation/Results/SummaryFields.swift", "clippo-eval/ClippoEval.swift",
    "Tokenizers/Cleaning/HTMLEntityTable.swift",
  ]

  /// Parts of words, in whatever case.
  private static let former = [
    "picture", "colour", "grey", "neighbour", "labelled", "slope", "habit", "withheld", "skippedparts", "losttext",
    "patchstem", "tokenstem", "workshop", "corpusrecord", "way back", "retrievalconvention", "comparedarm", "r1_more",
  ]

  /// What the field searches for, and finds.
  private static let words = [
    "patch embedding", "token embedding", "backward pass", "position ids", "gradient", "contrastive loss",
    "logit scale",
    "activation checkpointing", "FLIP", "exponential moving average", "truncation", "perturb", "homoglyph", "protocol",
    "zeroshot", "contamination", "ef-search", "hnsw-m", "ef-construction", "GEMM efficiency", "held out", "text→image",
    "microBatchTokens", "patchKeepRate", "emaDecay", "gradientClipNorm", "GradCache",
  ]

  private static func sources() throws -> [(path: String, text: String)] {
    let folder = root + "/Sources"
    return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }.map {
      ($0, try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
    }
  }

  @Test("former words are gone from the sources")
  func gone() throws {
    let sources = try Self.sources()
    #expect(sources.count > 700)
    for (path, text) in sources where !Self.exceptions.contains(where: path.hasPrefix) {
      let lines = text.lowercased()
      for word in Self.former { #expect(!lines.contains(word), "\(path): \(word)") }
    }
  }

  @Test("every word that the field searches for finds something in the sources", arguments: words)
  func found(word: String) throws {
    let wanted = word.lowercased()
    let isThere = try Self.sources().contains { $0.text.lowercased().contains(wanted) }
    #expect(isThere, "\(word)")
  }
}
