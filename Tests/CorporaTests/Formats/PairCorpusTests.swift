import FoundationEssentials
import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite("Corpora of people's own files")
struct PairCorpusTests {
  static func line(_ image: String, _ language: String = "en") -> String {
    "{\"image\": \"\(image)\", \"captions\": {\"\(language)\": \"\(image)\"}}\n"
  }

  static func ids(_ part: Corpus.Part) throws -> [String] {
    try (0..<part.store.catalog.count).map { try part.store.record($0).id }
  }

  @Test(
    "Braces keep their order, wildcards are sorted, and a file that fits twice is read once",
    arguments: [
      ("{c,a}.jsonl", ["c", "a"]), ("*.jsonl", ["a", "b", "c"]), ("{c,[ab],a}*.jsonl", ["c", "a", "b"]),
      ("?.jsonl", ["a", "b", "c"]), ("x/{1..2}/*.jsonl", ["1", "2"]), ("x/*/n*.jsonl", ["1", "2"]),
      ("odd[1].jsonl", ["odd"]), ("{odd}.jsonl", ["braced"]),
    ])
  func patterns(pattern: String, expected: [String]) throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c"] { try folder.write("\(name).jsonl", Self.line(name)) }
    for name in ["1", "2"] { try folder.write("x/\(name)/n.jsonl", Self.line(name)) }
    try folder.write("odd[1].jsonl", Self.line("odd"))
    try folder.write("{odd}.jsonl", Self.line("braced"))
    let corpus = try PairCorpus(
      folder: folder.path, training: [CorpusSource(path: pattern)], heldOut: []
    ).open(pool: ThreadPool(threads: 1))
    let read = try Self.ids(corpus.parts[0]).filter { $0 != "odd" && $0 != "braced" || expected.contains($0) }
    #expect(read == expected)
  }

  @Test("Sources are parts in order with their weights; held-out ones are splits of their names")
  func sources() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.jsonl", Self.line("a", "zh") + Self.line("b") + Self.line("c"))
    try folder.write("b/d.txt", "d")
    try folder.write("b/d.png", "")
    try folder.write("t.csv", "image,caption,lang,split\ne,e,de,train\n")
    var (lines, images, table) = (
      CorpusSource(path: "a.jsonl"), CorpusSource(path: "b"), CorpusSource(path: folder.file("t.csv"))
    )
    (lines.weight, images.weight, images.language) = (2, 0.5, "fr")
    table.table.separator = ","
    var unused = CorpusSource(path: "missing.jsonl")
    unused.weight = 0
    let corpus = try PairCorpus(
      folder: folder.path, training: [lines, unused, images], heldOut: [.init(name: "exam", source: table)]
    ).open(pool: ThreadPool(threads: 2))
    #expect(corpus.parts.map(\.weight) == [2, 0.5, 1] && corpus.kind == "pairs")
    #expect(try corpus.parts.map(Self.ids).map(\.count) == [3, 1, 1])
    #expect(corpus.languages == ["en", "de", "fr", "zh"])
    #expect(corpus.counts.images == [.train: 4, CorpusSplit(rawValue: "exam"): 1])
    #expect(try corpus.images(of: CorpusSplit(rawValue: "exam"), in: "de").map(\.id) == ["e"])
    #expect(try corpus.images(of: .train, in: "en").map(\.id) == ["b", "c"])
    // Shares are weight times number, for the four streams of part and language.
    let mixture = try LanguageMixture(
      corpus: corpus, languages: ["en", "zh", "fr"], languageSamplingExponent: 1, shuffle: .everything, seed: 1)
    #expect(mixture.streams.map(\.part) == [0, 0, 1] && mixture.streams.map(\.language) == ["en", "zh", "fr"])
    #expect(zip(mixture.streams, [4, 2, 0.5]).allSatisfy { abs($0.share - $1 / 6.5) < 1e-12 })
  }

  @Test(
    "What cannot be a corpus is refused in a sentence",
    arguments: [
      ("nothing", "~: no source is named; give corpus.training at least one"),
      ("train", "a.jsonl: a source cannot be held out as “train”; give it another name"),
      ("transfer", "a.jsonl: a source cannot be held out as “transfer”; give it another name"),
      ("language", "~/a.jsonl: the source's language “zh en” is no language tag, such as \"zh-Hant\""),
      ("split", "~/a.jsonl: no records of the split “val” are in it; its records name no split"),
      ("missing", "~/b: there is no such file or folder"),
      (
        "bad",
        "~/bad.jsonl: 1 of 3 records cannot be read; fix them or let more be skipped (corpus.maxUnreadableFraction in a recipe, --max-unreadable of a command):\n"
          + "  ~/bad.jsonl:2: the member “captions” is missing"
      ),
    ])
  func refusals(kind: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a.jsonl", Self.line("a"))
    try folder.write("bad.jsonl", Self.line("a") + "{\"image\": \"b\"}\n" + Self.line("c"))
    var source = CorpusSource(path: ["missing": "b", "bad": "bad.jsonl"][kind] ?? "a.jsonl")
    source.language = kind == "language" ? "zh en" : nil
    source.split = kind == "split" ? "val" : nil
    let isHeldOut = kind == "train" || kind == "transfer"
    let corpus = PairCorpus(
      folder: folder.path, training: kind == "nothing" || isHeldOut ? [] : [source],
      heldOut: isHeldOut ? [.init(name: kind, source: source)] : [], unreadableLimit: 0.33)
    let error = #expect(throws: CorpusError.self) { try corpus.open(pool: ThreadPool(threads: 1)) }
    #expect(error.map { FormatOutcome.short($0, folder) } == message)
  }

  @Test("What may be skipped is listed, and what is too much for a list is counted")
  func listing() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.jsonl", Self.line("a") + String(repeating: "x\n", count: SkippedRecords.keptLimit + 5))
    let corpus = try PairCorpus(
      folder: folder.path, training: [CorpusSource(path: "a.jsonl")], heldOut: [], unreadableLimit: 1
    ).open(pool: ThreadPool(threads: 1))
    #expect(corpus.skipped.count == SkippedRecords.keptLimit + 5)
    #expect(corpus.skipped.first.count == SkippedRecords.keptLimit && corpus.skipped.unlisted == 5)
  }

  @Test(
    "Images that are trained and held out are told of, whatever files name them and however",
    arguments: [
      ("k.json", "train", "k.json", "test", nil), ("k.json", nil, "k.json", "test", 1),
      ("k.json", nil, "k.json", "train", 2),
      ("t.csv", nil, "k.json", "test", 1), ("k.json", "test", "t.csv", nil, 1), ("t.csv", nil, "k.json", "val", nil),
      ("s.tar", nil, "s.tar", nil, 1), ("s.tar", nil, "k.json", "test", nil),
    ] as [(String, String?, String, String?, Int?)])
  func shared(path: String, split: String?, heldOut: String, heldOutSplit: String?, count: Int?) throws {
    let folder = try TemporaryFolder()
    let images = [("a", "train"), ("b", "restval"), ("c", "val"), ("d", "test")].map { name, split in
      #"{"filename": "\#(name).jpg", "split": "\#(split)", "sentences": [{"raw": "x"}]}"#
    }
    try folder.write("k.json", "{\"images\": [\(images.joined(separator: ","))]}")
    try folder.write(
      "t.csv", "image,caption\n./d.jpg,x\n../\(folder.path.split(separator: "/").last ?? "")/d.jpg,y\ne.jpg,z\n")
    var tar = HandmadeTar()
    tar.add("0.jpg", [1])
    tar.add("0.txt", [120])
    tar.close()
    try Data(tar.bytes).write(to: URL(filePath: folder.file("s.tar")))
    var (trained, held) = (CorpusSource(path: path), CorpusSource(path: heldOut))
    (trained.language, held.language) = ("en", "en")
    (trained.split, held.split) = (split, heldOutSplit)
    var told: [String] = []
    _ = try PairCorpus(folder: folder.path, training: [trained], heldOut: [.init(name: "exam", source: held)])
      .open(pool: ThreadPool(threads: 1)) { told.append(FormatOutcome.short($0, folder)) }
    let sentence = told.first { $0.contains("trained too") }
    #expect(sentence.map { $0.hasPrefix("\(count ?? 0) of the ") } ?? (count == nil), "\(told)")
    #expect(sentence?.contains("images held out as “exam” are trained too, the first at ~/") ?? true)
    let splits = "k.json: training takes all splits, images 1 of “train”, 1 of “restval”, 1 of “val”, 1 of “test”; "
    #expect(told.contains { $0.hasPrefix(splits) } == (path == "k.json" && split == nil))
  }

  @Test("Where no image is there, the option that names their folder is told of", arguments: [0, 1])
  func elsewhere(present: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("a.jsonl", (0..<50).map { Self.line("p/\($0).jpg") }.joined())
    if present > 0 { try folder.write("p/0.jpg", "") }
    var told: [String] = []
    _ = try PairCorpus(folder: folder.path, training: [CorpusSource(path: "a.jsonl")], heldOut: [])
      .open(pool: ThreadPool(threads: 1)) { told.append(FormatOutcome.short($0, folder)) }
    let sentence =
      "~/a.jsonl: no image is there of 20 that were looked for, such as ~/p/0.jpg; if they lie elsewhere, name their folder with "
      + "--images (images in a recipe)"
    #expect(told == (present > 0 ? [] : [sentence]))
  }

  @Test("Lines of JSON name languages that training does not see", arguments: ["heldOut", "withheld"])
  func heldOutLanguages(member: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "a.jsonl", #"{"image": "0.png", "captions": {"zh": "零", "en": "nought"}, "\#(member)": ["zh"]}"# + "\n")
    let corpus = PairCorpus(folder: folder.path, training: [], heldOut: [])
    let store = try corpus.read(CorpusSource(path: "a.jsonl"), pool: ThreadPool(threads: 1)) { _ in }.store
    #expect(try store.record(0).heldOut == ["zh"])
    #expect(
      store.catalog.records(of: .train, in: "zh").isEmpty && store.catalog.records(of: .train, in: "en").count == 1)
  }

  @Test("Images of Karpathy's files that name no split are counted", arguments: [nil, "train"] as [String?])
  func unnamedSplits(split: String?) throws {
    let folder = try TemporaryFolder()
    let images = (0..<3).map { #"{"filename": "\#($0).jpg", "sentences": [{"raw": "x"}]}"# }
    try folder.write("k.json", "{\"images\": [\(images.joined(separator: ","))]}")
    try folder.write("0.jpg", "")
    var source = CorpusSource(path: "k.json")
    (source.language, source.split) = ("en", split)
    var told: [String] = []
    let corpus = PairCorpus(folder: folder.path, training: [], heldOut: [], unreadableLimit: 1)
    let content = try? corpus.read(source, pool: ThreadPool(threads: 1)) {
      told.append(FormatOutcome.short($0, folder))
    }
    guard split == nil else {
      #expect(content == nil)
      return
    }
    #expect(told == ["~/k.json: images that name no split: 3; they are taken for “train”"])
    #expect(content?.store.catalog.records(of: .train, in: "en").count == 3)
  }

  @Test("Images that were never downloaded are told of")
  func absent() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.csv", "url,caption\nhttp://x/a.png,one\nhttp://x/b.png,two\nhttp://x/c.png,three\n")
    try folder.write("b.png", "")
    var source = CorpusSource(path: "a.csv")
    source.language = "en"
    var told: [String] = []
    _ = try PairCorpus(folder: folder.path, training: [source], heldOut: [])
      .open(pool: ThreadPool(threads: 1)) { told.append(FormatOutcome.short($0, folder)) }
    #expect(told == ["~/a.csv: 2 of 3 images are not there"])
  }
}
