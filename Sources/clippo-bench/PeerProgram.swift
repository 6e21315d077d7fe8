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
    let rate = try Shell.rate(in: output, unit: "pairs/s", of: line)
    let words = output.split(whereSeparator: \.isWhitespace)
    let memory = words.firstIndex(of: "rss").flatMap { $0 + 1 < words.count ? Double(words[$0 + 1]) : nil }
    return (rate, memory)
  }
}

/// Runs a line of the shell.
enum Shell {
  /// The last rate that it prints, a number before `unit`. Throws when it fails or prints none.
  static func rate(of line: String, unit: String) throws -> Double {
    try rate(in: output(of: line), unit: unit, of: line)
  }

  fileprivate static func rate(in output: String, unit: String, of line: String) throws -> Double {
    let words = output.split(whereSeparator: \.isWhitespace)
    guard let place = words.lastIndex(where: { $0.hasPrefix(unit) }), place > 0, let rate = Double(words[place - 1])
    else { throw CommandError("`\(line)` printed no \(unit): \(output.prefix(300))") }
    return rate
  }

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
