/// With which token captions are filled up.
public enum FillingWord: String, Sendable, CaseIterable {
  case end, padding
}
