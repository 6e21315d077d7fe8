import Console

/// A progress line for each stage of a long piece of work.
final class StageDisplay<Stage: Equatable> {
  private let line: (Stage) -> ProgressLine
  private var shown: (stage: Stage, line: ProgressLine)?

  /// - Parameter line: makes a stage's.
  init(_ line: @escaping (Stage) -> ProgressLine) { self.line = line }

  func update(_ stage: Stage, done: Int, of total: Int) {
    if shown?.stage != stage {
      finish()
      shown = (stage, line(stage))
    }
    shown?.line.update(completed: done, of: total)
  }

  func finish() {
    shown?.line.finish()
    shown = nil
  }
}
