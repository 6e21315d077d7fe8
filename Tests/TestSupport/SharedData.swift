import FoundationEssentials

/// Finds material that is measured against but not part of the project: a folder `shared` beside the checkout,
/// or the folder that `CLIPPO_SHARED` names. Tests that need it are disabled, saying so, when it is absent.
public enum SharedData {
  /// The folder, or `nil` where this machine has none.
  public static let folder: String? = {
    let environment = ProcessInfo.processInfo.environment
    let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let candidates = [environment["CLIPPO_SHARED"], packageRoot.deletingLastPathComponent().path + "/shared"]
    return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/golden") }
  }()

  /// The path of a file in the folder, or `nil` where it is absent.
  public static func path(_ name: String) -> String? {
    folder.map { $0 + "/" + name }.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
  }
}
