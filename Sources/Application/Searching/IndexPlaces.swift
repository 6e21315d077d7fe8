import Corpora
import Files
import FoundationEssentials
import JSON

/// Paths as an index keeps them: from its own folder for what lies there, so that the folder may be moved with all that is in it;
/// from the root for everything else.
public struct IndexPlaces: Sendable {
  /// Where the index is now, and where it was begun: one of them has the images, whichever was moved.
  private let folders: [String]

  /// - Parameters:
  ///   - path: the index's file, there or not.
  ///   - model: what the index keeps of its model and itself; nil for an index that is about to begin.
  public init(index path: String, model: JSONValue?) {
    let here = AbsolutePath.of(Disk.folder(of: path))
    folders = [here, model?["folder"]?.stringValue].compactMap { $0 }
  }

  /// The index's folder, kept so that the index may be moved without its images too.
  var folder: String { folders[0] }

  /// A path from the root, as the index keeps it.
  func kept(_ path: String) -> String {
    for folder in folders {
      if path == folder { return "." }
      let start = folder == "/" ? folder : folder + "/"
      if path.hasPrefix(start) { return String(path.dropFirst(start.count)) }
    }
    return path
  }

  /// The path from the root of what the index keeps: in the index's folder, or in the one that it was begun in where it is not here.
  func found(_ kept: String) -> String {
    guard !kept.hasPrefix("/") else { return kept }
    let places = folders.map { kept == "." ? $0 : "\($0)/\(kept)" }
    return places.first { FileManager.default.fileExists(atPath: $0) } ?? places[0]
  }
}

extension ImageLocation {
  /// The same place with another path of its file.
  func with(_ path: (String) -> String) -> ImageLocation {
    switch self {
    case .file(let file): .file(path(file))
    case .turned(let image, let orientation): .turned(image.with(path), orientation)
    case .member(let archive, let name, let offset, let count):
      .member(archive: path(archive), name: name, offset: offset, count: count)
    case .base64(let file, let offset, let count): .base64(file: path(file), offset: offset, count: count)
    case .planes(let file, let offset, let side): .planes(file: path(file), offset: offset, side: side)
    }
  }
}
