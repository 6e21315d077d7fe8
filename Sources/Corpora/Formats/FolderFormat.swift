import Tensors

/// A folder of pictures, each with a text file of the same name beside it. Folders within are read too.
struct FolderFormat: SourceFormat {
  let source: CorpusSource

  static let endings = ["jpg", "jpeg", "png", "webp"]
  /// Folders inside one another that are read at most.
  private static let depthLimit = 32

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    guard let language = source.language else {
      throw CorpusError("\(path): the captions name no language; give the source's language, such as \"en\"")
    }
    var pictures: [String] = []
    for folder in try files(path) { try list(folder, depth: 0, into: &pictures) }
    let outcomes = try pool.map(pictures.count) { index, _ in
      image(pictures[index], language: language)
    }
    var images: [CaptionedImage] = []
    var problems = SkippedParts()
    for outcome in outcomes {
      switch outcome {
      case .success(let image): images.append(image)
      case .failure(let problem): problems.add(problem)
      }
    }
    return SourceContent(store: try ListedRecords(images), problems: problems)
  }

  private func list(_ folder: String, depth: Int, into pictures: inout [String]) throws {
    guard depth <= Self.depthLimit else {
      throw CorpusError("\(folder): folders stand more than \(Self.depthLimit) deep in one another")
    }
    for name in try SourceFile.names(in: folder) where !name.hasPrefix(".") {
      let path = folder + "/" + name
      if SourceFile.isFolder(path) {
        try list(path, depth: depth + 1, into: &pictures)
      } else if Self.endings.contains(SourceFile.ending(of: name)) {
        pictures.append(path)
      }
    }
  }

  private func image(_ path: String, language: String) -> Result<CaptionedImage, CorpusProblem> {
    let base = path.dropLast(SourceFile.ending(of: path).utf8.count + 1)
    let origin = Origin(file: base + ".txt", line: 1)
    guard SourceFile.exists(origin.file) else {
      return .failure(CorpusProblem(origin: origin, reason: "no such file stands beside the picture \(path)"))
    }
    do {
      let captions = CaptionFile.captions(in: try SourceFile.text(origin.file), language: language, source: source)
      guard !captions.isEmpty else {
        return .failure(CorpusProblem(origin: origin, reason: "the file holds no caption"))
      }
      return .success(
        CaptionedImage(id: String(base), picture: .file(path), split: .train, captions: captions, origin: origin))
    } catch { return .failure(CorpusProblem(origin: origin, reason: "\(error)")) }
  }
}

/// A text file that belongs to one picture.
enum CaptionFile {
  /// All of it as one caption, or every line as one; nothing where there is only space.
  static func captions(in text: String, language: String, source: CorpusSource) -> [Caption] {
    let parts = source.captionLines ? text.split(whereSeparator: \.isNewline) : [Substring(text)]
    return parts.compactMap { part in
      let text = trimmed(part)
      return text.isEmpty ? nil : Caption(text: text, language: language, role: source.role)
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0.isWhitespace }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
