import Files

extension FileBytes {
  /// Opens a font's file. Throws a sentence that names the file where it cannot be opened or is empty.
  convenience init(font path: String) throws {
    do { try self.init(path: path) } catch {
      throw RenderingError("The font file cannot be read: \(error).")
    }
    guard count > 0 else { throw RenderingError("The font file \(path) is empty: install its package again.") }
  }
}
