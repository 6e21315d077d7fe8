import FoundationEssentials
import Glibc
import JSON

/// Whole files read with errors that name them.
enum SourceFile {
  static func bytes(_ path: String) throws -> [UInt8] {
    let file = try OpenFile(path: path)
    if let damage = file.damage { throw CorpusError("\(path): \(damage.reason); unpack what can be had yourself") }
    return try file.read(offset: 0, count: file.size)
  }

  /// The file as text, without a byte order mark.
  static func text(_ path: String) throws -> String { try text(bytes(path), of: path) }

  /// A file's bytes as text, without a byte order mark.
  static func text(_ bytes: [UInt8], of path: String) throws -> String {
    let start = try ByteOrderMark.length(in: OpenFile(bytes, name: path))
    guard let text = String(validating: bytes[start...], as: UTF8.self) else {
      throw CorpusError("\(path): the file is not valid UTF-8")
    }
    return text
  }

  /// The file as one JSON document; a byte order mark is stepped over.
  static func json(_ path: String) throws -> JSONValue {
    let bytes = try bytes(path)
    let start = try ByteOrderMark.length(in: OpenFile(bytes, name: path))
    return try JSONValue(parsing: bytes[start...], source: path)
  }

  /// The names in a folder, sorted by code unit.
  static func names(in folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    } catch {
      throw CorpusError("\(folder): the folder is missing or cannot be opened")
    }
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// Whether a file is there, as it is or packed: what `OpenFile` finds under this name.
  static func isReadable(_ path: String) -> Bool { exists(present(path)) }

  /// The path, or that of the packed file that stands in its place: `train.en.gz` where there is no `train.en`.
  static func present(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) != 0 else { return path }
    let packed = path + ".gz"
    return stat(packed, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? packed : path
  }

  /// The names under which a folder's files can be read, sorted by code unit: packed ones without `.gz`, each once.
  static func readableNames(in folder: String) throws -> [String] {
    var seen: Set<String> = []
    return try names(in: folder).map { name in
      let isPacked = name.hasSuffix(".gz") && name.utf8.count > 3 && !isFolder("\(folder)/\(name)")
      return isPacked ? String(name.dropLast(3)) : name
    }.filter { seen.insert($0).inserted }
  }

  /// Throws where there is a file or folder with nothing in it, which would otherwise be complained of as something else.
  static func checkContent(_ path: String) throws {
    if isFolder(path) {
      guard try names(in: path).contains(where: { !$0.hasPrefix(".") }) else {
        throw CorpusError("\(path): the folder is empty")
      }
      return
    }
    let place = present(path)
    guard let file = try? OpenFile(packed: place) else { return }
    guard file.size > 0 else { throw CorpusError("\(place): the file is empty") }
    // A packed file of nothing has some twenty bytes, and its name.
    guard file.size < 1_024, let start = try? file.read(offset: 0, count: min(Compression.prefixLength, file.size)),
      Compression(start) == .gzip, let content = try? OpenFile(path: place), content.size == 0, content.damage == nil
    else { return }
    throw CorpusError("\(place): the file is packed by gzip, and nothing is in it")
  }

  /// The folder a path lies in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  /// Whether a folder has a file whose name ends so.
  static func holds(_ folder: String, suffix: String) -> Bool {
    ((try? names(in: folder)) ?? []).contains { $0.hasSuffix(suffix) }
  }

  /// A file's name, in lower case, without the ending that says how it is packed: `a.TAR.gz` and `a.tgz` are `a.tar`.
  static func unpackedName(_ path: String) -> String {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    if let short = [".tgz", ".tbz2", ".txz"].first(where: name.hasSuffix) {
      return name.dropLast(short.count) + ".tar"
    }
    let endings = [".gz", ".bz2", ".xz", ".zst", ".lz4", ".z"]
    guard let ending = endings.first(where: name.hasSuffix), name.count > ending.count else { return name }
    return String(name.dropLast(ending.count))
  }

  /// What follows a name's last dot, in lower case; empty where there is none.
  static func ending(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// What changes when a file does: its size and the time of its last change, in nanoseconds.
  static func stamp(_ path: String) throws -> (size: Int, changed: Int) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw CorpusError("\(path): the file is missing or cannot be opened") }
    return (Int(status.st_size), status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec)
  }

  /// The folder that this program keeps what it can make again in: `clippo` under `$XDG_CACHE_HOME`, or else `~/.cache`.
  static var cacheFolder: String {
    get throws {
      let environment = ProcessInfo.processInfo.environment
      if let root = environment["XDG_CACHE_HOME"], root.hasPrefix("/") { return root + "/clippo" }
      guard let home = environment["HOME"], home.hasPrefix("/") else {
        throw CorpusError("neither XDG_CACHE_HOME nor HOME names a folder to keep files in; set one of them")
      }
      return home + "/.cache/clippo"
    }
  }
}
