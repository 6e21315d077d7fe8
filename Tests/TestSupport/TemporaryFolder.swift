import FoundationEssentials

/// A new empty folder that goes away with this value. It lies in one of its own, because images are looked for beside the
/// folder of their captions too, and what others leave among the system's temporary files must change no test.
public final class TemporaryFolder: Sendable {
  public let path: String
  private let own: String

  public init() throws {
    own = FileManager.default.temporaryDirectory.appending(path: "clippo-test-\(UUID().uuidString)").path
    path = own + "/files"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: own) }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { path + "/" + name }
}
