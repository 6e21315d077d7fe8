import Files
import JSON
import Runtime

/// The file `state.json` of a checkpoint: everything that is not an array, and what the other files must be.
///
/// It is `{"checksum": …, "state": {…}}`; the checksum is of the state's text without spaces.
struct CheckpointState {
  static let fileName = "state.json"
  /// Raised when older programs could not read what newer ones write.
  private static let format = 1

  struct File: Equatable {
    var name: String
    var byteCount: Int
    var checksum: UInt64

    /// What a file is now.
    init(name: String, in folder: String) throws {
      let bytes = try FileBytes(path: "\(folder)/\(name)")
      self.name = name
      byteCount = bytes.count
      checksum = bytes.withBytes(Checksum.of)
    }

    fileprivate init?(_ member: JSONMember) {
      guard let byteCount = member.value["bytes"]?.intValue,
        let checksum = member.value["checksum"]?.stringValue.flatMap({ UInt64($0, radix: 16) })
      else { return nil }
      name = member.name
      self.byteCount = byteCount
      self.checksum = checksum
    }

    fileprivate var json: JSONMember {
      JSONMember(name, ["bytes": .integer(byteCount), "checksum": .string(String(checksum, radix: 16))])
    }
  }

  var content: CheckpointContent
  var files: [File]

  // MARK: Writing

  var text: String {
    let generators = content.generators.sorted { $0.key < $1.key }
    let state: JSONValue = [
      "format": .integer(Self.format),
      "step": .integer(content.step),
      "elapsedSeconds": .number(content.elapsedSeconds),
      "files": .object(files.map(\.json)),
      // As text: JSON numbers do not hold 64 bits everywhere.
      "generators": .object(generators.map { JSONMember($0.key, .string(String($0.value.state, radix: 16))) }),
      "loader": content.loader,
      "counts": content.counts,
      "recipe": content.recipe,
      "rendererContract": content.rendererContract,
      "tokenizerContract": content.tokenizerContract,
      "corpus": content.corpus,
      "teacher": content.teacher,
      "entities": content.entities,
      "metrics": content.metrics,
    ]
    let document: JSONValue = ["checksum": .string(Self.checksum(state)), "state": state]
    return document.prettyText
  }

  private static func checksum(_ state: JSONValue) -> String {
    String(Checksum.of(state.compactText), radix: 16)
  }

  // MARK: Reading

  /// Reads `state.json`; the content has no arrays yet.
  init(folder: String) throws {
    let path = "\(folder)/\(Self.fileName)"
    let bytes = try FileBytes(path: path).withBytes { Array($0) }
    let document: JSONValue
    do { document = try JSONValue(parsing: bytes, source: path) } catch {
      throw TrainingError("\(error); the checkpoint is damaged")
    }
    guard let state = document["state"], let checksum = document["checksum"]?.stringValue else {
      throw TrainingError("\(path): 'state' or 'checksum' is missing; this is no checkpoint or it is damaged")
    }
    // The format comes first: a newer one may count its checksum in another way.
    if let format = state["format"]?.intValue, format > Self.format {
      throw TrainingError("\(path): written by a newer version of this program (format \(format)); update the program")
    }
    guard Self.checksum(state) == checksum else {
      throw TrainingError("\(path): the checksum is wrong; the checkpoint is damaged or was edited")
    }
    try self.init(state, path: path)
  }

  private init(_ state: JSONValue, path: String) throws {
    func field<T>(_ name: String, _ read: (JSONValue) -> T?) throws -> T {
      guard let value = state[name].flatMap(read) else {
        throw TrainingError("\(path): '\(name)' is missing or not what a checkpoint has there")
      }
      return value
    }
    content = CheckpointContent(
      step: try field("step") { $0.intValue }, elapsedSeconds: try field("elapsedSeconds") { $0.doubleValue },
      parameters: [], optimizer: [], generators: try field("generators", Self.generators),
      loader: try field("loader") { $0 }, counts: try field("counts") { $0 }, recipe: try field("recipe") { $0 },
      rendererContract: try field("rendererContract") { $0 },
      tokenizerContract: state["tokenizerContract"] ?? .null, corpus: state["corpus"] ?? .null,
      teacher: state["teacher"] ?? .null, entities: state["entities"] ?? .null,
      metrics: try field("metrics") { $0 })
    files = try field("files") { value in
      let members = value.objectValue ?? []
      let files = members.compactMap { File($0) }
      return files.count == members.count ? files : nil
    }
  }

  private static func generators(_ value: JSONValue) -> [String: SeededGenerator]? {
    guard let members = value.objectValue else { return nil }
    var generators: [String: SeededGenerator] = [:]
    for member in members {
      guard let state = member.value.stringValue.flatMap({ UInt64($0, radix: 16) }) else { return nil }
      generators[member.name] = SeededGenerator(state: state)
    }
    return generators
  }

  init(content: CheckpointContent, files: [File]) {
    self.content = content
    self.files = files
  }
}
