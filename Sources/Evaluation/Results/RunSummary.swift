import Corpora
import Files
import FoundationEssentials
import JSON

/// The result of a run in a form that programs read: the file `summary.json` of a run folder.
///
/// Recall is expected recall, equal scores in random order: `"protocol"` is `clippo`, and is missing where an earlier version wrote
/// the file, which counted as `optimistic` does.
///
///     {"protocol": "clippo", "recall": {split: {language: {"t2i": [r1, r5, r10], "i2t": [r1, r5, r10], "gallery": …}}}, "train_seconds": …, "steps": …,
///      "measured_step": …, "pairs_per_second": …, "tokens_per_second": …, "parameters": …, "peak_memory_bytes": …, "renderer": {…},
///      "truncation": {…}, "warnings": […], "corpus": {"kind": "emoji", "sources": {name: version}, …, "fingerprint": …}}
public struct RunSummary: Sendable, Equatable {
  /// Recall in percent of one split in one language, at depths 1, 5 and 10.
  public struct Recall: Sendable, Equatable {
    public var split: String
    public var language: String
    public var textToImage: [Double]
    public var imageToText: [Double]
    /// Images that were to be found; nil in summaries written before they were counted.
    public var gallery: Int?

    public init(
      split: String, language: String, textToImage: [Double], imageToText: [Double], gallery: Int? = nil
    ) {
      self.split = split
      self.language = language
      self.textToImage = textToImage
      self.imageToText = imageToText
      self.gallery = gallery
    }
  }

  public static let fileName = "summary.json"

  public var recall: [Recall]
  /// How recall was counted.
  public var retrievalProtocol: RetrievalProtocol
  /// Sentences on sets whose embeddings do not tell images or texts apart.
  public var warnings: [String]
  /// Time spent training, evaluation not counted.
  public var trainSeconds: Double
  public var steps: Int
  /// The step whose weights were measured: the last, unless an earlier evaluation was better and the run keeps that.
  public var measuredStep: Int
  public var pairsPerSecond: Double
  /// Tokens of images and of texts together.
  public var tokensPerSecond: Double
  public var parameters: Int
  public var peakMemoryBytes: Int
  /// The renderer's contract.
  public var renderer: [JSONMember]
  /// Counts of what never reached the model.
  public var truncation: [JSONMember]
  /// What recall was measured on; `nil` in summaries written before it was noted.
  public var corpus: CorpusVersion?

  public init(
    recall: RecallTable, trainSeconds: Double, steps: Int, measuredStep: Int? = nil, pairsPerSecond: Double,
    tokensPerSecond: Double,
    parameters: Int, peakMemoryBytes: Int, renderer: [JSONMember], truncation: [JSONMember]
  ) {
    self.recall = recall.rows.map {
      Recall(
        split: $0.split, language: $0.language, textToImage: $0.textToImage.percent,
        imageToText: $0.imageToText.percent, gallery: $0.textToImage.gallery)
    }
    retrievalProtocol = .clippo
    warnings = recall.warnings
    self.trainSeconds = trainSeconds
    self.steps = steps
    self.measuredStep = measuredStep ?? steps
    self.pairsPerSecond = pairsPerSecond
    self.tokensPerSecond = tokensPerSecond
    self.parameters = parameters
    self.peakMemoryBytes = peakMemoryBytes
    self.renderer = renderer
    self.truncation = truncation
    corpus = recall.corpus
  }

  /// Mean of R@1, R@5 and R@10 of both directions over splits and those languages of each whose galleries are no less than half of
  /// its largest, in percent; 0 without any.
  public var meanRecall: Double {
    let rows = recall.map(\.split).distinct.flatMap { split in
      recall.filter { $0.split == split }.withComparableGalleries { $0.gallery ?? 0 }
    }
    let values = rows.flatMap { $0.textToImage + $0.imageToText }
    return values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The document; recalls and rates are rounded to four digits after the point.
  public var json: JSONValue {
    let members: JSONValue = [
      "protocol": .string(retrievalProtocol.rawValue), "recall": Self.json(of: recall),
      "train_seconds": Self.rounded(trainSeconds), "steps": .integer(steps),
      "measured_step": .integer(measuredStep),
      "pairs_per_second": Self.rounded(pairsPerSecond), "tokens_per_second": Self.rounded(tokensPerSecond),
      "parameters": .integer(parameters), "peak_memory_bytes": .integer(peakMemoryBytes),
      "renderer": .object(renderer), "truncation": .object(truncation),
      "warnings": .array(warnings.map { .string($0) }),
    ]
    guard let corpus else { return members }
    return .object((members.objectValue ?? []) + [JSONMember("corpus", corpus.json)])
  }

  /// Reads the document; `source` names it in errors.
  ///
  /// - Throws: `EvaluationError` when a field is missing or holds something else.
  public init(_ json: JSONValue, source: String) throws {
    let fields = SummaryFields(json: json, source: source)
    recall = try fields.recall()
    retrievalProtocol = try fields.retrievalProtocol()
    warnings = (json["warnings"]?.arrayValue ?? []).compactMap(\.stringValue)
    trainSeconds = try fields.number("train_seconds")
    steps = try fields.integer("steps")
    measuredStep = json["measured_step"] == nil ? steps : try fields.integer("measured_step")
    pairsPerSecond = try fields.number("pairs_per_second")
    tokensPerSecond = try fields.number("tokens_per_second")
    parameters = try fields.integer("parameters")
    peakMemoryBytes = try fields.integer("peak_memory_bytes")
    renderer = try fields.object("renderer")
    truncation = try fields.object("truncation", former: "lost")
    corpus = CorpusVersion(json: json["corpus"])
  }

  /// Writes `summary.json` into a run folder, replacing it at once.
  public func write(toFolder folder: String) throws {
    try AtomicFile.write(Array(json.prettyText.utf8), to: folder + "/" + Self.fileName)
  }

  /// Reads `summary.json` of a run folder.
  public init(folder: String) throws {
    let path = folder + "/" + Self.fileName
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError(
        "\(path): the file is missing or cannot be opened; is \(folder) the folder of a finished run?")
    }
    try self.init(try JSONValue(parsing: data, source: path), source: path)
  }

  private static func json(of recall: [Recall]) -> JSONValue {
    var splits: [JSONMember] = []
    for row in recall {
      var numbers = [
        JSONMember("t2i", .array(row.textToImage.map(rounded))),
        JSONMember("i2t", .array(row.imageToText.map(rounded))),
      ]
      if let gallery = row.gallery { numbers.append(JSONMember("gallery", .integer(gallery))) }
      let language = JSONMember(row.language, .object(numbers))
      if let place = splits.firstIndex(where: { $0.name == row.split }) {
        splits[place].value = .object((splits[place].value.objectValue ?? []) + [language])
      } else {
        splits.append(JSONMember(row.split, .object([language])))
      }
    }
    return .object(splits)
  }

  private static func rounded(_ value: Double) -> JSONValue {
    .number((value * 10_000).rounded() / 10_000)
  }
}
