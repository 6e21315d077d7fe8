import FoundationEssentials
import Glibc
import Synchronization
import TestSupport

@testable import Corpora

extension TemporaryFolder {
  /// Writes a file, making its folders; returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let path = file(name)
    try FileManager.default.createDirectory(
      atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}

/// The installed sources, reduced to about a hundred emoji so that a corpus is built in a blink.
struct SmallSources {
  static let installedEmoji = Result { try EmojiTestFile.read(EmojiSources.installed().emojiTest) }

  let folder: TemporaryFolder
  var sources: EmojiSources

  /// All forms of six persons, and `others` emoji without tone.
  init(others: Int = 60) throws {
    folder = try TemporaryFolder()
    sources = try EmojiSources.installed()
    let all = try Self.installedEmoji.get()
    let persons: Set = ["1f44b", "1f44d", "1f471", "1f469-200d-1f33e", "1f9d1-200d-1f680", "1f468-200d-1f373"]
    var lines = "# group: Test\n"
    let chosen = all.filter { persons.contains($0.person) }
    for emoji in chosen + all.filter({ !$0.hasTone && !persons.contains($0.id) }).prefix(others) {
      let points = emoji.text.unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }
      lines += points.joined(separator: " ") + " ; fully-qualified # x\n"
    }
    sources.emojiTest = try folder.write("emoji-test.txt", lines)
  }

  func builder(_ languages: [String] = ["zh"], seed: UInt64 = 0) throws -> EmojiCorpus {
    try EmojiCorpus(languages: languages, seed: seed, sources: sources)
  }

  /// Builds a corpus in a new folder inside `folder`.
  func build(_ languages: [String] = ["zh"], seed: UInt64 = 0, name: String = "corpus", threads: Int = 2) throws
    -> Corpus
  {
    try builder(languages, seed: seed).build(in: folder.file(name), pool: .init(threads: threads))
  }
}

/// Corpora from small sources that tests share and none of them changes.
enum SmallCorpora {
  private static let built = Mutex<[String: Corpus]>([:])

  /// Removed when the process ends: a shared folder has no owner that could go away.
  private static let folder: String = {
    let path = FileManager.default.temporaryDirectory.appending(path: "clippo-test-\(UUID().uuidString)").path
    atexit { try? FileManager.default.removeItem(atPath: SmallCorpora.folder) }
    return path
  }()

  static func corpus(_ languages: [String] = ["zh"], others: Int = 60) throws -> Corpus {
    try built.withLock { built in
      let key = languages.joined(separator: "+") + "-\(others)"
      if let corpus = built[key] { return corpus }
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let small = try SmallSources(others: others)
      let corpus = try withExtendedLifetime(small) {
        try small.builder(languages).build(in: folder + "/" + key, pool: .init(threads: 2))
      }
      built[key] = corpus
      return corpus
    }
  }
}
