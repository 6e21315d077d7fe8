import FoundationEssentials

/// Any error as the sentence a person reads.
public enum ErrorSentence {
  /// The error's own description, or, for the file system's errors, a sentence with the path and what to do.
  public static func text(for error: any Error) -> String {
    guard let failure = error as? CocoaError else { return "\(error)" }
    return sentence(for: failure.code, path: failure.filePath ?? failure.url?.path ?? "a file")
  }

  private static func sentence(for code: CocoaError.Code, path: String) -> String {
    switch code {
    case .fileWriteOutOfSpace: "\(path): the disk is full; free some space or choose another folder"
    case .fileWriteNoPermission: "\(path): no permission to write here; choose another folder"
    case .fileWriteVolumeReadOnly: "\(path): the file system is read-only; choose another folder"
    case .fileReadNoPermission: "\(path): no permission to read this"
    case .fileNoSuchFile, .fileReadNoSuchFile: "\(path): there is no such file or folder"
    case .fileWriteFileExists: "\(path): a file with this name exists already"
    case .fileReadInapplicableStringEncoding, .fileReadCorruptFile: "\(path): this is not UTF-8 text"
    default: "\(path): the file system refused (error \(code.rawValue))"
    }
  }
}
