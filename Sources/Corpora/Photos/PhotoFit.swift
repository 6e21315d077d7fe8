import Schema

/// How an image of any shape becomes what the model sees.
public enum PhotoFit: String, RecipeWord {
  /// All of it, on a white square: for drawings.
  case pad
  /// All of it, stretched to a square, as CLIPPO does.
  case stretch
  /// The middle square.
  case crop
  /// All of it in its own aspect ratio, on a grid of as many patches as a square would have, as in NaViT.
  case keep
}
