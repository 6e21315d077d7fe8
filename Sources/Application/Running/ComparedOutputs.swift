import Console

/// By what images and captions are compared.
public enum ComparedOutputs: String, CaseIterable, Sendable, OptionValue {
  /// One vector each, by the cosine.
  case embeddings
  /// Their tokens, by what they find in each other; for models that were trained so.
  case tokens
}
