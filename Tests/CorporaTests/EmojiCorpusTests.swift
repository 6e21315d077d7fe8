import FoundationEssentials
import Images
import TestSupport
import Testing

@testable import Corpora

@Suite("Emoji corpus")
struct EmojiCorpusTests {
  static func bytes(in folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    for name in names where !(["noto", "emojione"].contains(name)) {
      files[name] = [UInt8](FileManager.default.contents(atPath: folder + "/" + name) ?? Data())
    }
    return files
  }

  @Test("Two builds give the same bytes, whatever the threads and the order of languages")
  func deterministic() throws {
    let small = try SmallSources()
    let first = try small.build(["zh", "en"], name: "a", threads: 1)
    let second = try small.build(["en", "zh", "en"], name: "b", threads: 3)
    let files = try Self.bytes(in: first.folder)
    #expect(files.count > 100)
    let same = try Self.bytes(in: second.folder)
    #expect(files == same)
    let other = try Self.bytes(in: small.build(["zh", "en"], seed: 1, name: "c").folder)
    #expect(files != other)
  }

  @Test("Held-out images are never trained, styles only evaluated")
  func splits() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let trained = Set(try corpus.images(of: .train, in: "zh").map(\.id))
    let composition = try corpus.images(of: .composition, in: "zh")
    let style = try corpus.images(of: .style, in: "zh")
    #expect(composition.count == 6)
    #expect(trained.isDisjoint(with: composition.map(\.id)))
    #expect(style.count > 40 && style.allSatisfy { $0.style == "emojione" && trained.contains($0.id) })
    #expect(try corpus.images(of: .train, in: "zh").allSatisfy { $0.style == "noto" })
    #expect(corpus.counts.captioned[.train] == ["zh": trained.count])
    #expect(try corpus.images(of: .transfer, in: "zh").isEmpty)
  }

  @Test("A built folder is a source of pairs too, and what was held out stays so")
  func asPairs() throws {
    let small = try SmallSources()
    let built = try small.build(["zh", "en"], name: "a", threads: 1)
    let content = try CorpusSource(path: built.folder).open(unreadableLimit: 0, pool: .init(threads: 2))
    let images = try (0..<content.store.catalog.count).map { try content.store.record($0) }
    let own = try built.images
    #expect(images.map(\.id) == own.map(\.id) && images.map(\.split) == own.map(\.split))
    #expect(images.map(\.heldOut) == own.map(\.heldOut) && images.contains { !$0.heldOut.isEmpty })
    for language in ["zh", "en"] {
      #expect(images.map { $0.texts(language) } == own.map { $0.texts(language) })
      let trained = content.store.catalog.records(of: .train, in: language).map { images[Int($0)].id }
      #expect(try trained == built.images(of: .train, in: language).map(\.id))
    }
  }

  @Test("A name held out from one language is trained in the others")
  func transfer() throws {
    let corpus = try SmallCorpora.corpus(["zh", "en", "ar"], others: 200)
    for language in corpus.languages {
      let heldOut = try corpus.images(of: .transfer, in: language)
      #expect(heldOut.count > 5)
      #expect(Set(heldOut.map(\.id)).isDisjoint(with: try corpus.images(of: .train, in: language).map(\.id)))
      #expect(Set(heldOut.map(\.id)).isDisjoint(with: try corpus.images(of: .style, in: language).map(\.id)))
      for image in heldOut {
        #expect(image.heldOut == [language])
        #expect(corpus.languages.filter { image.isQuery(of: .train, in: $0) }.count == 2)
      }
    }
  }

  @Test("Images are square, on white, as the artists drew them")
  func images() throws {
    let corpus = try SmallCorpora.corpus()
    for (style, side) in [("noto", 136), ("emojione", 64)] {
      let record = try #require(try corpus.images.first { $0.style == style })
      let image = try record.image.decoded()
      #expect((image.width, image.height, image.channels) == (side, side, .rgb))
      #expect(Array(image.pixels.prefix(3)) == [255, 255, 255])
      #expect(Set(image.pixels).count > 50)
    }
  }

  @Test("Records survive writing and reading")
  func roundTrip() throws {
    let corpus = try SmallCorpora.corpus(["zh", "zh-Hant"])
    let image = try #require(try corpus.images.first { $0.id == "1f600" })
    let line = try #require(try corpus.images.firstIndex(of: image)) + 1
    #expect(image.symbol == "😀" && image.texts("zh") == ["嘿嘿"])
    #expect(image.origin == Origin(file: corpus.folder + "/pictures.jsonl", line: line))
    #expect(image.texts("zh", .keyword).contains("笑脸"))
    let text = image.line(relativeImage: "noto/1f600.png", languages: corpus.languages)
    #expect(try CaptionedImage(line: text.utf8, folder: corpus.folder, origin: image.origin) == image)
  }

  /// Manifest and records, which a test may damage.
  static func copy(of corpus: Corpus) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["corpus.json", "pictures.jsonl"] {
      try FileManager.default.copyItem(atPath: corpus.folder + "/" + name, toPath: folder.file(name))
    }
    return folder
  }

  static let damages: [(file: String, from: String, to: String, message: String)] = [
    (
      "corpus.json", "\"format\": 1", "\"format\": 2",
      "corpus.json: the corpus has format 2, this version reads 1; build it anew"
    ),
    ("corpus.json", "\"kind\"", "kind", "corpus.json:3:3: a member's name in double quotes should stand here"),
    ("corpus.json", "\"seed\"", "\"sed\"", "corpus.json: the member “sed” is unknown; did you mean seed?"),
    ("pictures.jsonl", "\"id\":\"1f44b\"", "\"id\":7", "pictures.jsonl:1: “id” must be a string, not a number"),
    (
      "pictures.jsonl", "\"split\":\"train\"", "\"split\":\"dev\"",
      "split must be train, composition or style, not “dev”"
    ),
    ("pictures.jsonl", "\"noto/", "\"../noto/", "image must be a path inside the corpus, not “../noto/"),
    ("pictures.jsonl", "{\"image\"", "{\"imagee\"", "the member “imagee” is unknown; did you mean image?"),
    ("pictures.jsonl", "}\n", "}", "something follows the end of the document"),
  ]

  @Test("A damaged corpus is refused with file and line", arguments: damages)
  func damaged(file: String, from: String, to: String, message: String) throws {
    let copy = try Self.copy(of: SmallCorpora.corpus())
    let path = copy.file(file)
    var text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
    text.replaceSubrange(try #require(text.firstRange(of: from)), with: to)
    try Data(text.utf8).write(to: URL(filePath: path))
    let error = #expect(throws: (any Error).self) { try Corpus.open(copy.path) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(message))
  }

  @Test("A record file cut at a line's end is refused")
  func cut() throws {
    let copy = try Self.copy(of: SmallCorpora.corpus())
    let path = copy.file("pictures.jsonl")
    let lines = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self).split(
      separator: "\n")
    try Data((lines.dropLast().joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    let error = #expect(throws: CorpusError.self) { try Corpus.open(copy.path) }
    #expect(error?.description.contains("build the corpus anew") == true)
  }

  @Test(
    "What cannot be built leaves nothing behind",
    arguments: ["font", "list", "cldr", "image", "language", "taken", "folder"])
  func failures(kind: String) throws {
    var small = try SmallSources(others: 10)
    var target = "corpus"
    var languages = ["zh"]
    let messages = [
      "font": "not a font that FreeType reads", "list": "the line is not of the form", "cldr": "annotations/zh.xml:1: ",
      "image": "the PNG cannot be read", "language": "there are no emoji names in the language “zz-Zz”",
      "taken": "exists already", "folder": "cannot make the folder",
    ]
    switch kind {
    case "font": small.sources.notoFont = try small.folder.write("x.ttf", "no font")
    case "list": small.sources.emojiTest = try small.folder.write("x.txt", "1F600 fully-qualified\n")
    case "cldr":
      try small.folder.write("cldr/supplemental/supplementalData.xml", "<a/>")
      try small.folder.write("cldr/annotations/zh.xml", "<ldml><annotation cp='x'")
      small.sources.cldr = small.folder.file("cldr")
    case "image":
      try small.folder.write("png/1F44B.png", "no image")
      small.sources.emojiOne = small.folder.file("png")
    case "language": languages = ["zz-Zz"]
    case "taken": try small.folder.write("corpus/mine.txt", "")
    default: target = try small.folder.write("file", "") + "/corpus"
    }
    let before = try FileManager.default.contentsOfDirectory(atPath: small.folder.path).sorted()
    let folder = target.hasPrefix("/") ? target : small.folder.file(target)
    let error = #expect(throws: (any Error).self) {
      try EmojiCorpus(languages: languages, sources: small.sources).build(in: folder, pool: .init(threads: 2))
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains(messages[kind] ?? "?"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: small.folder.path).sorted() == before)
  }

  @Test("Missing packages are named in one command")
  func packages() throws {
    let folder = try TemporaryFolder()
    try folder.write("usr/share/unicode/emoji/emoji-test.txt", "")
    try folder.write("usr/share/rubygems-integration/all/gems/gemojione-9/assets/png/x.png", "")
    let error = #expect(throws: CorpusError.self) { try EmojiSources.installed(root: folder.path) }
    #expect(
      error?.description
        == "the emoji corpus needs packages that are not installed; run: sudo apt-get install unicode-cldr-core fonts-noto-color-emoji"
    )
  }
}
