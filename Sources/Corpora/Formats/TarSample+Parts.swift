extension TarSample {
  /// The sample's image and the place of its ending in `ImageEnding.all`; nil where it has none.
  var image: (member: TarMember, ending: Int)? {
    ImageEnding.all.indices.lazy.compactMap { ending in
      self[ImageEnding.all[ending]].map { (member: $0, ending: ending) }
    }.first
  }

  /// What the sample lacks, with the reason where that is known: the part is lost, bytes beside it are, or the images that
  /// are here have dots in their names, where the key ends.
  ///
  /// - Parameter part: such as "caption (.txt)".
  func missing(_ part: String, origin: Origin) -> SkippedRecord {
    let what = "the sample has no \(part)"
    if let lost = lost.first {
      return SkippedRecord(
        origin: origin, reason: "\(what): \(lost.reason)", count: RecordCount(1, isEstimated: lost.isCut))
    }
    let dotted = image == nil ? dottedImages : []
    if let first = dotted.first {
      return SkippedRecord(
        origin: origin,
        reason: "\(what), but \(MemberName.shown(first.member.name))"
          + (dotted.count > 1 ? " and \(dotted.count - 1) more" : "") + "; \(Self.dotRule)",
        count: RecordCount(dotted.count))
    }
    return SkippedRecord(
      origin: origin, reason: what + (isBesideDamage ? "; the archive is damaged beside it" : ""))
  }

  /// Parts that are lost, where the sample can be used without them: no record is lost.
  func spared(origin: Origin) -> [SkippedRecord] {
    lost.map {
      SkippedRecord(
        origin: origin, reason: "a part of the sample, which is used without it, is lost: \($0.reason)", count: 0)
    }
  }

  /// Images with texts of the same name that are no samples of their own, because of a dot in their names; nil where there are
  /// none.
  func otherSamples(origin: Origin) -> SkippedRecord? {
    let texts = Set(parts.compactMap { Self.stem($0.fileExtension, ofAny: ["txt", "json"]) })
    let images = dottedImages.filter { part in
      Self.stem(part.fileExtension, ofAny: ImageEnding.all).map(texts.contains) ?? false
    }
    guard let first = images.first else { return nil }
    let more = images.count > 1 ? " and \(images.count - 1) more" : ""
    return SkippedRecord(
      origin: origin,
      reason:
        "\(MemberName.shown(first.member.name))\(more) with captions of their own are in this sample; \(Self.dotRule)",
      count: RecordCount(images.count))
  }

  private static let dotRule =
    "a sample's key ends at the first dot of a file's name, so files with more dots share it: rename them without"

  /// Images whose names have more than one dot.
  private var dottedImages: [Part] {
    parts.filter { Self.stem($0.fileExtension, ofAny: ImageEnding.all) != nil }
  }

  /// What stands before the last dot of an extension that ends so; nil where there is no dot.
  private static func stem(_ fileExtension: String, ofAny endings: [String]) -> String? {
    guard let dot = fileExtension.lastIndex(of: "."),
      endings.contains(String(fileExtension[fileExtension.index(after: dot)...]))
    else { return nil }
    return String(fileExtension[..<dot])
  }
}
