import Files
import Glibc

/// Writes an emoji corpus beside its final place and moves it there when it is whole, so that a half-built one never counts.
struct EmojiFolderWriter {
  let target: String
  let workplace: String

  /// Creates the workplace. Throws when the target exists or its parent cannot be written.
  init(target: String) throws {
    self.target = target
    workplace = "\(target).partial-\(getpid())"
    guard !SourceFile.exists(target) else {
      throw CorpusError("\(target): exists already; remove it or choose another folder")
    }
    try? Disk().remove(workplace)
    try makeFolder(workplace)
  }

  func makeFolder(_ path: String) throws {
    try Disk().makeFolder(path)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Disk().write(bytes, to: workplace + "/" + name)
  }

  /// Writes the records and the manifest, last of all.
  func write(_ images: [CaptionedImage], manifest: EmojiManifest) throws {
    var lines = ""
    for image in images {
      lines += image.line(relativeImage: image.image.description, languages: manifest.languages) + "\n"
    }
    try write(Array(lines.utf8), to: EmojiFolder.imagesName)
    try write(Array(manifest.json.prettyText.utf8), to: EmojiFolder.manifestName)
  }

  /// Moves the finished folder to its place; the rename is atomic.
  func finish() throws {
    try Disk().rename(workplace, to: target)
  }

  /// Removes what a failed build left.
  func discard() {
    try? Disk().remove(workplace)
  }
}
