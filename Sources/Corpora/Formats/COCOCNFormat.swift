import Runtime

/// COCO-CN as distributed (Li et al. 2019): a folder with `imageid.human-written-caption.txt` and the lists of images
/// `coco-cn_SPLIT.txt`. The images are COCO's of 2014, wherever the source's `images` says; by default beside the captions.
///
/// Only what people wrote for the images is read. Translations lie beside it and give other numbers; name their file and the
/// format `keyedLines` to read them.
struct COCOCNFormat: SourceFormat {
  let source: CorpusSource

  static let captionsName = "imageid.human-written-caption.txt"

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let folder = SourceFile.isFolder(path) ? path : SourceFile.folder(of: path)
    let file = SourceFile.isFolder(path) ? path + "/" + Self.captionsName : path
    var reading = KeyedLinesReading(source: source, language: source.language ?? "zh")
    try reading.add(file, folders: ImageFolders(source.images, else: folder))
    if let wanted = try wanted(in: folder) {
      reading.keep(wanted)
      reading.split = source.split
    }
    return try reading.content()
  }

  /// The images of the source's split; nil where it names none.
  private func wanted(in folder: String) throws -> Set<String>? {
    guard let split = source.split else { return nil }
    let lists = ([split] + SplitName.aliases(split)).map { "\(folder)/coco-cn_\($0).txt" }
    guard let list = lists.first(where: SourceFile.isReadable) else {
      throw CorpusError("\(lists[0]): there is no such list; the split should be train, val or test")
    }
    return Set(try AlignedLines.lines(list).filter(CaptionFile.isText).map(ImageFinder.stem))
  }
}
