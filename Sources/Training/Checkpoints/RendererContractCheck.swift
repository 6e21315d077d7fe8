import JSON

extension CheckpointContent {
  /// Throws, listing every difference, where the checkpoint was trained with another renderer.
  ///
  /// - Parameters:
  ///   - contract: of the renderer at hand.
  ///   - override: what a person does to go on regardless, as a sentence's end: "pass --ignore-contract".
  ///   - differences: one line for each difference between the saved contract and the one at hand.
  public func requireRenderer(
    _ contract: JSONValue, override: String,
    differences: (_ saved: JSONValue, _ current: JSONValue) throws -> [String] = JSONDifference.lines
  ) throws {
    let lines = try differences(rendererContract, contract)
    guard !lines.isEmpty else { return }
    let list = lines.map { "\n  \($0)" }.joined()
    throw TrainingError(
      "the checkpoint was trained with another renderer:\(list)\nInstall the same fonts and settings, or \(override)")
  }
}

/// Where two JSON documents differ.
public enum JSONDifference {
  /// One line for each place: `fonts[2].hash: was "a1", is "b2"`.
  public static func lines(_ saved: JSONValue, _ current: JSONValue) -> [String] { lines(saved, current, path: "") }

  private static func lines(_ saved: JSONValue?, _ current: JSONValue?, path: String) -> [String] {
    switch (saved, current) {
    case (.object(let before), .object(let after)):
      let names = before.map(\.name) + after.map(\.name).filter { name in !before.contains { $0.name == name } }
      return names.flatMap { name in
        lines(saved?[name], current?[name], path: path.isEmpty ? name : "\(path).\(name)")
      }
    case (.array(let before), .array(let after)):
      return (0..<max(before.count, after.count)).flatMap { index in
        // `.none`, since `nil` would be JSON's null.
        lines(
          before.indices.contains(index) ? before[index] : .none, after.indices.contains(index) ? after[index] : .none,
          path: "\(path)[\(index)]")
      }
    default:
      guard saved != current else { return [] }
      return ["\(path.isEmpty ? "all" : path): was \(text(saved)), is \(text(current))"]
    }
  }

  private static func text(_ value: JSONValue?) -> String { value?.compactText ?? "absent" }
}
