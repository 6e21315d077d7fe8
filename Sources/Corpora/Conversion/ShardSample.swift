import Images

/// One record as the files of a shard's sample.
struct ShardSample {
  /// The image's file, untouched.
  let image: [UInt8]
  let imageExtension: String
  let json: [UInt8]
  /// The first caption, for other programs.
  let text: [UInt8]

  /// Reads the image.
  ///
  /// Throws `CorpusError` where it cannot be read or is in no known format, and where the sample could not be read back.
  init(_ record: CaptionedImage) throws {
    guard let caption = record.captions.first(where: { $0.role != .keyword }) else {
      throw CorpusError("the record has no caption but keywords")
    }
    image = try record.image.bytes(limit: PhotoPreparation.byteLimit)
    imageExtension = try ImageFile.header(of: image).format.fileExtension
    json = Array(record.shardJSON.compactText.utf8)
    text = Array(caption.text.utf8)
    guard json.count <= CaptionFile.byteLimit else {
      throw CorpusError("the captions take \(json.count) bytes; at most \(CaptionFile.byteLimit) are read back")
    }
  }

  /// Bytes that the sample takes in a shard: a header each and whole blocks.
  var archivedSize: Int {
    [image, json, text].reduce(0) { size, file in
      size + TarHeader.blockSize + (file.count + TarHeader.blockSize - 1) / TarHeader.blockSize * TarHeader.blockSize
    }
  }

  func write(to archive: TarWriter, number: Int) throws {
    let key = Self.key(number)
    try archive.add("\(key).\(imageExtension)", image)
    try archive.add("\(key).json", json)
    try archive.add("\(key).txt", text)
  }

  /// Nine digits, as img2dataset names its samples.
  static func key(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 9 - digits.count)) + digits
  }
}

extension ImageFormat {
  /// What names of such files end in, without the dot.
  fileprivate var fileExtension: String {
    switch self {
    case .jpeg: "jpg"
    case .png: "png"
    case .webp: "webp"
    }
  }
}
