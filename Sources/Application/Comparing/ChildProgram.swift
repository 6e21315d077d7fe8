import Console

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Another of our commands, run beside this one.
struct ChildProgram {
  private let process: pid_t

  /// Starts a command that stands in this command's folder.
  ///
  /// - Parameters:
  ///   - name: of the command.
  ///   - words: its options.
  ///   - log: file that takes what it prints; nil lets it print to this command's standard error.
  ///
  /// Throws a sentence when the system refuses.
  init(_ name: String, _ words: [String], log: String? = nil) throws {
    let path = try Self.folder() + "/" + name
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let log {
      posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    } else {
      // What this command itself has to say stands alone in its output.
      posix_spawn_file_actions_adddup2(&actions, 2, 1)
    }
    let arguments = ([path] + words).map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let status = posix_spawn(&process, path, &actions, nil, arguments + [nil], environ)
    guard status == 0 else { throw CommandError("\(path) cannot be started: \(String(cString: strerror(status)))") }
    self.process = process
  }

  /// Waits for its end. Returns its exit code, 128 and the signal where one ended it.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  private static func folder() throws -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
    guard count > 0 else { throw CommandError("this system does not say where its programs are (/proc is missing)") }
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
  }
}
