/// Endings of image files, in lower case.
enum ImageEnding {
  static let all = ["jpg", "jpeg", "png", "webp"]
}
