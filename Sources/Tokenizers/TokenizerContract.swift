import CKernels
import Files

/// Everything that ids depend on. A model is bound to the contract it was trained with.
public struct TokenizerContract: Sendable, Equatable {
  /// Version of our rules: it changes with every release that cuts some text differently.
  public static let currentVersion = 1

  public var version: Int
  public var kind: Kind
  /// Name and value of every option, in the kind's order.
  public var options: [Option]
  public var vocabularySize: Int
  /// Hash of the vocabulary in a form that does not depend on the file it came from, as 16 hexadecimal digits.
  public var vocabulary: String

  public enum Kind: String, Sendable, CaseIterable {
    case wordPiece, clip, gpt2, sentencePiece, bytes
  }

  public struct Option: Sendable, Equatable {
    public var name: String
    public var value: Int

    public init(_ name: String, _ value: Int) {
      self.name = name
      self.value = value
    }
  }

  public init(version: Int, kind: Kind, options: [Option], vocabularySize: Int, vocabulary: String) {
    self.version = version
    self.kind = kind
    self.options = options
    self.vocabularySize = vocabularySize
    self.vocabulary = vocabulary
  }

  init(_ kind: Kind, options: [Option], size: Int, bytes: [UInt8]) {
    self.init(
      version: Self.currentVersion, kind: kind, options: options, vocabularySize: size, vocabulary: Self.hash(bytes))
  }

  /// What differs from another contract, one sentence each; empty where both give the same ids.
  public func differences(from other: TokenizerContract) -> [String] {
    guard kind == other.kind else {
      return ["The tokenizer is \(kind.words) here and \(other.kind.words) there."]
    }
    var sentences: [String] = []
    if version != other.version {
      sentences.append("The tokenizer's rules have version \(version) here and \(other.version) there.")
    }
    sentences += optionDifferences(from: other)
    if vocabularySize != other.vocabularySize {
      sentences.append("The vocabulary has \(vocabularySize) tokens here and \(other.vocabularySize) there.")
    } else if vocabulary != other.vocabulary {
      sentences.append(
        "The vocabularies have \(vocabularySize) tokens each, but not the same ones (\(vocabulary) here, "
          + "\(other.vocabulary) there).")
    }
    return sentences
  }

  private func optionDifferences(from other: TokenizerContract) -> [String] {
    let mine = Dictionary(options.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let theirs = Dictionary(other.options.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    return Set(mine.keys).union(theirs.keys).sorted().compactMap { name in
      guard mine[name] != theirs[name] else { return nil }
      let values = [mine[name], theirs[name]].map { $0.map(String.init) ?? "not known" }
      return "The tokenizer's option \(name) is \(values[0]) here and \(values[1]) there."
    }
  }

  private static func hash(_ bytes: [UInt8]) -> String {
    Hexadecimal.text(bytes.withUnsafeBufferPointer { clippo_text_hash64($0.baseAddress, $0.count) })
  }
}

extension TokenizerContract.Kind {
  /// The kind in a sentence.
  var words: String {
    switch self {
    case .wordPiece: "WordPiece"
    case .clip: "CLIP's byte pairs"
    case .gpt2: "GPT-2's byte pairs"
    case .sentencePiece: "SentencePiece"
    case .bytes: "plain bytes"
    }
  }
}
