import Files
import Tensors

/// The checkpoints of one run: folders `checkpoint-0000123`, and a file `latest` that names the one to continue from.
///
/// Whenever the machine stops, `latest` names a whole checkpoint: it is changed only once the new one is on the disk,
/// and old ones are removed only after that.
public struct CheckpointFolder: Sendable {
  public let path: String
  /// How many checkpoints stay.
  public let keep: Int
  private let disk: Disk

  private static let pointer = "latest"
  private static let prefix = "checkpoint-"

  /// - Parameters:
  ///   - path: made when the first checkpoint is saved.
  ///   - keep: at least 1.
  public init(path: String, keep: Int = 2, disk: Disk = Disk()) {
    self.path = path
    self.keep = max(1, keep)
    self.disk = disk
  }

  /// Saves a checkpoint and returns its folder. Throws with the path and the system's reason; then the checkpoints that
  /// were there are still there.
  @discardableResult
  public func save(_ content: CheckpointContent) throws -> String {
    do {
      try disk.makeFolder(path)
      try? removeLeftovers()
      let name = try unusedName(step: content.step)
      try write(content, as: name)
      try AtomicFile.write("\(name)\n", to: "\(path)/\(Self.pointer)", disk: disk)
      // The checkpoint is safe; what cannot be removed now is tried again at the next save.
      try? prune(latest: name)
      return "\(path)/\(name)"
    } catch {
      throw TrainingError("cannot save the checkpoint of step \(content.step): \(error)")
    }
  }

  /// Writes a folder that has its name only once it is whole and on the disk.
  private func write(_ content: CheckpointContent, as name: String) throws {
    let partial = "\(path)/.\(name).partial"
    do {
      try disk.makeFolder(partial)
      try Checkpoint.write(content, to: partial, disk: disk)
      try disk.rename(partial, to: "\(path)/\(name)")
    } catch {
      try? disk.remove(partial)
      throw error
    }
    try disk.synchronizeFolder(path)
  }

  /// The folder of the checkpoint to continue from, or `nil` where there is none.
  ///
  /// Where `latest` is missing or names nothing, the checkpoint with the most steps.
  public func latest() throws -> String? {
    guard let names = try? checkpoints() else { return nil }
    if let file = try? FileBytes(path: "\(path)/\(Self.pointer)") {
      let text = file.withBytes { String(decoding: $0, as: UTF8.self) }
      if let name = names.first(where: { $0 == text.filter { $0 != "\n" } }) { return "\(path)/\(name)" }
    }
    return names.last.map { "\(path)/\($0)" }
  }

  /// Names of the checkpoints that are whole, by step.
  public func checkpoints() throws -> [String] {
    try Disk.names(in: path).compactMap { name in Self.order(name).map { (name, $0) } }
      .sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// Step and repetition of a checkpoint's name; `nil` for other names.
  private static func order(_ name: String) -> (step: Int, repetition: Int)? {
    guard name.hasPrefix(prefix) else { return nil }
    let parts = name.dropFirst(prefix.count).split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard let step = parts.first ?? nil, parts.count <= 2, let repetition = parts.count == 2 ? parts[1] : 0 else {
      return nil
    }
    return (step, repetition)
  }

  /// `checkpoint-0000123`; `checkpoint-0000123.1` where that exists, since replacing a folder cannot be done at once.
  private func unusedName(step: Int) throws -> String {
    let digits = String(step)
    let name = Self.prefix + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    let taken = Set(try Disk.names(in: path))
    guard taken.contains(name) else { return name }
    var repetition = 1
    while taken.contains("\(name).\(repetition)") { repetition += 1 }
    return "\(name).\(repetition)"
  }

  /// Keeps the newest ones up to `latest`. Later ones are of a past that `latest` was not reached from, and go first.
  private func prune(latest: String) throws {
    let names = try checkpoints()
    let past = names.prefix { $0 != latest } + [latest]
    let kept = Set(past.suffix(keep))
    for name in names where !kept.contains(name) {
      let removed = "\(path)/.\(name).removed"
      try disk.rename("\(path)/\(name)", to: removed)
      try disk.remove(removed)
    }
  }

  /// Removes every checkpoint, the one to continue from first.
  public func removeAll() throws {
    guard let names = try? Disk.names(in: path) else { return }
    try disk.remove("\(path)/\(Self.pointer)")
    try removeLeftovers()
    for name in names where Self.order(name) != nil { try disk.remove("\(path)/\(name)") }
  }

  /// Removes what an interrupted save or removal left.
  private func removeLeftovers() throws {
    for name in try Disk.names(in: path)
    where name.hasPrefix(".\(Self.prefix)") && (name.hasSuffix(".partial") || name.hasSuffix(".removed")) {
      try disk.remove("\(path)/\(name)")
    }
  }
}
