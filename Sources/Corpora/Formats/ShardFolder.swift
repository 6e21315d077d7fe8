import Console

/// A folder of tar shards, as it is, or as CLIP_benchmark lays a set out: `test/0.tar …` with their number in `test/nshards.txt`, and
/// what they are measured by in `dataset_type.txt`, there or in the folder above.
struct ShardFolder {
  /// By number where their names are numbers, else by name.
  let shards: [String]
  /// Whether they are such a set with captions, each a line of its sample's text.
  let isRetrieval: Bool
  /// The folder within that was taken, which is the split of its records where they name none; nil where the shards lie in the
  /// folder itself.
  let split: String?

  private static let countName = "nshards.txt"
  private static let usualSplit = "test"

  /// - Parameter wanted: a folder within, perhaps under another name of the split, that is taken where the folder itself has no
  ///   shards; nil takes `test`.
  /// - Throws: `CorpusError` where there are no shards, or not as many as the folder says.
  init(_ path: String, split wanted: String?) throws {
    let wanted = wanted ?? Self.usualSplit
    split =
      Self.holdsShards(path)
      ? nil : ([wanted] + SplitName.aliases(wanted)).first { Self.holdsShards("\(path)/\($0)") }
    let folder = split.map { "\(path)/\($0)" } ?? path
    let names = Self.shards(among: try SourceFile.names(in: folder))
    guard !names.isEmpty else { throw CorpusError("\(path): \(try Self.complaint(aboutFolder: path))") }
    if let announced = try Self.count(in: folder), announced != names.count {
      throw CorpusError(
        "\(folder): \(Self.countName) counts \(NumberText.counted(announced, "shard", "shards")) where \(names.count) "
          + "can be found; fetch the others")
    }
    shards = names.sorted { (Self.number($0), $0) < (Self.number($1), $1) }.map { folder + "/" + $0 }
    isRetrieval = try Self.isRetrieval(folder)
  }

  private static func complaint(aboutFolder path: String) throws -> String {
    let inner = try SourceFile.names(in: path).filter { holdsShards("\(path)/\($0)") }
    let missing = "no file in the folder ends in .tar, .tar.gz or .tgz"
    guard !inner.isEmpty else { return missing }
    let listed = inner.prefix(8).map { MemberName.shown($0) }.joined(separator: ", ")
    return
      "\(missing), but there are such in its folders \(listed); choose one with --split (split in a recipe) or as the path"
  }

  /// Whether a folder's folders hold shards that are counted.
  static func isLaidOut(_ path: String) -> Bool {
    ((try? SourceFile.names(in: path)) ?? []).contains { SourceFile.isReadable("\(path)/\($0)/\(countName)") }
  }

  static func holdsShards(_ path: String) -> Bool {
    !shards(among: (try? SourceFile.names(in: path)) ?? []).isEmpty
  }

  /// Shards by their names; of a packed and an unpacked one of the same name the unpacked one.
  private static func shards(among names: [String]) -> [String] {
    let all = Set(names)
    return names.filter { name in
      guard !name.hasPrefix("."), name.hasSuffix(".tar") || name.hasSuffix(".tar.gz") || name.hasSuffix(".tgz")
      else { return false }
      return name.hasSuffix(".tar") || !all.contains(stem(name) + ".tar")
    }
  }

  /// A shard's name without what says how it is written.
  private static func stem(_ name: String) -> String {
    [".tar.gz", ".tgz", ".tar"].first(where: name.hasSuffix).map { String(name.dropLast($0.count)) } ?? name
  }

  private static func number(_ name: String) -> Int { Int(stem(name)) ?? .max }

  private static func count(in folder: String) throws -> Int? {
    let path = "\(folder)/\(countName)"
    guard SourceFile.isReadable(path) else { return nil }
    guard let count = Int(try SourceFile.text(path).filter { !$0.isWhitespace }) else {
      throw CorpusError("\(path): a number of shards should stand here")
    }
    return count
  }

  private static func isRetrieval(_ folder: String) throws -> Bool {
    let files = [folder, SourceFile.folder(of: folder)].map { $0 + "/dataset_type.txt" }
    guard let path = files.first(where: SourceFile.isReadable) else { return false }
    return try SourceFile.text(path).filter { !$0.isWhitespace } == "retrieval"
  }
}
