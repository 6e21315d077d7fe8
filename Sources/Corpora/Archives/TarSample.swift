/// The files of one sample of a WebDataset shard.
public struct TarSample: Sendable, Equatable {
  public let key: String
  /// In the archive's order, each extension once; none where all of them are lost.
  public let parts: [Part]
  /// What the archive has of the sample and cannot be read.
  public let lost: [LostPart]
  /// Whether bytes are lost inside it or next to it, so that it may lack parts.
  public let isBesideDamage: Bool

  /// A file of a sample.
  public struct Part: Sendable, Equatable {
    public let fileExtension: String
    public let member: TarMember
  }

  /// A file of a sample that cannot be read.
  public struct LostPart: Sendable, Equatable {
    public let fileExtension: String
    /// A sentence.
    public let reason: String
    /// Whether the archive ends inside it, so that more may be lost than this sample.
    public let isCut: Bool
  }

  /// The part with an extension, which is in lower case.
  public subscript(fileExtension: String) -> TarMember? {
    parts.first { $0.fileExtension == fileExtension }?.member
  }
}
