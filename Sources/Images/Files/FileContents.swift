import FoundationEssentials

/// A file's bytes for one use.
enum FileContents {
  /// Errors begin with the path.
  static func read<Result>(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PixelError("\(path): the file is missing or cannot be opened")
    }
    do { return try data.withUnsafeBytes(body) } catch let error as PixelError {
      throw PixelError("\(path): \(error)")
    }
  }
}
