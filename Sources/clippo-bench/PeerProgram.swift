import Console

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Another implementation of the same step: a command that takes the words of `StepCase.peerArguments` and prints a line
/// with "… pairs/s".
struct PeerProgram {
  /// Words for the shell, such as `python3 torch_clippo.py`.
  let command: String

  /// Pairs a second that it prints for a case. Throws when it fails or prints none.
  func pairsPerSecond(_ stepCase: StepCase) throws -> Double {
    let line = "\(command) \(stepCase.peerArguments.joined(separator: " "))"
    let output = try Shell.output(of: line)
    let words = output.split(whereSeparator: \.isWhitespace)
    guard let unit = words.firstIndex(of: "pairs/s"), unit > 0, let rate = Double(words[unit - 1]) else {
      throw CommandError("`\(line)` printed no pairs/s: \(output.prefix(300))")
    }
    return rate
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
