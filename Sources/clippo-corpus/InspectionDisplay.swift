import Console
import Corpora

/// A progress line for each stage of an inspection.
final class InspectionDisplay {
  private var stage: CorpusInspection.Stage?
  private var line: ProgressLine?

  func update(_ stage: CorpusInspection.Stage, done: Int, of total: Int) {
    if self.stage != stage {
      finish()
      self.stage = stage
      line =
        stage == .reading
        ? ProgressLine(label: "reading", unit: "images") : ProgressLine(label: "drawing", unit: "captions")
    }
    line?.update(completed: done, of: total)
  }

  func finish() { line?.finish() }
}
