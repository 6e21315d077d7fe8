import FoundationEssentials

/// Files that evaluation leaves behind, each written whole or not at all.
enum OutputFile {
  /// Writes `bytes` to `path`, replacing the file at once.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do { try Data(bytes).write(to: URL(filePath: path), options: .atomic) } catch {
      throw EvaluationError(
        "\(path): cannot be written; check that the folder exists, is writable and has \(bytes.count) bytes of room "
          + "(\(error)).")
    }
  }
}
