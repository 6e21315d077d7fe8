/// The one place that says which version this is.
public enum Version {
  /// Semantic version of the suite, as `--version` prints it and as runs record it.
  public static let text = "0.1.0"
}
