import Files
import FoundationEssentials
import Glibc

/// Lists of shards, kept between runs. What cannot be read or has changed is made anew; what cannot be written is not kept.
struct ShardIndexCache: Sendable {
  /// The folder of all caches; nil keeps nothing.
  let folder: String?

  /// The list of a shard, from the cache where it is still true, else by `list`.
  ///
  /// - Parameter languageMember: see `ShardIndex.init(listing:languageMember:)`; lists with another one are others.
  func index(
    of path: String, languageMember: String? = nil, list: ((String) throws -> ShardIndex)? = nil
  ) throws -> ShardIndex {
    let list = list ?? { try ShardIndex(listing: $0, languageMember: languageMember) }
    guard let place = place(of: path, languageMember: languageMember) else { return try list(path) }
    let file = try OpenFile(path: path)
    if let kept = (try? SourceFile.bytes(place)).flatMap({ ShardIndex(archived: $0) }), kept.path == path,
      kept.size == file.size, kept.changed == file.changed
    {
      return kept
    }
    let index = try list(path)
    try? keep(index, at: place)
    return index
  }

  /// Where a shard's list is kept.
  func place(of path: String, languageMember: String? = nil) -> String? {
    guard let folder else { return nil }
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    let hash = StableHash.of((languageMember.map { "\u{0}" + $0 } ?? "").utf8, continuing: StableHash.of(whole.utf8))
    return "\(folder)/shards/\(Hexadecimal.text(hash)).index"
  }

  /// Renamed into place, but not synchronized: after a power cut the hash at its end shows that it is not whole.
  private func keep(_ index: ShardIndex, at place: String) throws {
    let disk = Disk()
    try disk.makeFolder(Disk.folder(of: place))
    // Another process may keep the same list now.
    let partial = "\(place).\(getpid()).partial"
    try? disk.remove(partial)
    do {
      let file = try disk.append(to: partial)
      try file.write(index.archived)
      try file.close()
      try disk.rename(partial, to: place)
    } catch {
      try? disk.remove(partial)
      throw error
    }
  }
}
