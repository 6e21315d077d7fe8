import Console
import Files
import FoundationEssentials
import Glibc

/// Packed files, unpacked once and kept in a folder of caches, so that any place of them can be read at once and a corpus
/// larger than the memory can be trained on. Small ones are unpacked in memory at every opening.
///
/// What is kept takes as much of the disk as the unpacked file would; it may be removed at any time that nobody reads it.
struct UnpackedFiles {
  /// Bytes of a packed file, and of what it unpacks to, up to which it is not kept on the disk: unpacking them takes some
  /// milliseconds.
  private static let usualLimit = 1 << 20

  /// What a packed file became.
  enum Content {
    case memory([UInt8], FileDamage?)
    /// A file of the folder.
    case file(String, FileDamage?)
  }

  private static let damageEnding = ".damage"
  private static let partialEnding = ".partial"
  /// The folder of unpacked files; nil takes `unpacked` among the caches.
  var folder: String?
  var memoryLimit = Self.usualLimit

  /// Throws `CorpusError` where the disk has no room, there is no folder for caches, or the system refuses.
  func content(of packed: OpenFile) throws -> Content {
    if packed.size <= memoryLimit, let small = try inMemory(packed) { return small }
    let folder = try folder ?? SourceFile.cacheFolder + "/unpacked"
    let path = Self.place(of: packed, in: folder)
    if SourceFile.exists(path) { return .file(path, Self.damage(of: path)) }
    return .file(path, try unpack(packed, to: path, in: folder))
  }

  /// A sentence about those files, or of those in the folders among them, that are unpacked to the disk now; nil where none is.
  static func announcement(of paths: [String]) throws -> String? {
    let files = paths.flatMap { path in
      SourceFile.isFolder(path)
        ? ((try? SourceFile.names(in: path)) ?? []).map { path + "/" + $0 }
        : [SourceFile.present(path)]
    }
    let sizes = files.filter { $0.hasSuffix("gz") && isPending($0) }.compactMap { try? SourceFile.stamp($0).size }
    guard !sizes.isEmpty else { return nil }
    let what = sizes.count == 1 ? "a packed file" : "\(NumberText.thousands(sizes.count)) packed files"
    return "unpacking \(what) of \(NumberText.bytes(sizes.reduce(0, +))) into \(try SourceFile.cacheFolder)/unpacked, "
      + "where the next run finds \(sizes.count == 1 ? "it" : "them"); that takes as much room as the unpacked files"
  }

  /// Whether the file will be unpacked to the disk when it is opened next.
  private static func isPending(_ path: String) -> Bool {
    guard let file = try? OpenFile(packed: path), file.size > usualLimit,
      (try? file.read(offset: 0, count: Compression.prefixLength)).flatMap(Compression.init) == .gzip,
      let folder = try? SourceFile.cacheFolder + "/unpacked"
    else { return false }
    return !SourceFile.exists(place(of: file, in: folder))
  }

  private struct TooLarge: Error {}

  /// Nil where it unpacks to more than the limit.
  private func inMemory(_ packed: OpenFile) throws -> Content? {
    var bytes: [UInt8] = []
    do {
      let damage = try GzipFile.unpack(packed) { piece in
        guard bytes.count + piece.count <= memoryLimit else { throw TooLarge() }
        bytes.append(contentsOf: piece)
      }
      return .memory(bytes, damage)
    } catch is TooLarge { return nil }
  }

  /// Another version of the file has another name.
  private static func place(of packed: OpenFile, in folder: String) -> String {
    "\(folder)/\(hash(of: packed.path))-\(packed.size)-\(packed.changed)"
  }

  private static func hash(of path: String) -> String {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    return Hexadecimal.text(StableHash.of(whole.utf8))
  }

  /// Writes under another name and renames, so that a file of the right name is whole.
  private func unpack(_ packed: OpenFile, to path: String, in folder: String) throws -> FileDamage? {
    let disk = Disk()
    let partial = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max))\(Self.partialEnding)"
    do {
      try disk.makeFolder(folder)
      removeOldVersions(of: packed, in: folder)
      let file = try disk.append(to: partial)
      let damage = try GzipFile.unpack(packed) { try file.write(Array($0)) }
      try file.synchronize()
      try file.close()
      if let damage {
        let words = "\(damage.readBytes) \(damage.lostBytes) \(damage.reason)"
        try AtomicFile.write(words, to: path + Self.damageEnding)
      }
      try disk.rename(partial, to: path)
      return damage
    } catch {
      try? disk.remove(partial)
      guard let failure = error as? FileError else { throw error }
      throw CorpusError(
        "\(packed.path): the file is packed by gzip and is unpacked into \(folder), which failed: \(failure); let "
          + "XDG_CACHE_HOME name a folder with room, or unpack the file yourself")
    }
  }

  private func removeOldVersions(of packed: OpenFile, in folder: String) {
    let (hash, current) = (Self.hash(of: packed.path), Self.place(of: packed, in: folder))
    for name in (try? SourceFile.names(in: folder)) ?? [] where name.hasPrefix(hash) {
      let path = "\(folder)/\(name)"
      if name.hasSuffix(Self.partialEnding) ? Self.isAbandoned(name) : !path.hasPrefix(current) {
        try? Disk().remove(path)
      }
    }
  }

  /// Whether the process that wrote a partial file has ended.
  private static func isAbandoned(_ name: String) -> Bool {
    let process = name.dropLast(partialEnding.count).split(separator: ".").dropFirst().first.flatMap { pid_t($0) }
    return process.map { kill($0, 0) != 0 && errno == ESRCH } ?? true
  }

  private static func damage(of path: String) -> FileDamage? {
    guard let text = try? SourceFile.text(path + damageEnding) else { return nil }
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let read = Int(words[0]), let lost = Int(words[1]) else { return nil }
    return FileDamage(reason: String(words[2]), readBytes: read, lostBytes: lost)
  }
}
