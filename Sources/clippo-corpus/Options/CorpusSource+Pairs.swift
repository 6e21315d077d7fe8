import Application
import Console
import Corpora
import FoundationEssentials
import JSON
import Runtime

extension SourceOptions {
  /// Whether a source is the folder of a built emoji corpus. Throws where something was said about files of pairs then.
  func isEmoji(_ source: CorpusSource) throws -> Bool {
    guard FileManager.default.fileExists(atPath: source.path + "/corpus.json") else { return false }
    try refuse("\(source.path) is a built emoji corpus, which is read as it is")
    return true
  }
}

extension SourceOptions {
  /// Throws where a source is the folder of a built emoji corpus.
  func refuseEmoji(_ source: CorpusSource) throws {
    guard try isEmoji(source) else { return }
    throw CommandError(
      "\(source.path): an emoji corpus is trained as it is; its held-out names would be lost in shards")
  }
}

extension CorpusSource {
  func content(unreadableLimit: Double, pool: ThreadPool) throws -> SourceContent {
    try open(unreadableLimit: unreadableLimit, pool: pool) { StandardStream.error.writeLine($0) }
  }

  /// The source in the words of the command line.
  var json: JSONValue {
    func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    let named: JSONValue = [
      "path": .string(path), "format": .string(format.rawValue), "images": text(images), "language": text(language),
      "split": text(split), "role": .string(role.rawValue), "captionLines": .bool(captionLines),
      "separator": text(table.separator.map(String.init)),
      "imageColumn": text(table.imageColumn), "captionColumn": text(table.captionColumn),
      "languageColumn": text(table.languageColumn),
    ]
    // Requests that were written before there were these have none of them.
    var later: [JSONMember] = []
    if let column = table.splitColumn { later.append(JSONMember("splitColumn", .string(column))) }
    if let column = table.roleColumn { later.append(JSONMember("roleColumn", .string(column))) }
    if !rewrites.isEmpty { later.append(JSONMember("rewrites", .array(rewrites.map { .string($0.path) }))) }
    if table.header != .automatic { later.append(JSONMember("header", .string(table.header.rawValue))) }
    if table.isUnquoted { later.append(JSONMember("unquoted", .bool(true))) }
    return .object((named.objectValue ?? []) + later)
  }
}
