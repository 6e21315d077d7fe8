/// Endings of picture files, in lower case.
enum PictureEnding {
  static let all = ["jpg", "jpeg", "png", "webp"]
}
