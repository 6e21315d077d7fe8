/// Which address each downloaded image belongs to: addresses that end alike would share a file, and one of them would
/// bear the other's image.
struct ImageClaims {
  private let images: DownloadedImages
  /// For each image a hash of its address; 0 while nobody has claimed it.
  private var owners: [UInt64]

  init(_ images: DownloadedImages) {
    self.images = images
    owners = [UInt64](repeating: 0, count: images.isNumbered ? 0 : images.count)
  }

  /// The image of a row, or nil where it is not there. Throws where an earlier row's address ends alike.
  ///
  /// - Parameter number: of the row, from 0.
  mutating func claim(_ row: TableRow, number: Int) throws(SkippedRecord) -> Int? {
    guard let image = images.image(of: row.image, number: number) else { return nil }
    guard !images.isNumbered else { return image }
    let hash = max(1, StableHash.of(row.image.utf8))
    guard owners[image] == 0 || owners[image] == hash else {
      throw SkippedRecord(
        origin: row.origin,
        reason: "another address ends in the same name, and nothing says whose image "
          + "“\(MemberName.shown(images.name(image)))” is; the row was skipped")
    }
    owners[image] = hash
    return image
  }
}
