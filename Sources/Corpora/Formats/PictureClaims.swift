/// Which address each downloaded picture belongs to: addresses that end alike would share a file, and one of them would
/// bear the other's picture.
struct PictureClaims {
  private let pictures: DownloadedPictures
  /// For each picture a hash of its address; 0 while nobody has claimed it.
  private var owners: [UInt64]

  init(_ pictures: DownloadedPictures) {
    self.pictures = pictures
    owners = [UInt64](repeating: 0, count: pictures.isNumbered ? 0 : pictures.count)
  }

  /// The picture of a row, or nil where it is not there. Throws where an earlier row's address ends alike.
  ///
  /// - Parameter number: of the row, from 0.
  mutating func claim(_ row: TableRow, number: Int) throws(CorpusProblem) -> Int? {
    guard let picture = pictures.picture(of: row.picture, number: number) else { return nil }
    guard !pictures.isNumbered else { return picture }
    let hash = max(1, StableHash.of(row.picture.utf8))
    guard owners[picture] == 0 || owners[picture] == hash else {
      throw CorpusProblem(
        origin: row.origin,
        reason: "another address ends in the same name, and nothing says whose picture "
          + "“\(MemberName.shown(pictures.name(picture)))” is; the row was left out")
    }
    owners[picture] = hash
    return picture
  }
}
