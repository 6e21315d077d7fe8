@preconcurrency import Glibc

/// Everything by which this package changes what is on a disk and must not be half done.
///
/// Errors name the path and the system's reason.
public struct Disk: Sendable {
  /// The kinds of change.
  public enum Step: String, Sendable, CaseIterable {
    case makeFolder, create, write, synchronize, rename, remove
  }

  private let before: @Sendable (Step, _ path: String) throws -> Void

  /// - Parameter before: called before every change; what it throws stops the change. Tests simulate a power cut with it.
  public init(before: @escaping @Sendable (Step, _ path: String) throws -> Void = { _, _ in }) {
    self.before = before
  }

  /// Opens a new or emptied file for writing.
  ///
  /// - Parameter name: what complaints call it, where it is written beside its place; nil takes the path.
  func create(_ path: String, named name: String? = nil) throws -> OutputFile {
    try before(.create, path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(writeComplaint("cannot write", name ?? path)) }
    return OutputFile(descriptor: descriptor, path: path, name: name, disk: self)
  }

  /// Writes a file where it stands, for what nobody counts on before it is whole: nothing is synchronized.
  public func write(_ bytes: [UInt8], to path: String) throws {
    let file = try create(path)
    try file.write(bytes)
    try file.close()
  }

  /// Opens a file for writing at its end, making it where it is missing.
  public func append(to path: String) throws -> OutputFile {
    try before(.create, path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(writeComplaint("cannot write", path)) }
    return OutputFile(descriptor: descriptor, path: path, disk: self)
  }

  func willWrite(_ path: String) throws { try before(.write, path) }

  func willChange(_ step: Step, _ path: String) throws { try before(step, path) }

  func synchronize(descriptor: Int32, path: String, name: String? = nil) throws {
    try before(.synchronize, path)
    // Some file systems cannot synchronize folders and say so with EINVAL; nothing more can be done there.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw FileError(writeComplaint("cannot write", name ?? path))
    }
  }

  /// Makes the names in a folder survive a power cut.
  public func synchronizeFolder(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(systemComplaint("cannot open the folder", path)) }
    defer { close(descriptor) }
    try synchronize(descriptor: descriptor, path: path)
  }

  /// Makes a folder and those above it; does nothing where it exists.
  public func makeFolder(_ path: String) throws {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    let parent = Self.folder(of: path)
    if parent != path { try makeFolder(parent) }
    try before(.makeFolder, path)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw FileError(writeComplaint("cannot make the folder", path))
    }
  }

  /// Gives a file or folder another name; a file of that name is replaced at once.
  public func rename(_ path: String, to target: String) throws {
    try before(.rename, target)
    guard Glibc.rename(path, target) == 0 else { throw FileError(writeComplaint("cannot write", target)) }
  }

  /// Removes a file, or a folder with all that is in it; links are removed, not followed.
  public func remove(_ path: String) throws {
    try before(.remove, path)
    if unlink(path) == 0 || errno == ENOENT { return }
    for name in (try? Self.names(in: path)) ?? [] { try remove("\(path)/\(name)") }
    guard rmdir(path) == 0 else { throw FileError(writeComplaint("cannot remove", path)) }
  }

  /// Removes a folder that nothing is in; one that holds anything stays as it is.
  public func removeEmptyFolder(_ path: String) throws {
    try before(.remove, path)
    guard rmdir(path) == 0 || errno == ENOTEMPTY || errno == EEXIST else {
      throw FileError(writeComplaint("cannot remove", path))
    }
  }

  /// Whether a path leads to something that takes bytes and is no file: a pipe, a terminal or another device.
  static func isDevice(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return [S_IFCHR, S_IFIFO, S_IFBLK, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  /// Names of what is in a folder, sorted.
  public static func names(in path: String) throws -> [String] {
    guard let folder = opendir(path) else { throw FileError(systemComplaint("cannot open the folder", path)) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The folder that a path lies in.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
