import FoundationEssentials

/// A reader of files, good examples for it, and what must hold whatever it reads.
struct FuzzSubject: Sendable {
  let name: String
  let examples: @Sendable () throws -> [[UInt8]]
  /// Reads one input; an error is an answer.
  private let body: @Sendable ([UInt8]) throws -> Void
  /// What every error must name; nil where errors carry no name of a file.
  private let origin: String?

  init(
    _ name: String, origin: String? = nil, examples: @autoclosure @escaping @Sendable () throws -> [[UInt8]],
    _ body: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.name = name
    self.origin = origin
    self.examples = examples
    self.body = body
  }

  /// What was wrong with the input; nil where it was read.
  @discardableResult
  func run(_ bytes: [UInt8]) -> String? {
    do { try body(bytes) } catch {
      let sentence = "\(error)"
      expect(!sentence.isEmpty && (origin.map(sentence.contains) ?? true), "a sentence without its file: \(sentence)")
      return sentence
    }
    return nil
  }

  /// Ends the process where no example can be read: a subject that refuses everything would run for hours and find nothing.
  func requireReadableExample() throws {
    let problems = try examples().map { run($0) }
    expect(
      problems.contains(nil),
      "\(name) reads none of its examples: \(problems.compactMap(\.self).first ?? "there are none")")
  }
}

/// Ends the process, which is how the fuzzer learns that something is wrong.
func expect(_ isTrue: Bool, _ sentence: @autoclosure () -> String) {
  if !isTrue { fatalError(sentence()) }
}

/// Files of the tests, as examples.
enum Examples {
  static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every file of a folder of fixtures whose name has one of the endings.
  static func files(_ folder: String, _ endings: String...) throws -> [[UInt8]] {
    let path = tests.appending(path: folder).path
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      .filter { name in endings.contains { name.hasSuffix($0) } }
      .map { try bytes("\(path)/\($0)") }
  }

  static func bytes(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: path))) }

  static func texts(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}

/// A folder of this process for readers that want a file, in memory where the system has such a place.
enum Workplace {
  static let path: String = {
    let parent = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
    let path = "\(parent)/clippo-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      fatalError("\(path): \(error)")
    }
    return path
  }()

  /// Writes a file, whose folder is made where it is not there.
  static func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = URL(filePath: "\(path)/\(name)")
    if name.contains("/") {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    }
    try Data(bytes).write(to: file)
    return file.path
  }
}
