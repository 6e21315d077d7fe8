import Tensors

/// Which towers a model has, and their shapes.
public enum ModelShape: Sendable, Hashable {
  /// One tower, which reads captions as pages of patches.
  case pages(TowerConfiguration)
  /// One tower, which reads captions as tokens.
  case sharedTokens(TowerConfiguration, TextConfiguration)
  /// A tower for images and one for tokens.
  case twin(image: TowerConfiguration, text: TextConfiguration)
  /// A tower for images and one for pages.
  case twinPages(image: TowerConfiguration, page: TowerConfiguration)

  /// How photos are read.
  public var vision: TowerConfiguration {
    switch self {
    case .pages(let image), .sharedTokens(let image, _), .twin(let image, _), .twinPages(let image, _): image
    }
  }

  /// How the pages of captions are read; nil where captions are tokens.
  public var page: TowerConfiguration? {
    switch self {
    case .pages(let tower): tower
    case .twinPages(_, let page): page
    case .sharedTokens, .twin: nil
    }
  }

  /// Nil where captions are pages.
  public var text: TextConfiguration? {
    switch self {
    case .pages, .twinPages: nil
    case .sharedTokens(_, let text), .twin(_, let text): text
    }
  }

  /// A model with random weights.
  ///
  /// - Parameters:
  ///   - logitScale: the initial scale of logits, an inverse temperature.
  ///   - logitBias: initial bias on logits; nil where the objective has none.
  public func tower(
    logitScale: Float, logitBias: Float?, backend: any Backend, seed: UInt64
  ) throws -> any Tower {
    switch self {
    case .pages(let image):
      try SharedTower(
        configuration: image, logitScale: logitScale, logitBias: logitBias, backend: backend, seed: seed)
    case .sharedTokens(let image, let text):
      try SharedTower(
        configuration: image, text: text, logitScale: logitScale, logitBias: logitBias, backend: backend,
        seed: seed)
    case .twin(let image, let text):
      try TwinTowers(
        image: image, text: text, logitScale: logitScale, logitBias: logitBias, backend: backend, seed: seed)
    case .twinPages(let image, let page):
      try TwinPageTowers(
        image: image, page: page, logitScale: logitScale, logitBias: logitBias, backend: backend, seed: seed)
    }
  }
}
