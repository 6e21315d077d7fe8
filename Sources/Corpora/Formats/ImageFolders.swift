/// Folders that the images of a list may lie in: the one that its names are relative to, and those that archives of well-known
/// sets unpack into, as far as they are there: Kaggle's `Images` beside Flickr8k's captions, COCO's `train2017` beside the folder
/// `annotations`.
struct ImageFolders {
  /// What is nowhere is missing here.
  let own: String
  /// The others that are there.
  let others: [String]

  private static let usualNames = [
    "images", "Images", "Flicker8k_Dataset", "Flickr8k_Dataset", "flickr30k-images", "flickr30k_images",
    "flickr30k_images/flickr30k_images",
  ]

  /// - Parameters:
  ///   - named: the source's folder; nil takes that of the file, and looks beside it too.
  ///   - folder: the one that the file with the names lies in.
  init(_ named: String?, else folder: String) {
    own = named ?? folder
    let parent = Self.parent(of: folder)
    let usual = Self.usualNames.map { "\(named ?? folder)/\($0)" }
    let beside = named == nil ? [parent] + Self.usualNames.map { "\(parent)/\($0)" } : []
    others = (usual + beside).filter(SourceFile.isFolder)
  }

  init(_ named: String?, beside file: String) {
    self.init(named, else: SourceFile.folder(of: file))
  }

  var all: [String] { [own] + others }

  private static func parent(of folder: String) -> String {
    switch folder.split(separator: "/").last {
    case ".", "..", nil: folder == "." ? ".." : folder + "/.."
    default: SourceFile.folder(of: folder)
    }
  }
}
