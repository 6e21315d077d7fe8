import Application
import Console
import Corpora
import JSON
import Runtime

/// Makes bags of captions' words, and counts what each step drops.
struct WordsCommand: Command {
  static let name = "words"
  static let summary = "Captions as bags of words, as shards, with what each step drops."
  static let examples = [
    CommandExample(
      "clippo-corpus words captions.jsonl --shuffle --drop-stop-words --drop-most-frequent 50 --out bags", "as shards"),
    CommandExample("clippo-corpus words captions.jsonl --base-vocabulary 5000 --dry-run", "counts alone"),
  ]

  @Argument("file, folder or pattern of pairs") var source: FilePath = ""
  @Option("folder of the shards") var out: FilePath?
  @Option("print what the steps drop, and write nothing") var dryRun = false
  @Option("words in a random order") var shuffle = false
  @Option("without stop words and what has no letter") var dropStopWords = false
  @Option("frequent words of a language that may stay", in: 1..., placeholder: "n") var baseVocabulary: Int?
  @Option("file of words that may stay, one a line") var vocabulary: FilePath?
  @Option("frequent words of a language that go", in: 1..., placeholder: "n") var dropMostFrequent: Int?
  @Option("words that stay of a caption", in: 1..., placeholder: "n") var keep: Int?
  @Option("decides the order of words", in: 0...Int.max) var seed = 0
  var shards = ShardOptions()
  @Option("worker threads", in: 1...256) var threads = 2
  var language = LanguageOption()
  var files = SourceOptions()
  var bank = BankOptions()

  private var transforms: WordTransforms {
    var transforms = WordTransforms()
    transforms.shuffle = shuffle
    transforms.dropStopWords = dropStopWords
    transforms.baseVocabulary = baseVocabulary ?? 0
    transforms.vocabularyFile = vocabulary?.string
    transforms.dropMostFrequent = dropMostFrequent ?? 0
    transforms.keep = keep ?? 0
    return transforms
  }

  func validate() throws {
    try language.validate()
    if dryRun == (out != nil) {
      throw UsageError("words needs the folder of the shards, --out, or else --dry-run, which writes nothing")
    }
    guard !transforms.isEmpty else {
      throw UsageError("no step is asked for; give at least one, such as --shuffle or --drop-stop-words")
    }
    if baseVocabulary != nil, vocabulary != nil {
      throw UsageError("--base-vocabulary and --vocabulary both say which words may stay; leave one out")
    }
  }

  func run() throws {
    var source = try files.source(source.string, language: language.lang)
    bank.apply(to: &source)
    try files.refuseEmoji(source)
    let signal = try StopSignal()
    let pool = try ThreadPool(threads: threads)
    var content = try source.content(unreadableLimit: shards.maxUnreadable, pool: pool)
    let pass = try BagPass(transforms, counting: content, seed: UInt64(seed), pool: pool)
    let (store, counts) = try pass.records(content.store, pool: pool)
    StandardStream.output.writeLine(Self.table(counts))
    guard let out else { return }
    content.store = store
    let request = JSONValue.object(
      (source.json.objectValue ?? []) + [
        JSONMember("words", transforms.requestJSON), JSONMember("seed", .integer(seed)),
      ])
    try ShardWriting(content: content, request: request, folder: out.string, options: shards)
      .run(pool: pool, signal: signal)
  }

  private static func table(_ counts: [String: BagOfWords.Counts]) -> String {
    var table = TextTable(
      [.left("language"), .right("captions"), .right("words"), .right("stop words"), .right("no base word")]
        + [.right("frequent"), .right("beyond --keep"), .right("left whole")])
    for (language, own) in counts.sorted(by: { ($1.value.captions, $0.key) < ($0.value.captions, $1.key) }) {
      let numbers = [
        own.captions, own.words, own.stopWords, own.outsideVocabulary, own.mostFrequent, own.beyondKept, own.emptied,
      ]
      table.add([language] + numbers.map(NumberText.thousands))
    }
    return table.text()
  }
}
