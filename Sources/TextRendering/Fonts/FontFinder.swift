import FoundationEssentials
@preconcurrency import Glibc

/// Finds font files by name in folders and all folders below them.
struct FontFinder {
  /// Where distributions and users keep fonts; later folders lose against earlier ones.
  static var standardFolders: [String] {
    var folders = ["/usr/share/fonts", "/usr/local/share/fonts"]
    if let home = ProcessInfo.processInfo.environment["HOME"] { folders.append(home + "/.local/share/fonts") }
    return folders
  }

  private(set) var paths: [String: String] = [:]

  /// Lists the files of interest. Folders that do not exist are skipped, unless they are `required`.
  init(names: Set<String>, required: [String], standard: [String] = standardFolders) throws {
    for folder in required where opendir(folder).map({ closedir($0) }) == nil {
      throw RenderingError("The font folder \(folder) cannot be read: \(String(cString: strerror(errno))).")
    }
    for folder in required + standard { search(folder, for: names, depth: 0) }
  }

  private mutating func search(_ folder: String, for names: Set<String>, depth: Int) {
    guard depth < 16, let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    var folders: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      let path = folder + "/" + name
      if names.contains(name) {
        if paths[name] == nil { paths[name] = path }
      } else if entry.pointee.d_type == UInt8(DT_DIR) || isFolder(path, entry.pointee.d_type) {
        folders.append(path)
      }
    }
    for path in folders.sorted() { search(path, for: names, depth: depth + 1) }
  }

  private func isFolder(_ path: String, _ type: UInt8) -> Bool {
    guard type == UInt8(DT_LNK) || type == UInt8(DT_UNKNOWN) else { return false }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
