@preconcurrency import Glibc

/// What commands of the distribution print; tests that need one skip where it is missing.
public enum ShellOutput {
  /// Standard output of a line of the shell; nil where it fails.
  public static func of(_ line: String) -> String? {
    guard let pipe = popen(line, "r") else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return pclose(pipe) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
