import Tensors

/// COCO-CN as distributed (Li et al. 2019): a folder with `imageid.human-written-caption.txt` and the lists of pictures
/// `coco-cn_SPLIT.txt`. The pictures are COCO's of 2014, wherever the source's `images` says; by default beside the captions.
///
/// Only what people wrote for the pictures is read. Translations lie beside it and give other numbers; name their file and the
/// format `keyedLines` to read them.
struct COCOCNFormat: SourceFormat {
  let source: CorpusSource

  static let captionsName = "imageid.human-written-caption.txt"

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let folder = SourceFile.isFolder(path) ? path : SourceFile.folder(of: path)
    let file = SourceFile.isFolder(path) ? path + "/" + Self.captionsName : path
    var reading = KeyedLinesReading(
      source: source, language: source.language ?? "zh", wanted: try wanted(in: folder))
    try reading.add(file, folder: source.images ?? folder)
    return try reading.content()
  }

  /// The pictures of the source's split; nil where it names none.
  private func wanted(in folder: String) throws -> Set<String>? {
    guard let split = source.split else { return nil }
    let list = "\(folder)/coco-cn_\(split).txt"
    guard SourceFile.exists(list) else {
      throw CorpusError("\(list): there is no such list; the split should be train, val or test")
    }
    return Set(try AlignedLines.lines(list).filter(CaptionFile.isText))
  }
}
