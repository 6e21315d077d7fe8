extension PixelError {
  /// Throws when `share` is none.
  static func checkShare(_ share: Double, of what: String) throws(PixelError) {
    guard (0...1).contains(share) else { throw PixelError("the share of \(what) lies between 0 and 1, not \(share)") }
  }
}
