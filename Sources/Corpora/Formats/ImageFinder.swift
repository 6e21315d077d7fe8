/// Finds the images of lists that name them without ending, or that lie in folders by split as COCO's do.
enum ImageFinder {
  /// The file of an image below one of `folders`: as named, with a usual ending, or where COCO is unpacked. Where there is none,
  /// the most likely one, so that reading it says what is missing.
  ///
  /// Throws what is wrong with the name.
  static func location(
    _ name: String, in folders: ImageFolders, origin: Origin
  ) throws(SkippedRecord) -> ImageLocation {
    try location(ofAny: endings(of: name), in: folders, .below, origin: origin)
  }

  /// The same for an image that may have several names, whose endings are theirs.
  static func location(
    ofAny names: [String], in folders: ImageFolders, _ freedom: ImagePath.Freedom, origin: Origin
  ) throws(SkippedRecord) -> ImageLocation {
    let candidates = names + names.flatMap(COCOImage.paths)
    for folder in folders.all {
      for candidate in candidates {
        let location = try ImagePath.location(candidate, in: folder, freedom, origin: origin)
        if case .file(let path) = location, SourceFile.exists(path) { return location }
      }
    }
    return try ImagePath.location(names.first ?? "", in: folders.own, freedom, origin: origin)
  }

  /// A name with each of the usual endings; as it is where it has one.
  static func endings(of name: String) -> [String] {
    name.isEmpty || ImageEnding.all.contains(SourceFile.ending(of: name))
      ? [name] : ImageEnding.all.map { name + "." + $0 }
  }

  /// An image's name without its ending.
  static func stem(_ name: String) -> String {
    let ending = SourceFile.ending(of: name)
    return ImageEnding.all.contains(ending) ? String(name.dropLast(ending.utf8.count + 1)) : name
  }
}

/// Where COCO's images lie when its archives are unpacked: `train2014/COCO_train2014_000000000009.jpg`, or, since 2017,
/// `train2017/000000000009.jpg`. The images of 2014's training and validation are those of 2017's, of the same numbers, but
/// in other folders.
enum COCOImage {
  /// Paths that an image of this name may have; none where the name is not COCO's.
  static func paths(of name: String) -> [String] {
    guard let file = name.split(separator: "/").last.map(String.init) else { return [] }
    let parts = file.split(separator: "_")
    if parts.count == 3, parts[0] == "COCO" {
      let number = String(parts[2])
      return ["\(parts[1])/\(file)", file] + (isNumbered(number) ? years(number) : [])
    }
    return isNumbered(file) ? years(file) + ["train2014", "val2014"].map { "\($0)/COCO_\($0)_\(file)" } : []
  }

  private static func years(_ number: String) -> [String] {
    ["train2017", "val2017", "test2017"].map { "\($0)/\(number)" }
  }

  /// Whether a file is called by an image's number of twelve digits.
  private static func isNumbered(_ file: String) -> Bool {
    let digits = file.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    return digits == 12 && file.dropFirst(12) == ".jpg"
  }
}
