/// Tar shards as CLIP_benchmark distributes sets for classification: samples of an image and `.cls`, the number of its class;
/// `classnames.txt` and `zeroshot_classification_templates.txt` stand beside the shards or in the folder above.
struct LabeledShards {
  let path: String

  /// Bytes of a `.cls` at most.
  private static let labelLimit = 64

  func read() throws -> LabeledImages {
    let isFolder = SourceFile.isFolder(path)
    let shards = isFolder ? try ShardFolder(path, split: nil).shards : try pattern()
    var items: [LabeledImages.Item] = []
    var skipped = SkippedRecords()
    for shard in shards { try read(shard, into: &items, &skipped) }
    let folder = isFolder ? path : SourceFile.folder(of: shards.first ?? path)
    let classes = try lines("classnames.txt", near: folder)
    let most = (items.lazy.flatMap(\.labels).max() ?? -1) + 1
    if let classes, classes.count < most {
      throw CorpusError("\(folder): classnames.txt has \(classes.count) names, and the class \(most - 1) occurs")
    }
    return try LabeledImages(
      path: path, classes: classes ?? (0..<most).map(String.init), items: items,
      templates: lines("zeroshot_classification_templates.txt", near: folder), skipped: skipped)
  }

  private func pattern() throws -> [String] {
    let names = path.contains("{") ? try BracePattern(path).names() : [path]
    return try names.flatMap { name in
      name.contains("*") && !SourceFile.exists(name) ? try GlobPattern(name).paths() : [name]
    }
  }

  private func read(
    _ shard: String, into items: inout [LabeledImages.Item], _ skipped: inout SkippedRecords
  ) throws {
    let file = try OpenFile(path: shard)
    var samples = TarSamples(file)
    var scattered = ScatteredSamples()
    do {
      while let sample = try samples.next() {
        let origin = Origin(file: shard, place: .member(MemberName.shown(sample.key)))
        let isWhole = sample.image != nil && sample["cls"] != nil
        if isWhole { scattered.addWhole(sample.key) }
        do throws(SkippedRecord) {
          items.append(try item(sample, in: file, origin: origin))
          for problem in sample.spared(origin: origin) { skipped.add(problem) }
        } catch {
          if isWhole || !scattered.addHalf(sample, hasText: sample["cls"] != nil, error) { skipped.add(error) }
        }
      }
    } catch { skipped.add(Origin(file: shard, line: 1), "\(error)") }
    for problem in scattered.skipped { skipped.add(problem) }
    skipped.add(samples.skipped)
  }

  private func item(
    _ sample: TarSample, in file: OpenFile, origin: Origin
  ) throws(SkippedRecord) -> LabeledImages.Item {
    func problem(_ reason: String) -> SkippedRecord { SkippedRecord(origin: origin, reason: reason) }
    guard let image = sample.image?.member else {
      throw sample.missing("image (.jpg, .png or .webp)", origin: origin)
    }
    guard let label = sample["cls"] else { throw sample.missing("class (.cls)", origin: origin) }
    guard label.size <= Self.labelLimit, let bytes = try? file.read(offset: label.offset, count: label.size),
      let number = Int(String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }),
      (0..<1_000_000).contains(number)
    else { throw problem("the class (.cls) should be a number from 0 on") }
    return LabeledImages.Item(
      image: .member(archive: file.path, name: image.name, offset: image.offset, count: image.size),
      labels: [number], origin: origin)
  }

  /// The lines of a file in the folder or the one above; nil where there is none.
  private func lines(_ name: String, near folder: String) throws -> [String]? {
    let path = [folder, SourceFile.folder(of: folder)].map { $0 + "/" + name }.first(where: SourceFile.isReadable)
    return try path.map(AlignedLines.lines)
  }
}
