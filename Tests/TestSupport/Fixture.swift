import FoundationEssentials

/// Recorded files that stand in the folder `Fixtures` beside a test's source.
public enum Fixture {
  /// The path of a file in `Fixtures`; found by the source's place, so that tests need no `Foundation` for its bundles.
  public static func path(_ name: String, of source: String = #filePath) -> String {
    URL(filePath: source).deletingLastPathComponent().appending(path: "Fixtures/\(name)").path
  }
}
