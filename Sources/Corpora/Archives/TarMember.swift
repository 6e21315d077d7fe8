/// A file or folder in a tar archive and where its bytes stand.
public struct TarMember: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case file, folder
  }

  /// As the archive has it: relative, without `..` among its folders.
  public let name: String
  /// The byte of the archive at which the member's own bytes begin.
  public let offset: Int
  /// Bytes; they all lie inside the archive. Folders have none.
  public let size: Int
  public let kind: Kind
}
