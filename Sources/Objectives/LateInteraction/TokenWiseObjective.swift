import Autograd
import Models

/// An objective whose model compares images and texts token by token. Evaluation and search ask it for what they compare.
public protocol TokenWiseObjective: Objective {
  /// Unit rows that are compared, from the states of some images or texts.
  func tokens(_ states: PackedStates, as modality: Modality, on tape: Tape) throws -> PackedStates
  /// float32 `[images, texts]` and `[texts, images]`, as the objective compares.
  func similarities(images: PackedStates, texts: PackedStates, on tape: Tape) throws -> (
    images: Variable, texts: Variable
  )
}
