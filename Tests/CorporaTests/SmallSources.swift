import FoundationEssentials
import TestSupport

@testable import Corpora

/// A folder that is removed with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/clippo-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, making its folders; returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: URL(filePath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: file))
    return file
  }
}

/// The installed sources, reduced to a few dozen emoji so that a corpus is built in a blink.
struct SmallSources {
  let folder: TemporaryFolder
  var sources: EmojiSources

  /// All toned variants of six persons, and `others` emoji without tone.
  init(others: Int = 60) throws {
    folder = try TemporaryFolder()
    sources = try EmojiSources.installed()
    let all = try EmojiTestFile.read(sources.emojiTest)
    let persons: Set<String> = ["1f44b", "1f44d", "1f471", "1f469-200d-1f33e", "1f9d1-200d-1f680", "1f468-200d-1f373"]
    let chosen = all.filter { persons.contains($0.person) }
      + all.filter { !$0.hasTone && !persons.contains($0.id) }.prefix(others)
    var lines = "# group: Test\n"
    for emoji in chosen {
      let points = emoji.text.unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }
      lines += points.joined(separator: " ") + " ; fully-qualified # x\n"
    }
    sources.emojiTest = try folder.write("emoji-test.txt", lines)
  }

  /// Builds a corpus in a new folder inside `folder`.
  func build(_ languages: [String] = ["zh"], seed: UInt64 = 0, name: String = "corpus", threads: Int = 2) throws -> Corpus {
    try EmojiCorpus(languages: languages, seed: seed, sources: sources)
      .build(in: folder.path + "/" + name, pool: .init(threads: threads))
  }
}
