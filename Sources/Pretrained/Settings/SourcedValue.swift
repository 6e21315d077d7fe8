/// A value with the place that says so.
package struct SourcedValue<Value: Sendable & Equatable>: Sendable, Equatable {
  package let value: Value
  /// For a person: a file and the field in it, an option, a tag, or what is usual.
  package let origin: String

  package init(_ value: Value, _ origin: String) {
    self.value = value
    self.origin = origin
  }
}

/// One thing that nothing in the weights themselves says.
public struct ImportAssumption: Sendable, Equatable {
  /// What was decided, such as "activation of images".
  public let what: String
  public let value: String
  /// The file and field, the option or the tag that says so, or that it is what is usual.
  public let origin: String
}
