import FoundationEssentials
import JSON

/// What figures depend on besides the program: the processor, its cores, and the commit that was built.
struct Machine {
  let processor: String
  let cores: Int
  let commit: String

  init() {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }
    processor = model.flatMap { $0.split(separator: ":").last }.map { $0.trimmed } ?? "unknown processor"
    cores = ProcessInfo.processInfo.activeProcessorCount
    commit = (try? Shell.output(of: "git rev-parse --short HEAD 2>/dev/null"))?.trimmed ?? "unknown"
  }

  var json: JSONValue { ["processor": .string(processor), "cores": .integer(cores), "commit": .string(commit)] }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
