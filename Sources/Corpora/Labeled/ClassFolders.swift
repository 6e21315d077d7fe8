/// A folder with a folder of images for every class.
struct ClassFolders {
  let path: String

  /// Folders inside one another that are read at most.
  private static let depthLimit = 8

  func read() throws -> LabeledImages {
    let names = try SourceFile.names(in: path).filter { !$0.hasPrefix(".") && SourceFile.isFolder(path + "/" + $0) }
    guard !names.isEmpty else {
      throw CorpusError("\(path): no folder of a class is in it, and no .tar, CIFAR or .jsonl file")
    }
    var items: [LabeledImages.Item] = []
    for (label, name) in names.enumerated() { try list(path + "/" + name, label: label, depth: 1, into: &items) }
    return try LabeledImages(path: path, classes: names, items: items)
  }

  private func list(_ folder: String, label: Int, depth: Int, into items: inout [LabeledImages.Item]) throws {
    guard depth <= Self.depthLimit else {
      throw CorpusError("\(folder): folders stand more than \(Self.depthLimit) deep in one another")
    }
    for name in try SourceFile.names(in: folder) where !name.hasPrefix(".") {
      let path = folder + "/" + name
      if ImageEnding.all.contains(SourceFile.ending(of: name)) {
        let origin = Origin(file: path, line: 1)
        items.append(LabeledImages.Item(image: .file(path), labels: [label], origin: origin))
      } else if SourceFile.isFolder(path) {
        try list(path, label: label, depth: depth + 1, into: &items)
      }
    }
  }
}
