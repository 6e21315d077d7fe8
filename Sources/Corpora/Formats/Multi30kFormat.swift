import Tensors

/// Multi30k's task 1 as distributed: `NAME.LANGUAGE` or `NAME.LANGUAGE.gz`, one caption a line, and a list of the pictures
/// in the same order (Elliott et al. 2016). The source is `FOLDER/NAME`, such as `task1/raw/train`; the list is looked for as
/// `NAME.txt` and `NAME_images.txt` beside the captions and in `image_splits`.
struct Multi30kFormat: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let folder = SourceFile.folder(of: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let columns = try SourceFile.names(in: folder).compactMap { file -> AlignedLines.Column? in
      guard file.hasPrefix(name + ".") else { return nil }
      let plain = file.hasSuffix(".gz") ? file.dropLast(3) : file[...]
      let tag = plain.dropFirst(name.utf8.count + 1)
      guard (2...3).contains(tag.utf8.count), tag != "txt", tag.allSatisfy({ $0.isLetter }) else { return nil }
      return AlignedLines.Column(language: String(tag), path: folder + "/" + file)
    }
    guard !columns.isEmpty else {
      throw CorpusError("\(path): no file \(name).LANGUAGE is there; name the files without language and ending")
    }
    let places =
      ["\(folder)/\(name).txt", "\(folder)/\(name)_images.txt"]
      + [folder, SourceFile.folder(of: folder)].map { "\($0)/image_splits/\(name).txt" }
    guard let names = places.first(where: SourceFile.exists) else {
      throw CorpusError(
        "\(path): the list of pictures is missing; it is looked for as \(places.joined(separator: ", "))")
    }
    return try AlignedLines(names: names).images(columns, folder: source.images ?? folder, role: source.role)
  }
}
