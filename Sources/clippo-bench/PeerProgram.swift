import Console

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Another implementation of the same work: a command that prints a line with "… pairs/s", and perhaps "rss … GB".
struct PeerProgram {
  /// Words for the shell, such as `python3 torch_clippo.py`.
  let command: String

  /// What it prints when it is given `words`. Throws when it fails or prints no rate.
  func run(_ words: [String]) throws -> (pairsPerSecond: Double, gigabytes: Double?) {
    let line = ([command] + words).joined(separator: " ")
    let output = try Shell.output(of: line)
    let words = output.split(whereSeparator: \.isWhitespace)
    guard let unit = words.lastIndex(where: { $0.hasPrefix("pairs/s") }), unit > 0, let rate = Double(words[unit - 1])
    else {
      throw CommandError("`\(line)` printed no pairs/s: \(output.prefix(300))")
    }
    let memory = words.firstIndex(of: "rss").flatMap { $0 + 1 < words.count ? Double(words[$0 + 1]) : nil }
    return (rate, memory)
  }
}

/// Runs a line of the shell.
enum Shell {
  /// What it prints. Throws when it cannot be run or ends with a failure.
  static func output(of line: String) throws -> String {
    guard let pipe = popen(line, "r") else { throw CommandError("cannot run `\(line)`") }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    let status = pclose(pipe)
    guard status == 0 else { throw CommandError("`\(line)` failed (status \(status))") }
    return String(decoding: bytes, as: UTF8.self)
  }
}
