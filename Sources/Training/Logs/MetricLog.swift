import Files
import JSON
import Tensors

/// The numbers of a run as one JSON object a line: `{"step":120,"loss":1.5}`.
public final class MetricLog {
  private let file: OutputFile

  /// Opens the log. Lines of later steps than `step`, and a line that was cut off, are removed first: a run that
  /// continues from a checkpoint says them again. Throws where the file cannot be written.
  public init(path: String, continuingAfter step: Int, disk: Disk = Disk()) throws {
    try disk.makeFolder(Disk.folder(of: path))
    let kept = Self.lines(path: path, upTo: step)
    try AtomicFile.write(kept.map { "\($0)\n" }.joined(), to: path, disk: disk)
    file = try disk.append(to: path)
  }

  /// Adds a line; it is with the system when this returns, so a crash of the program does not lose it.
  public func append(step: Int, _ values: [JSONMember]) throws {
    let line = JSONValue.object([JSONMember("step", .integer(step))] + values).compactText
    try file.write(Array("\(line)\n".utf8))
  }

  private static func lines(path: String, upTo step: Int) -> [String] {
    guard let file = try? FileBytes(path: path) else { return [] }
    let text = file.withBytes { String(decoding: $0, as: UTF8.self) }
    return text.split(separator: "\n").map(String.init).filter { line in
      guard let value = try? JSONValue(parsing: line), let lineStep = value["step"]?.intValue else { return false }
      return lineStep <= step
    }
  }
}
