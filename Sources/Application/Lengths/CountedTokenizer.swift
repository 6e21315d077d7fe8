import Recipes
import Console
import Corpora
import Evaluation
import JSON
import Tokenizers

/// A tokenizer whose captions' lengths are counted, as a person names it on a command line: `wordPiece`, whose vocabulary is
/// learned, or `wordPiece=vocab.txt`, whose vocabulary is read.
public struct CountedTokenizer: Sendable {
  /// The kind, with the file's name where there is one.
  public private(set) var name: String
  private let recipe: TokenizerRecipe

  /// What is counted unless a person says otherwise.
  public static let usual = ["bytes", "wordPiece", "gpt2", "sentencePiece"]

  /// The tokenizers that words name, each once and under a name of its own.
  ///
  /// Throws `UsageError` as `init` does.
  public static func named(_ words: [String], vocabulary: Int) throws -> [CountedTokenizer] {
    let distinct = words.indices.filter { words[..<$0].contains(words[$0]) == false }.map { words[$0] }
    var tokenizers = try distinct.map { try CountedTokenizer($0, vocabulary: vocabulary) }
    let names = tokenizers.map(\.name)
    for (place, word) in distinct.enumerated() where names.count(where: { $0 == names[place] }) > 1 {
      tokenizers[place].name = word
    }
    return tokenizers
  }

  /// - Parameters:
  ///   - word: a kind, or a kind, "=" and the file of its vocabulary.
  ///   - vocabulary: tokens that are learned at most where there is no file.
  ///
  /// Throws `UsageError` for what is not a kind, or has no file.
  public init(_ word: String, vocabulary: Int) throws {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let kind = parts[0]
    let kinds = TokenizerRecipe.kinds.map(\.name)
    guard kinds.contains(kind) else {
      throw UsageError(
        "--tokenizer: there is no kind “\(kind)”\(Suggestion.tail(kind, in: kinds)); there are "
          + "\(kinds.joined(separator: ", ")), each alone or with =FILE")
    }
    var fields = [JSONMember("kind", .string(kind))]
    if parts.count > 1 {
      guard kind != "bytes" else { throw UsageError("--tokenizer: bytes need no file; leave “=\(parts[1])” out") }
      guard !parts[1].isEmpty else { throw UsageError("--tokenizer: “\(word)” names no file after the =") }
      fields.append(JSONMember("file", .string(parts[1])))
    } else if kind != "bytes" {
      fields.append(JSONMember("vocabulary", .integer(vocabulary)))
    }
    var recipe = TokenizerRecipe.bytes(ByteRecipe())
    try recipe.update(from: .object(fields), at: .root.field("--tokenizer"))
    self.recipe = recipe
    let file = parts.dropFirst().first.flatMap { $0.split(separator: "/").last }
    name = ([kind] + (file.map { [String($0)] } ?? [])).joined(separator: " ")
  }

  /// Whether a vocabulary has to be learned.
  var learns: Bool { recipe.file == nil && recipe.fileName != nil }

  /// The tokenizer, and where its vocabulary comes from.
  ///
  /// - Parameter captions: what is learned from where `learns` is true.
  ///
  /// Throws a sentence where the file cannot be read, or nothing can be learned.
  func make(learningFrom captions: [String]) throws -> (tokenizer: any Tokenizer, origin: LengthReport.Reader.Origin) {
    if let file = recipe.file {
      do { return (try recipe.tokenizer(reading: file), .file(file)) } catch {
        throw CommandError("--tokenizer: \(ErrorSentence.text(for: error))")
      }
    }
    guard learns else { return (try recipe.tokenizer(learningFrom: []), .rule) }
    guard !captions.isEmpty else {
      throw CommandError("no caption of these languages is of the split train")
    }
    return (try recipe.tokenizer(learningFrom: captions), .captions(captions.count))
  }
}
