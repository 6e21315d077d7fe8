import Corpora
import Files

/// Tells whether an image has changed since it was indexed: by its file's size and time, its place in it, and its captions.
final class ImageStamps {
  /// Archives hold many images, so the last file asked about is remembered.
  private var last: (path: String, text: String)?

  /// - Parameters:
  ///   - image: as the index keeps it.
  ///   - file: where its file is.
  /// - Throws: where the file is gone.
  func stamp(_ image: IndexedImage, file: String) throws -> UInt64 {
    try Checksum.of("\(fileStamp(file)) \(image.json.compactText)")
  }

  private func fileStamp(_ path: String) throws -> String {
    if let last, last.path == path { return last.text }
    let file = try OpenFile(path: path)
    let text = "\(file.size) \(file.changed)"
    last = (path, text)
    return text
  }
}
