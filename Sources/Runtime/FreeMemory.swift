import FoundationEssentials

/// How much memory this process may still take.
public enum FreeMemory {
  /// Bytes: what the kernel says is available, or what is left of the control group's limit where that is less.
  /// Nil when neither is known.
  public static func bytes() -> Int? {
    let machine = text("/proc/meminfo").flatMap(available)
    let limit = text("/sys/fs/cgroup/memory.max").flatMap { Int(trimmed($0)) }
    let used = text("/sys/fs/cgroup/memory.current").flatMap { Int(trimmed($0)) }
    let group = limit.map { max(0, $0 - (used ?? 0)) }
    return [machine, group].compactMap { $0 }.min()
  }

  /// The bytes in the line `MemAvailable:  123 kB` of /proc/meminfo.
  static func available(_ meminfo: String) -> Int? {
    let line = meminfo.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    let words = line?.split(separator: " ") ?? []
    return words.count >= 2 ? Int(words[1]).map { $0 * 1024 } : nil
  }

  private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  private static func trimmed(_ text: String) -> Substring { text.prefix { $0 != "\n" } }
}
