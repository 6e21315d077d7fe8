import FoundationEssentials

/// The machine that the command runs on.
enum Machine {
  /// Cores that this process may use.
  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }
}
