/// Where the images that a list names lie.
enum ImagePath {
  /// How much of a path a name may be.
  enum Freedom {
    /// Any path: people's own lists name files from the root or beside their folder.
    case anywhere
    /// A file in the folder or below it, as in lists that are distributed.
    case below
  }

  /// The image that `name` means in `folder`. Throws what is wrong with the name, as a `SkippedRecord` at `origin`.
  static func location(
    _ name: String, in folder: String, _ freedom: Freedom = .anywhere, origin: Origin
  ) throws(SkippedRecord) -> ImageLocation {
    if let complaint = complaint(name, freedom) {
      throw SkippedRecord(origin: origin, reason: "the image's name “\(MemberName.shown(name))” \(complaint)")
    }
    return .file(name.hasPrefix("/") ? name : folder + "/" + name)
  }

  private static func complaint(_ name: String, _ freedom: Freedom) -> String? {
    if name.isEmpty { return "is empty" }
    if name.utf8.contains(0) { return "holds a zero byte" }
    if name.contains("://") { return "is an address; download the images first and name their files" }
    guard freedom == .below else { return nil }
    if name.hasPrefix("/") { return "begins at the root of the file system" }
    return name.split(separator: "/").contains("..") ? "leads out of its folder by “..”" : nil
  }
}
