import Testing

/// Words that a command refuses, and what its answer says.
struct WrongWords: CustomTestStringConvertible, Sendable {
  let words: [String]
  let code: Int32
  let says: String
  var testDescription: String { words.joined(separator: " ") }
}
