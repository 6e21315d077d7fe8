import Runtime

/// One JSON object a line:
///
///     {"image": "a.jpg", "captions": {"zh": ["…"], "en": ["…"]}, "split": "train"}
///
/// `captions` may also be a text or a list of texts, in the source's language; a language's value may be a text, a list, or
/// an object from roles (`raw`, `rewrite`, `synthetic`, `translation`, `label`, `keyword`) to either. `id` names the image.
/// `heldOut`, or `withheld` as built emoji corpora have it, lists languages whose captions training does not see. A folder's file is `captions.jsonl`, or `pictures.jsonl`
/// where the folder is a built emoji corpus. Other members are left to their owners, and `null` is as good as nothing. Lines of one image that follow each other are
/// one record.
struct JSONLinesFormat: SourceFormat {
  let source: CorpusSource
  /// Bytes of text that are kept in memory.
  var keptText = RecordListing.keptLimit

  /// The file of a folder's lines.
  static func file(inFolder path: String) -> String {
    isEmojiCorpus(path) ? "\(path)/\(EmojiFolder.imagesName)" : path + "/captions.jsonl"
  }

  static func isEmojiCorpus(_ folder: String) -> Bool {
    [EmojiFolder.manifestName, EmojiFolder.imagesName].allSatisfy { SourceFile.exists("\(folder)/\($0)") }
  }

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let paths = try files(SourceFile.isFolder(path) ? Self.file(inFolder: path) : path)
    let reader = JSONRecordReader(source: source)
    var listing = RecordListing(keeping: keptText, countsRows: source.keepsRows)
    var skipped = SkippedRecords()
    var splits = SplitSelection(source.split)
    for path in paths {
      let file = try OpenFile(path: path)
      var lines = try LineReader(file)
      try listing.begin(file)
      while let block = try lines.nextBlock() {
        let outcomes = try pool.map(block.count) { index, _ in reader.outcome(of: block[index], in: path) }
        for (line, outcome) in zip(block, outcomes) {
          switch outcome {
          case .success(nil): continue
          case .success(let found?):
            listing.passRow()
            guard splits.takes(found.split), let image = found.image else { continue }
            try listing.add(image, at: line.span)
          case .failure(let problem):
            listing.passRow()
            skipped.add(problem)
          }
        }
      }
      listing.loseRows(lines.skipped)
      skipped.add(lines.skipped)
    }
    return SourceContent(
      store: try listing.store(reading: reader), skipped: skipped, notes: try splits.notes(at: path),
      rows: listing.rows)
  }
}

extension LineReader {
  /// Bytes of lines that are parsed at once.
  private static let blockSize = 4 << 20

  /// The next lines, about four mebibytes of them; nil at the file's end.
  mutating func nextBlock() throws -> [TextLine]? {
    var lines: [TextLine] = []
    var size = 0
    while size < Self.blockSize, let line = try next() {
      lines.append(line)
      size += line.length + 1
    }
    return lines.isEmpty ? nil : lines
  }
}

extension TextLine {
  var span: TextSpan { TextSpan(offset: offset, length: length, line: number) }
}
