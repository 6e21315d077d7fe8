import Console

/// What to do where a source's images seem to lie in another folder than the one they are looked for in.
enum ImagesElsewhere {
  /// Records that are looked at.
  private static let looked = 20

  /// A sentence where none of the records that are looked at has its image's file; nil where one has.
  static func sentence(of store: any RecordStore) -> String? {
    let all = store.catalog.count
    let numbers = (0..<min(looked, all)).map { $0 * all / min(looked, all) }
    var first: String?
    for number in numbers {
      guard case .file(let path)? = (try? store.record(number))?.image.stored, !SourceFile.exists(path) else {
        return nil
      }
      first = first ?? path
    }
    return first.map {
      "no image is there of \(NumberText.thousands(numbers.count)) that were looked for, such as \($0); if they lie elsewhere, "
        + "name their folder with --images (images in a recipe)"
    }
  }
}
