import Foundation

/// Runs the built commands as a shell would.
struct CommandResult {
  let code: Int32
  let output: String
  let errors: String
}

enum BuiltCommand: String, CaseIterable {
  case train = "clippo-train"
  case search = "clippo-search"
  case eval = "clippo-eval"
  case corpus = "clippo-corpus"
  case render = "clippo-render"
  case compare = "clippo-compare"
  case weights = "clippo-weights"
  case bench = "clippo-bench"

  /// The commands stand beside the test bundle; `CLIPPO_COMMANDS` names another folder, so that the very commands that
  /// users run are tested.
  private static let folder: URL =
    if let folder = ProcessInfo.processInfo.environment["CLIPPO_COMMANDS"] {
      URL(filePath: folder)
    } else {
      URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    }

  /// Where the command lies, for lines of a shell.
  var path: String { Self.folder.appending(path: rawValue).path }

  /// What a command sees of the environment: where programs and libraries are, and which instructions are allowed.
  private static let inherited = ProcessInfo.processInfo.environment.filter {
    ["PATH", "LD_LIBRARY_PATH", "CLIPPO_CPU_LEVEL", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"].contains($0.key)
  }

  /// Runs the command and waits for its end.
  ///
  /// - Parameters:
  ///   - home: stands in for the home folder, so that no test sees or leaves a cache.
  ///   - environment: variables besides.
  ///   - interruptWhen: sends SIGINT as soon as a file has a text.
  ///   - seconds: after which the command is killed.
  /// - Returns: what it printed and its exit code; 128 more than the signal's number where a signal ended it.
  func run(
    _ words: [String], home: String, environment: [String: String] = [:],
    interruptWhen: (file: String, text: String)? = nil, seconds: Double? = nil
  ) throws -> CommandResult {
    let process = Process()
    process.executableURL = Self.folder.appending(path: rawValue)
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: home)
    process.environment = Self.inherited.merging(["HOME": home, "COLUMNS": "100"]) { $1 }.merging(environment) { $1 }
    // Files, not pipes: a full pipe would stop the command.
    let paths = ["out", "err"].map { "\(home)/\(UUID().uuidString).\($0)" }
    for path in paths { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    let handles = try paths.map { try FileHandle(forWritingTo: URL(filePath: $0)) }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try process.run()
    if let interruptWhen {
      while process.isRunning, !Self.text(interruptWhen.file).contains(interruptWhen.text) { usleep(20_000) }
      process.interrupt()
    }
    if let seconds {
      let end = Date(timeIntervalSinceNow: seconds)
      while process.isRunning, Date() < end { usleep(2_000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return CommandResult(
      code: process.terminationStatus + (isSignal ? 128 : 0), output: Self.text(paths[0]), errors: Self.text(paths[1]))
  }

  /// Starts the command and does not wait.
  ///
  /// - Parameter output: file that takes what it prints; nowhere where nil.
  func start(_ words: [String], home: String, output: String? = nil) throws -> Process {
    let process = Process()
    process.executableURL = Self.folder.appending(path: rawValue)
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: home)
    process.environment = Self.inherited.merging(["HOME": home, "COLUMNS": "100"]) { $1 }
    if let output {
      _ = FileManager.default.createFile(atPath: output, contents: nil)
      process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    } else {
      process.standardOutput = FileHandle.nullDevice
    }
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
