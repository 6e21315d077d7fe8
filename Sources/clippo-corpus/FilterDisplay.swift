import Console
import Corpora

/// A progress line for each stage of a filter.
final class FilterDisplay {
  private var stage: CorpusFilter.Stage?
  private var line: ProgressLine?

  func update(_ stage: CorpusFilter.Stage, done: Int, of total: Int) {
    if self.stage != stage {
      finish()
      self.stage = stage
      line = ProgressLine(label: Self.label(of: stage), unit: "images")
    }
    line?.update(completed: done, of: total)
  }

  func finish() {
    line?.finish()
    line = nil
  }

  private static func label(of stage: CorpusFilter.Stage) -> String {
    switch stage {
    case .readingHeldOut: "reading what is held out"
    case .counting: "counting"
    case .judging: "judging"
    }
  }
}
