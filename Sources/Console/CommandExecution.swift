@preconcurrency import Glibc

extension Command {
  /// Parses the words, runs the command and says how it ended.
  ///
  /// - Parameters:
  ///   - words: the command line without the executable's name.
  ///   - output: takes what `--help`, `--version` and `--completion` print, without the last line break.
  ///   - errors: takes complaints, one sentence each, beginning with the command's name.
  public static func execute(
    _ words: [String], output: @escaping (String) -> Void, errors: (String) -> Void
  ) -> ExitCode {
    do {
      try CommandDispatch(executable: name, output: output).perform(Self.self, words[...])
      return .success
    } catch let error as UsageError {
      errors("\(name): \(error.description)")
      return .usage
    } catch let interruption as Interrupted {
      errors("\(name): \(interruption.description)")
      return .signal(interruption.signal)
    } catch {
      errors("\(name): \(ErrorSentence.text(for: error))")
      return .failure
    }
  }

  /// Runs the command on the process's own command line and ends the process.
  public static func main() {
    // A pipe is block-buffered otherwise, and a crash would lose the last lines.
    setvbuf(stdout, nil, _IOLBF, 0)
    let code = execute(
      Array(CommandLine.arguments.dropFirst()), output: StandardStream.output.writeLine,
      errors: StandardStream.error.writeLine)
    if code == .success, let failure = StandardStream.outputFailure {
      StandardStream.error.writeLine("\(name): \(failure)")
      exit(ExitCode.failure.code)
    }
    exit(code.code)
  }
}
