extension ImageOrientation {
  /// Reads EXIF data: a TIFF header and its first directory (CIPA DC-008, 4.5 and 4.6).
  ///
  /// What is damaged or says nothing of the orientation is upright: pixels matter more than their description.
  init(exif: ByteReader) {
    // Some programs keep JPEG's identifier where other formats have none.
    let exif = exif.begins(with: "Exif") ? exif.part(6, count: exif.bytes.count) : exif
    self = .upright
    guard let order: ByteReader.Order = exif.begins(with: "II") ? .little : exif.begins(with: "MM") ? .big : nil,
      exif.number(2, bytes: 2, order) == 42, let directory = exif.number(4, bytes: 4, order),
      let count = exif.number(directory, bytes: 2, order)
    else { return }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = exif.number(entry, bytes: 2, order) else { return }
      guard tag == 274, let type = exif.number(entry + 2, bytes: 2, order) else { continue }
      // The standard asks for 16 bits (3); some programs write 32 (4).
      guard let value = exif.number(entry + 8, bytes: type == 4 ? 4 : 2, order), type == 3 || type == 4 else { return }
      if let known = UInt8(exactly: value).flatMap(ImageOrientation.init) { self = known }
      return
    }
  }
}
