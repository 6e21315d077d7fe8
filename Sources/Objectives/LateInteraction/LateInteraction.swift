import Schema

/// What objectives that compare token by token have in common.
struct LateInteraction: Sendable, Hashable {
  /// Width of the tokens that are compared, which a layer without bias makes of the states; nil compares states as they are.
  var embedding: Int? = 256
  var padding = TokenPadding.strict

  /// The fields of a kind that has one.
  static func fields<Kind>(_ late: WritableKeyPath<Kind, LateInteraction>) -> [RecipeField<Kind>] {
    [
      .value("embedding", late.appending(path: \.embedding)), .value("padding", late.appending(path: \.padding)),
    ]
  }

  func validate(at path: RecipePath) throws(RecipeError) {
    if let embedding, !(1...65_536).contains(embedding) {
      throw path.field("embedding").error("\(embedding) is out of range; allowed: 1 to 65536, or null")
    }
  }
}
