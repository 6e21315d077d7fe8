import CDNNL

/// oneDNN, which makes the dense products.
public enum ProductLibrary {
  /// Its name and version, such as "oneDNN 2.6.3".
  public static var name: String {
    var version = [CChar](repeating: 0, count: 32)
    clippo_dnnl_version(&version, version.count)
    return "oneDNN " + text(version)
  }
}
