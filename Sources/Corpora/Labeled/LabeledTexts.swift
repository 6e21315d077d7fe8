import JSON

/// Texts, or pairs of texts, with a class each, from a table with a header: GLUE, XNLI, CLUE and the like as they are distributed.
public struct LabeledTexts: Sendable, Equatable {
  public struct Row: Sendable, Equatable {
    /// One or two.
    public let texts: [String]
    /// As the file has it.
    public let label: String
  }

  public let path: String
  public let rows: [Row]
  public let skipped: SkippedRecords

  /// How the table's columns are called; what is nil is guessed from usual names.
  public struct Columns: Sendable {
    public var texts: [String]?
    public var label: String?

    public init(texts: [String]? = nil, label: String? = nil) {
      self.texts = texts
      self.label = label
    }
  }

  private static let pairNames = [
    ["sentence1", "sentence2"], ["premise", "hypothesis"], ["question1", "question2"], ["question", "sentence"],
    ["text1", "text2"], ["#1 string", "#2 string"],
  ]
  private static let singleNames = ["sentence", "text", "review", "title"]
  private static let labelNames = ["label", "gold_label", "quality", "is_duplicate", "class", "category"]

  /// Reads a table of commas or tabs, whichever its header has.
  ///
  /// Throws `CorpusError` when nothing says which columns are the texts and the label, or there is no row.
  public static func open(_ path: String, columns: Columns = Columns()) throws -> LabeledTexts {
    try SourceFile.checkContent(path)
    let file = try OpenFile(path: path)
    let separator = try TableLayout().separator(of: file)
    // GLUE's tables do not quote; a quote in them is a character.
    var reader = try DelimitedReader(
      file, format: DelimitedFormat(separator: separator, isQuoted: separator != UInt8(ascii: "\t")))
    let places = try places(reader, columns)
    var rows: [Row] = []
    var skipped = SkippedRecords()
    while let record = try reader.next() {
      let texts = places.texts.map { record[$0] }
      let label = record[places.label]
      guard texts.allSatisfy(CaptionFile.isText), !label.isEmpty else {
        skipped.add(Origin(file: path, line: record.line), "a text or the label is empty; the row was skipped")
        continue
      }
      rows.append(Row(texts: texts, label: label))
    }
    skipped.add(reader.skipped)
    guard !rows.isEmpty else { throw CorpusError("\(path): no row with texts and a label is in it") }
    return LabeledTexts(path: path, rows: rows, skipped: skipped)
  }

  private static func places(_ reader: DelimitedReader, _ columns: Columns) throws -> (texts: [Int], label: Int) {
    func known(_ name: String) -> String? { reader.columns.first { $0.lowercased() == name } }
    func missing(_ what: String) -> CorpusError {
      let listed = reader.columns.prefix(20).map { MemberName.shown($0) }.joined(separator: ", ")
      return CorpusError("\(reader.file.path): which column \(what)? There are: \(listed)")
    }
    let guessed =
      pairNames.lazy.map { $0.compactMap(known) }.first { $0.count == 2 }
      ?? singleNames.compactMap(known).first.map { [$0] }
    guard let texts = columns.texts ?? guessed else { throw missing("is the text, or which two are") }
    guard (1...2).contains(texts.count) else {
      throw CorpusError("\(reader.file.path): one or two columns of text are read, not \(texts.count)")
    }
    guard let label = columns.label ?? labelNames.compactMap(known).first else { throw missing("is the label") }
    let places = (texts: try texts.map(reader.column), label: try reader.column(label))
    guard Set(places.texts + [places.label]).count == texts.count + 1 else {
      throw CorpusError(
        "\(reader.file.path): one column cannot be two things: the texts are “\(texts.joined(separator: "” and “"))”, and the label "
          + "is “\(label)”; give others with --text-columns and --label-column")
    }
    return places
  }
}

/// Questions on images with their answers: JSON lines, `{"image": "a.jpg", "question": "…", "answer": "…"}`, or `"answers": […]`, of
/// which the most frequent counts.
public struct ImageQuestions: Sendable, Equatable {
  public struct Row: Sendable, Equatable {
    public let image: ImageLocation
    public let question: String
    public let answer: String
    public let origin: Origin
  }

  public let path: String
  public let rows: [Row]
  public let skipped: SkippedRecords

  /// Throws `CorpusError` when there is no question.
  public static func open(_ path: String) throws -> ImageQuestions {
    var rows: [Row] = []
    var skipped = SkippedRecords()
    var lines = try LineReader(OpenFile(path: path))
    while let line = try lines.next() {
      guard CaptionFile.isText(line.text) else { continue }
      do throws(SkippedRecord) { rows.append(try row(line.text, origin: Origin(file: path, line: line.number))) } catch
      {
        skipped.add(error)
      }
    }
    skipped.add(lines.skipped)
    guard !rows.isEmpty else { throw CorpusError("\(path): no question with an image and an answer is in it") }
    return ImageQuestions(path: path, rows: rows, skipped: skipped)
  }

  private static func row(_ line: String, origin: Origin) throws(SkippedRecord) -> Row {
    let json = try JSONValue.ofRecord(Array(line.utf8), origin: origin)
    let answers = json["answers"]?.arrayValue?.map(\.stringValue) ?? json["answer"].map { [$0.stringValue] }
    guard let name = json["image"]?.stringValue, let question = json["question"]?.stringValue,
      CaptionFile.isText(question), let answers, let answer = mostFrequent(answers.compactMap { $0 })
    else {
      throw SkippedRecord(
        origin: origin, reason: "“image”, “question” and “answer” (or a list “answers”) should be texts")
    }
    return Row(
      image: try ImagePath.location(name, in: SourceFile.folder(of: origin.file), origin: origin),
      question: question, answer: answer, origin: origin)
  }

  /// The first of those that are as frequent.
  private static func mostFrequent(_ answers: [String]) -> String? {
    let counts = answers.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    return answers.first { counts[$0] == most }
  }
}
