extension ShardIndex {
  private static let magic: [UInt8] = Array("clippo shards 5\n".utf8)

  /// The list as bytes: magic, parts with their lengths in little-endian, and a hash of all before it.
  var archived: [UInt8] {
    var writer = ArchiveWriter(Self.magic)
    writer.write(text: path)
    writer.write([
      UInt64(size), UInt64(bitPattern: Int64(changed)), UInt64(skipped.entryCount), isCut ? 1 : 0,
      UInt64(namedLanguages),
    ])
    writer.write(texts: languageSets.map { $0.joined(separator: "\n") })
    writer.write(texts: splits)
    writer.write(texts: skipped.first.map { $0.origin.file })
    writer.write(texts: skipped.first.map { "\($0.origin.place.text)" })
    writer.write(texts: skipped.first.map(\.reason))
    writer.write(skipped.first.map(\.count.archived) + [skipped.unlisted.archived])
    writer.write(samples.keyEnds)
    writer.write(samples.endings)
    writer.write(samples.imageOffsets)
    writer.write(samples.imageCounts)
    writer.write(samples.textOffsets)
    writer.write(samples.textCounts)
    writer.write(samples.textIsJSON)
    writer.write(samples.languageSet)
    writer.write(samples.split)
    writer.write(samples.orientation)
    writer.write(samples.keys)
    return writer.finished()
  }

  /// Nil where the bytes are not a whole list.
  init?(archived bytes: [UInt8]) {
    guard var reader = ArchiveReader(bytes, magic: Self.magic) else { return nil }
    guard let path = reader.text(), let numbers: [UInt64] = reader.array(), numbers.count == 5,
      let sets = reader.texts(), let splits = reader.texts(), let files = reader.texts(), let places = reader.texts(),
      let reasons = reader.texts(), let counts: [UInt64] = reader.array(), files.count == places.count,
      files.count == reasons.count, counts.count == files.count + 1
    else { return nil }
    var samples = Samples()
    guard let keyEnds: [UInt32] = reader.array(), let endings: [UInt8] = reader.array(),
      let imageOffsets: [UInt64] = reader.array(), let imageCounts: [UInt32] = reader.array(),
      let textOffsets: [UInt64] = reader.array(), let textCounts: [UInt32] = reader.array(),
      let textIsJSON: [UInt8] = reader.array(), let languageSet: [UInt32] = reader.array(),
      let split: [UInt8] = reader.array(), let orientation: [UInt8] = reader.array(),
      let keys: [UInt8] = reader.array(), reader.isAtEnd
    else { return nil }
    (samples.keyEnds, samples.endings, samples.keys) = (keyEnds, endings, keys)
    (samples.imageOffsets, samples.imageCounts) = (imageOffsets, imageCounts)
    (samples.textOffsets, samples.textCounts) = (textOffsets, textCounts)
    (samples.textIsJSON, samples.languageSet, samples.split) = (textIsJSON, languageSet, split)
    samples.orientation = orientation
    let languageSets = sets.map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    // A file cannot have more parts than bytes.
    guard let size = Int(exactly: numbers[0]), numbers[2] <= numbers[0] || numbers[2] <= UInt64(files.count),
      let namedLanguages = Int(exactly: numbers[4]), namedLanguages <= samples.keyEnds.count,
      samples.isConsistent(size: size, languageSets: languageSets.count, splits: splits.count)
    else { return nil }
    var skipped = SkippedRecords()
    for index in files.indices {
      skipped.add(
        Origin(file: files[index], place: .member(places[index])), reasons[index],
        count: RecordCount(archived: counts[index]))
    }
    skipped.addUnlisted(Int(clamping: numbers[2]) - files.count, count: RecordCount(archived: counts[files.count]))
    self.init(
      path: path, size: size, changed: Int(Int64(bitPattern: numbers[1])), languageSets: languageSets,
      splits: splits, samples: samples, skipped: skipped, isCut: numbers[3] != 0, namedLanguages: namedLanguages)
  }
}

extension ShardIndex.Samples {
  /// Whether every entry points at something.
  fileprivate func isConsistent(size: Int, languageSets: Int, splits: Int) -> Bool {
    let count = keyEnds.count
    let counts = [
      endings.count, imageOffsets.count, imageCounts.count, textOffsets.count, textCounts.count, textIsJSON.count,
      languageSet.count, split.count, orientation.count,
    ]
    guard counts.allSatisfy({ $0 == count }), keyEnds.last.map(Int.init) ?? 0 == keys.count,
      zip(keyEnds, keyEnds.dropFirst()).allSatisfy({ $0 <= $1 }),
      endings.allSatisfy({ Int($0) < ImageEnding.all.count }),
      languageSet.allSatisfy({ Int($0) < languageSets }), split.allSatisfy({ Int($0) < splits })
    else { return false }
    func fits(_ offset: UInt64, _ length: UInt32) -> Bool {
      offset <= UInt64(size) && UInt64(length) <= UInt64(size) - offset
    }
    return (0..<count).allSatisfy {
      fits(imageOffsets[$0], imageCounts[$0]) && fits(textOffsets[$0], textCounts[$0])
    }
  }
}

extension RecordCount {
  /// The number, and in the highest bit whether it was estimated.
  fileprivate var archived: UInt64 { UInt64(count) | (isEstimated ? 1 << 63 : 0) }

  fileprivate init(archived: UInt64) {
    self.init(Int(archived & (1 << 63 - 1)), isEstimated: archived >> 63 == 1)
  }
}

extension Origin.Place {
  fileprivate var text: String {
    switch self {
    case .line(let line): "line \(line)"
    case .member(let name): name
    case .whole: ""
    }
  }
}
