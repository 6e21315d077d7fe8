@preconcurrency import Glibc

/// Paths that mean the same wherever a program is started.
enum AbsolutePath {
  /// The path from the root, without links; for what is not there, such as a pattern, the path from the root as it was written.
  static func of(_ path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
  }
}
