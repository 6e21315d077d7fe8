/// Finds the pictures of lists that name them without ending, or that lie in folders by split as COCO's do.
enum PictureFinder {
  /// The file of a picture below `folder`: as named, with a usual ending, or in COCO's folder that the name tells. Where there is
  /// none, the most likely one, so that reading it says what is missing.
  ///
  /// Throws what is wrong with the name.
  static func location(_ name: String, in folder: String, origin: Origin) throws(CorpusProblem) -> PictureLocation {
    let ending = PictureEnding.all.contains(SourceFile.ending(of: name))
    let names = ending ? [name] : PictureEnding.all.map { name + "." + $0 }
    let candidates = (names + names.compactMap(inCOCOFolder))
    for candidate in candidates {
      let location = try PicturePath.location(candidate, in: folder, .below, origin: origin)
      if case .file(let path) = location, SourceFile.exists(path) { return location }
    }
    return try PicturePath.location(names[0], in: folder, .below, origin: origin)
  }

  /// A picture's name without its ending.
  static func stem(_ name: String) -> String {
    let ending = SourceFile.ending(of: name)
    return PictureEnding.all.contains(ending) ? String(name.dropLast(ending.utf8.count + 1)) : name
  }

  /// `COCO_val2014_000000217153.jpg` lies in `val2014`.
  private static func inCOCOFolder(_ name: String) -> String? {
    let parts = name.split(separator: "_")
    guard parts.count == 3, parts[0] == "COCO" else { return nil }
    return "\(parts[1])/\(name)"
  }
}
