import Console
import FoundationEssentials
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
    try? FileManager.default.removeItem(atPath: workplace)
    try makeFolder(workplace)
  }

  func makeFolder(_ path: String) throws {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw CorpusError("\(path): the folder cannot be made; \(ErrorSentence.text(for: error))")
    }
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let path = workplace + "/" + name
    do { try Data(bytes).write(to: URL(filePath: path)) } catch {
      throw CorpusError("\(path): cannot be written; check that the disk has room (\(ErrorSentence.text(for: error)))")
    }
  }

  /// Writes the records and the manifest, last of all.
  func write(_ images: [CaptionedImage], manifest: EmojiManifest) throws {
    var lines = ""
    for image in images {
      lines += image.line(relativePicture: image.picture.description, languages: manifest.languages) + "\n"
    }
    try write(Array(lines.utf8), to: EmojiFolder.picturesName)
    try write(Array(manifest.json.prettyText.utf8), to: EmojiFolder.manifestName)
  }

  /// Moves the finished folder to its place; the rename is atomic.
  func finish() throws {
    guard rename(workplace, target) == 0 else {
      let reason = String(cString: strerror(errno))
      throw CorpusError("\(target): the finished corpus cannot be moved here: \(reason)")
    }
  }

  /// Removes what a failed build left.
  func discard() {
    try? FileManager.default.removeItem(atPath: workplace)
  }
}
