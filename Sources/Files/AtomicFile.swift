/// Files that are there whole or not at all, whenever the machine stops.
public enum AtomicFile {
  /// Replaces a file by what `body` writes: beside it under another name, synchronized, then renamed. What is there and no
  /// file, such as a pipe or a device, takes the bytes itself: a file renamed onto it would take its place.
  ///
  /// Throws, with the old file untouched, what `body` throws and where the system refuses.
  public static func write(
    to path: String, disk: Disk = Disk(), _ body: (OutputFile) throws -> Void
  ) throws {
    if Disk.isDevice(path) {
      let file = try disk.append(to: path)
      try body(file)
      return try file.close()
    }
    let partial = path + ".partial"
    do {
      let file = try disk.create(partial, named: path)
      try body(file)
      try file.synchronize()
      try file.close()
      try disk.rename(partial, to: path)
    } catch {
      try? disk.remove(partial)
      throw error
    }
    try disk.synchronizeFolder(Disk.folder(of: path))
  }

  /// Replaces a file by `bytes`.
  public static func write(_ bytes: [UInt8], to path: String, disk: Disk = Disk()) throws {
    try write(to: path, disk: disk) { try $0.write(bytes) }
  }

  /// Replaces a file by `text` in UTF-8.
  public static func write(_ text: String, to path: String, disk: Disk = Disk()) throws {
    try write(Array(text.utf8), to: path, disk: disk)
  }
}
