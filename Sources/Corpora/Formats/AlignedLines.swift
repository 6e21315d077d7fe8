/// Text files of which the same line belongs to the same image, one file a language.
struct AlignedLines {
  /// A language's file.
  struct Column {
    let language: String
    let path: String
  }

  /// The source's folder of images, unless it names one.
  let folder: String
  /// Names of the images, in order.
  let names: [String]
  let namesPath: String

  /// Reads all lines of a file; a last line end opens no further line.
  static func lines(_ path: String) throws -> [String] {
    var lines = try SourceFile.text(path).split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(
      String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  init(names path: String, folder: String) throws {
    self.folder = folder
    namesPath = path
    names = try Self.lines(path).map { $0.split(separator: "\t").first.map(Self.name) ?? "" }
  }

  /// Multi30k's lists of COCO name the caption behind the image: `COCO_val2014_000000398076.jpg#657409`.
  private static func name(_ entry: Substring) -> String {
    guard let mark = entry.lastIndex(of: "#"), ImageEnding.all.contains(SourceFile.ending(of: String(entry[..<mark])))
    else { return String(entry) }
    return String(entry[..<mark])
  }

  /// All of the records, where they are of the source's split: the one that the list of names bears in its name.
  func content(_ columns: [Column], of source: CorpusSource, at path: String) throws -> SourceContent {
    let split = SplitName.inFile(namesPath)
    var splits = SplitSelection(source.split)
    guard splits.takes(split, count: names.count) else {
      return SourceContent(store: try ListedRecords([]), notes: try splits.notes(at: path))
    }
    var content = try images(
      columns, folders: ImageFolders(source.images, else: folder), split: split, role: source.role)
    content.notes = try splits.notes(at: path)
    return content
  }

  /// One record a line, with the captions of every column; a line that is empty in one language has no caption in it.
  ///
  /// Throws where a file has another number of lines: nothing would then say which belongs to which.
  func images(
    _ columns: [Column], folders: ImageFolders, split: String?, role: CaptionRole
  ) throws -> SourceContent {
    let captions = try captions(columns, role: role)
    var images: [CaptionedImage] = []
    var skipped = SkippedRecords()
    for (index, name) in names.enumerated() {
      let origin = Origin(file: namesPath, line: index + 1)
      guard !captions[index].isEmpty else {
        skipped.add(origin, "no language has a caption for this line")
        continue
      }
      do throws(SkippedRecord) {
        let image = try ImageFinder.location(name, in: folders, origin: origin)
        images.append(
          CaptionedImage(
            id: name, image: image, split: CorpusSplit(named: split), captions: captions[index], origin: origin))
      } catch { skipped.add(error) }
    }
    return SourceContent(store: try ListedRecords(images), skipped: skipped)
  }

  private func captions(_ columns: [Column], role: CaptionRole) throws -> [[Caption]] {
    var captions = [[Caption]](repeating: [], count: names.count)
    for column in columns {
      let lines = try Self.lines(column.path)
      guard lines.count == names.count else {
        throw CorpusError(
          "\(column.path): the file has \(lines.count) lines and \(namesPath) has \(names.count); they must go together line by line"
        )
      }
      for (index, line) in lines.enumerated() where CaptionFile.isText(line) {
        captions[index].append(Caption(text: line, language: column.language, role: role))
      }
    }
    return captions
  }
}
