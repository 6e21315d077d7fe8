import Files
import FoundationEssentials
import JSON
import Tensors

/// The pictures that a run can find: what each is called, where it comes from, and its embedding.
///
/// In a run folder it is two files: `index.safetensors` with the array `embeddings` `[pictures, width]`, and `index.jsonl`
/// with one line a picture in the same order: `{"id": …, "origin": …, "names": {language: [name, …]}}`.
public struct PictureIndex: Sendable, Equatable {
  /// One picture, without its pixels.
  public struct Picture: Sendable, Equatable {
    /// Known by this name in the corpus.
    public var id: String
    /// Where its pixels are: a file, or a member of one.
    public var origin: String
    /// What it is called in every language.
    public var names: [Name]

    public init(id: String, origin: String, names: [Name]) {
      self.id = id
      self.origin = origin
      self.names = names
    }
  }

  /// What a picture is called in one language.
  public struct Name: Sendable, Equatable {
    /// The language's tag, such as `zh`.
    public var language: String
    public var texts: [String]

    public init(language: String, texts: [String]) {
      self.language = language
      self.texts = texts
    }
  }

  public static let embeddingsFileName = "index.safetensors"
  public static let picturesFileName = "index.jsonl"

  public let pictures: [Picture]
  /// One row a picture.
  public let embeddings: EmbeddingTable

  /// - Parameter values: embeddings `[pictures.count, width]`.
  /// - Throws: `EvaluationError` when the sizes disagree or a value is not finite.
  public init(pictures: [Picture], width: Int, values: [Float]) throws {
    self.pictures = pictures
    embeddings = try EmbeddingTable(ids: pictures.map(\.id), width: width, values: values)
  }

  /// The best `limit` pictures for one query, best first; of equal scores the earlier picture.
  ///
  /// - Parameter query: the query's embedding, `[width]`.
  public func search(_ query: [Float], limit: Int) throws -> [SearchHit] {
    let asked = try EmbeddingTable(ids: ["the query"], width: max(query.count, 1), values: query)
    return try CosineScores(queries: asked, gallery: embeddings).best(limit).first ?? []
  }
}

// Files of a run folder.
extension PictureIndex {
  private static let arrayName = "embeddings"

  /// Writes both files, replacing each at once.
  public func write(toFolder folder: String, disk: Disk = Disk()) throws {
    let lines = pictures.map { Self.json($0).compactText + "\n" }
    try AtomicFile.write(lines.joined(), to: folder + "/" + Self.picturesFileName, disk: disk)
    let array = try ArrayEntry(
      name: Self.arrayName, shape: Shape([embeddings.count, embeddings.width]), floats: embeddings.values)
    try SafetensorsFile.write([array], to: folder + "/" + Self.embeddingsFileName, disk: disk)
  }

  /// Reads both files.
  ///
  /// - Throws: where a file is missing or damaged, or the two do not belong together.
  public init(folder: String) throws {
    let pictures = try Self.pictures(path: folder + "/" + Self.picturesFileName)
    let path = folder + "/" + Self.embeddingsFileName
    let array = try SafetensorsFile(path: path).array(Self.arrayName)
    guard array.element == .float32, array.shape.axes.count == 2 else {
      throw EvaluationError(
        "\(path): the array '\(Self.arrayName)' should be float32 [pictures, width], "
          + "but is \(array.element.rawValue) \(array.shape); run clippo-eval on the run to write the index anew.")
    }
    guard array.shape.axes[0] == pictures.count else {
      throw EvaluationError(
        "\(folder): \(Self.embeddingsFileName) holds \(array.shape.axes[0]) pictures and \(Self.picturesFileName) "
          + "\(pictures.count), so they do not belong together; run clippo-eval on the run to write the index anew.")
    }
    let values = array.withBytes { bytes in
      [Float](unsafeUninitializedCapacity: array.count) { buffer, count in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
        count = array.count
      }
    }
    try self.init(pictures: pictures, width: array.shape.axes[1], values: values)
  }

  private static func pictures(path: String) throws -> [Picture] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError("\(path): the file is missing or cannot be opened; has this run finished?")
    }
    return try data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().enumerated()
      .map { index, line in
        try picture(try JSONValue(parsing: line, source: path, firstLine: index + 1), place: "\(path):\(index + 1)")
      }
  }

  private static func json(_ picture: Picture) -> JSONValue {
    let names = picture.names.map { JSONMember($0.language, .array($0.texts.map { .string($0) })) }
    return ["id": .string(picture.id), "origin": .string(picture.origin), "names": .object(names)]
  }

  private static func picture(_ json: JSONValue, place: String) throws -> Picture {
    guard let id = json["id"]?.stringValue, let origin = json["origin"]?.stringValue,
      let names = json["names"]?.objectValue
    else {
      throw EvaluationError("\(place): a picture needs the texts \"id\" and \"origin\" and an object \"names\".")
    }
    return Picture(
      id: id, origin: origin,
      names: try names.map { member in
        let values = member.value.arrayValue ?? []
        let texts = values.compactMap(\.stringValue)
        guard member.value.arrayValue != nil, texts.count == values.count else {
          throw EvaluationError("\(place): \"names.\(member.name)\" should be a list of texts.")
        }
        return Name(language: member.name, texts: texts)
      })
  }
}
