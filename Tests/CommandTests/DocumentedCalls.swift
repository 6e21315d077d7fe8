import Foundation

/// A call of a command that a document shows.
struct DocumentedCall {
  let command: BuiltCommand
  let words: [String]
  /// Whether it stands in a block of code, whole; within a sentence it may be a beginning.
  let isWhole: Bool
  /// The document.
  let origin: String
}

/// The calls and the options that the project's documents show.
enum DocumentedCalls {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The documents, and the recipes, whose strings may be calls.
  static let files: [String] = {
    let folders = [
      "", "docs/", "docs/objectives/", "configs/", "configs/objectives/", "corpora/", "bench/", "scripts/", "fonts/",
    ]
    return folders.flatMap { folder -> [String] in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
      return names.sorted().filter { $0.hasSuffix(".md") || folder.hasPrefix("configs/") && $0.hasSuffix(".json") }
        .map { folder + $0 }
    }
  }()

  static func text(_ file: String) throws -> String { try String(contentsOfFile: "\(root)/\(file)", encoding: .utf8) }

  static func all(in file: String) throws -> [DocumentedCall] {
    let text = try text(file).replacing("\\\n", with: " ")
    if file.hasSuffix(".json") { return strings(in: text).flatMap { calls(in: $0, isWhole: false, origin: file) } }
    // Every other part stands between fences.
    return text.split(separator: "```", omittingEmptySubsequences: false).enumerated().flatMap { number, part in
      let isCode = number % 2 == 1
      let lines = isCode ? part.split(separator: "\n") : spans(in: part)
      return lines.flatMap { calls(in: $0, isWhole: isCode, origin: file) }
    }
  }

  /// What stands between backticks.
  static func spans(in text: Substring) -> [Substring] {
    let parts = text.replacing("\n", with: " ").split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }

  /// What stands between backticks in a document's sentences.
  static func allSpans(in file: String) throws -> [Substring] {
    let parts = try text(file).split(separator: "```", omittingEmptySubsequences: false).enumerated()
    return parts.filter { $0.offset % 2 == 0 }.flatMap { spans(in: $0.element) }
  }

  private static func strings(in text: String) -> [Substring] {
    text.matches(of: /"([^"]*)"/).map(\.output.1).filter { $0.hasPrefix("clippo-") }
  }

  /// The calls of a line of the shell, which may hold several programs.
  static func calls(in line: Substring, isWhole: Bool, origin: String) -> [DocumentedCall] {
    shellWords(line).split { ["|", "&&", ";", ">", "||"].contains($0) }.compactMap { words in
      guard let first = words.first, let name = first.split(separator: "/").last,
        let command = BuiltCommand(rawValue: String(name))
      else { return nil }
      var given = words.dropFirst().map { isWhole ? $0 : value(for: $0) }
      // What goes on is no argument, unless it is an option's value.
      if given.last == "…", given.dropLast().last?.hasPrefix("--") != true { given.removeLast() }
      return DocumentedCall(command: command, words: given, isWhole: isWhole, origin: origin)
    }
  }

  /// A value in the place of a word such as FILE or SECONDS.
  private static func value(for word: String) -> String {
    word.allSatisfy { $0.isUppercase || $0 == "|" } ? "1" : word
  }

  /// The words of a line, unquoted, up to a comment.
  private static func shellWords(_ line: Substring) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character == " " {
        if let whole = word { words.append(whole) }
        word = nil
      } else if quote == nil, word == nil, character == "#" {
        return words
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
