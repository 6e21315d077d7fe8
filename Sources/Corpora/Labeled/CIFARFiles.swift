/// The binary files of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): a byte or two of classes, then 32 × 32 pixels in three planes.
struct CIFARFiles {
  private let folder: String
  private let files: [String]
  /// Bytes before the pixels; the last one is the class.
  private let labelBytes: Int
  private let namesFile: String

  private static let side = 32

  /// Nil where the folder holds no such files of the split, `train` or `test`.
  init?(folder: String, split: String) {
    let ten = split == "train" ? (1...5).map { "data_batch_\($0).bin" } : ["test_batch.bin"]
    let hundred = [split == "train" ? "train.bin" : "test.bin"]
    guard ["train", "test"].contains(split) else { return nil }
    switch true {
    case ten.allSatisfy({ SourceFile.exists(folder + "/" + $0) }): (files, labelBytes) = (ten, 1)
    case hundred.allSatisfy({ SourceFile.exists(folder + "/" + $0) }): (files, labelBytes) = (hundred, 2)
    default: return nil
    }
    self.folder = folder
    namesFile = labelBytes == 1 ? "batches.meta.txt" : "fine_label_names.txt"
  }

  func read() throws -> LabeledImages {
    let pixels = 3 * Self.side * Self.side
    let stride = labelBytes + pixels
    let most = labelBytes == 1 ? 10 : 100
    var items: [LabeledImages.Item] = []
    for name in files {
      let path = folder + "/" + name
      let file = try OpenFile(path: path)
      guard file.size > 0, file.size % stride == 0 else {
        throw CorpusError(
          "\(path): the file has \(file.size) bytes, which is no multiple of \(stride); download it again")
      }
      let bytes = try file.read(offset: 0, count: file.size)
      for record in 0..<file.size / stride {
        let label = Int(bytes[record * stride + labelBytes - 1])
        guard label < most else {
          throw CorpusError(
            "\(path): record \(record) has the class \(label), and there are \(most); download it again")
        }
        items.append(
          LabeledImages.Item(
            image: .planes(file: path, offset: record * stride + labelBytes, side: Self.side), labels: [label],
            origin: Origin(file: path, place: .member("record \(record)"))))
      }
    }
    let names = folder + "/" + namesFile
    let classes = SourceFile.exists(names) ? try AlignedLines.lines(names).filter(CaptionFile.isText) : []
    return try LabeledImages(
      path: folder, classes: classes.count == most ? classes : (0..<most).map(String.init), items: items)
  }
}
