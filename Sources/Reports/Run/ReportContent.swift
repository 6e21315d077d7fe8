import Evaluation

/// Everything that a run's report shows, as plain values; `ReportPage` turns it into one HTML file.
public struct ReportContent: Sendable {
  /// The run's name.
  public var title: String
  /// One sentence: what was trained, on what.
  public var summary: String
  /// The few numbers that matter most, first of all.
  public var figures: [ReportFigure] = []
  /// Losses and learning rates, by rising step.
  public var training: [TrainingPoint] = []
  /// Recall during training, by rising step.
  public var progress: [RecallPoint] = []
  /// Recall at the end.
  public var recall = RecallTable()
  /// Queries with what they found, one gallery a split and language.
  public var galleries: [ReportGallery] = []
  /// The queries whose right image stood furthest down.
  public var worstMisses: [GalleryItem] = []
  /// What never reached the model; empty lists say that nothing was lost.
  public var losses: [TextLoss] = []
  /// Names and values, such as the machine, the fonts and the corpus.
  public var facts: [ReportFact] = []
  /// The resolved recipe as JSON text.
  public var recipe = ""

  public init(title: String, summary: String) {
    self.title = title
    self.summary = summary
  }
}

/// A number that the report's head shows large.
public struct ReportFigure: Sendable {
  /// What the number is, such as `R@1, composition`.
  public var label: String
  /// The number with its unit, such as `74.2 %`.
  public var value: String
  /// A few words below, such as `chance 0.4 %`.
  public var note: String

  public init(label: String, value: String, note: String = "") {
    self.label = label
    self.value = value
    self.note = note
  }
}

/// A name and a value of the report's last table.
public struct ReportFact: Sendable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What training measured at one step.
public struct TrainingPoint: Sendable {
  public var step: Int
  /// Training time until then, in seconds.
  public var seconds: Double
  public var loss: Double
  public var learningRate: Double

  public init(step: Int, seconds: Double, loss: Double, learningRate: Double) {
    self.step = step
    self.seconds = seconds
    self.loss = loss
    self.learningRate = learningRate
  }
}

/// One way in which text was lost before the model saw it, such as code points without a glyph.
public struct TextLoss: Sendable {
  /// What happened, as a phrase: `Characters without a glyph`.
  public var what: String
  /// How often.
  public var count: Int
  /// Out of how many, where that is known.
  public var total: Int?
  /// What it happened to, with its origin, most frequent first.
  public var examples: [String]

  public init(what: String, count: Int, total: Int? = nil, examples: [String] = []) {
    self.what = what
    self.count = count
    self.total = total
    self.examples = examples
  }
}
