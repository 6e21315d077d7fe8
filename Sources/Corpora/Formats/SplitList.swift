/// The list of a split's images that lies beside a file of captions, one name a line, with or without ending:
/// `Flickr_8k.testImages.txt` and `Flickr_8k.devImages.txt` (Hodosh et al. 2013), `flickr8ktest.txt` (Flickr8k-CN),
/// `test.txt` (Flickr30k Entities), `coco-cn_test.txt`.
struct SplitList {
  let path: String
  /// Without endings.
  let names: Set<String>

  private static let folders = ["", "image_splits/", "splits/", "split/"]
  private static let endings = ["txt", "lst", "list"]
  /// What may stand behind the split in a list's name.
  private static let kinds = ["images", "imgs", "image", "img", "imageids", "ids", "list"]

  /// - Parameter stems: the names of the file's images without endings; a list that names none of them is another's.
  ///
  /// Throws `CorpusError` where there is no such list, or several say different things.
  init(of split: String, beside file: String, among stems: Set<String>) throws {
    let folder = SourceFile.folder(of: file)
    let beginning = folder == "." && !file.hasPrefix("./") ? "" : folder + "/"
    let candidates = Self.folders.flatMap { inner in
      ((try? SourceFile.readableNames(in: folder + "/" + inner)) ?? []).filter { Self.isNamed($0, split) }
        .map { beginning + inner + $0 }
    }
    let lists = candidates.filter { $0 != file }.compactMap { path in
      Self.read(path).flatMap { names in stems.isDisjoint(with: names) ? nil : (path: path, names: names) }
    }
    guard let first = lists.first else {
      throw CorpusError(
        "\(file): the lines name no split, and no list of the split “\(split)” lies beside them, such as \(split).txt with an "
          + "image's name a line; put it there, or leave out the split")
    }
    guard lists.allSatisfy({ $0.names == first.names }) else {
      throw CorpusError(
        "\(file): several lists of the split “\(split)” lie beside the captions: "
          + "\(lists.map(\.path).joined(separator: ", ")); leave the right one there")
    }
    (path, names) = first
  }

  /// Whether a file's name ends in the split, or in another name for it, perhaps with what the list holds behind it.
  private static func isNamed(_ name: String, _ split: String) -> Bool {
    guard endings.contains(SourceFile.ending(of: name)) else { return false }
    var stem = name[..<(name.lastIndex(of: ".") ?? name.endIndex)].lowercased()
    if let kind = kinds.first(where: stem.hasSuffix) { stem = String(stem.dropLast(kind.utf8.count)) }
    while let last = stem.last, "_-.".contains(last) { stem.removeLast() }
    return SplitName.aliases(split).contains { stem.hasSuffix($0.lowercased()) }
  }

  /// Nil where it is no list: where a line has several words, as captions have, or the file cannot be read.
  private static func read(_ path: String) -> Set<String>? {
    guard let lines = try? AlignedLines.lines(path) else { return nil }
    let names = lines.map(\.withoutOuterSpace).filter { !$0.isEmpty }
    guard names.allSatisfy({ $0.firstSpace == nil }) else { return nil }
    return Set(names.map(ImageFinder.stem))
  }
}
