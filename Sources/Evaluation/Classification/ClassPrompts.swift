/// Texts that stand for every class: what images are compared with when nothing is trained for the classes.
public struct ClassPrompts: Sendable, Equatable {
  /// The texts' language.
  public let language: String
  /// Names of every class; the first is the one that is shown.
  public let names: [[String]]
  /// Texts of every class.
  public let texts: [[String]]

  /// Places in a template where the name goes: ours and CLIP's, and CLIP_benchmark's.
  static let placeholders = ["{}", "{c}"]

  /// Every name in every template.
  ///
  /// - Parameters:
  ///   - names: of every class, at least one each.
  ///   - templates: texts with `{}` or `{c}` where the name goes.
  ///
  /// Throws when there is no class or template, a class has no name, or a template has no place for it.
  public init(language: String, names: [[String]], templates: [String]) throws {
    guard !templates.isEmpty else { throw EvaluationError("There is no template; give at least \"{}\".") }
    for template in templates where Self.filled(template, with: "x") == nil {
      throw EvaluationError("The template “\(template)” has no place for a name; write {} where it goes.")
    }
    try self.init(
      language: language, names: names,
      texts: names.map { names in names.flatMap { name in templates.compactMap { Self.filled($0, with: name) } } })
  }

  /// Texts of the classes' own.
  public init(language: String, names: [[String]], texts: [[String]]) throws {
    guard !names.isEmpty, names.count == texts.count else {
      throw EvaluationError("\(names.count) classes need as many lists of texts, not \(texts.count).")
    }
    for (label, (names, texts)) in zip(names, texts).enumerated() where names.isEmpty || texts.isEmpty {
      throw EvaluationError(
        "The class \(label) (\(names.first ?? "without name")) has no text to compare images with.")
    }
    self.language = language
    self.names = names
    self.texts = texts
  }

  /// Names that several classes bear: no text tells those apart, so that not every image can be found right.
  public var sharedNames: [(name: String, labels: [Int])] {
    var labels: [String: [Int]] = [:]
    for (label, names) in names.enumerated() { labels[names[0], default: []].append(label) }
    return labels.filter { $0.value.count > 1 }.map { (name: $0.key, labels: $0.value) }
      .sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
  }

  private static func filled(_ template: String, with name: String) -> String? {
    placeholders.first(where: template.contains).map { template.replacing($0, with: name) }
  }
}

extension EmbeddingTable {
  /// One row a class: the mean of the unit embeddings of its texts, at unit length again.
  ///
  /// - Parameters:
  ///   - counts: rows of every class, which follow each other.
  ///   - ids: what the classes are known by.
  public func means(ofRuns counts: [Int], ids: [String]) throws -> EmbeddingTable {
    guard counts.count == ids.count, counts.reduce(0, +) == count, !counts.contains(0) else {
      throw EvaluationError("\(count) embeddings cannot be parted into \(ids.count) classes of \(counts) texts.")
    }
    var values: [Float] = []
    var row = 0
    for count in counts {
      var sum = [Double](repeating: 0, count: width)
      for _ in 0..<count {
        for (column, value) in self[row].enumerated() { sum[column] += Double(value) }
        row += 1
      }
      values += sum.map { Float($0 / Double(count)) }
    }
    return try EmbeddingTable(ids: ids, width: width, values: values)
  }
}
