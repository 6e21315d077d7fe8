import Files
import FoundationEssentials
import JSON
import Tensors

/// The images that a run can find: what each is called, where it comes from, and its embedding.
///
/// In a run folder it is two files: `index.safetensors` with the array `embeddings` `[images, width]`, and `index.jsonl`
/// with one line an image in the same order: `{"id": …, "origin": …, "names": {language: [name, …]}}`.
public struct ImageIndex: Sendable, Equatable {
  /// One image, without its pixels.
  public struct Image: Sendable, Equatable {
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

  /// What an image is called in one language.
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
  public static let imagesFileName = "index.jsonl"

  public let images: [Image]
  /// One row an image.
  public let embeddings: EmbeddingTable

  /// - Parameter values: embeddings `[images.count, width]`.
  /// - Throws: `EvaluationError` when the sizes disagree or a value is not finite.
  public init(images: [Image], width: Int, values: [Float]) throws {
    self.images = images
    embeddings = try EmbeddingTable(ids: images.map(\.id), width: width, values: values)
  }

  /// The best `limit` images for one query, best first; of equal scores the earlier image.
  ///
  /// - Parameter query: the query's embedding, `[width]`.
  public func search(_ query: [Float], limit: Int) throws -> [SearchHit] {
    let queried = try EmbeddingTable(ids: ["the query"], width: max(query.count, 1), values: query)
    return try CosineScores(queries: queried, gallery: embeddings).best(limit).first ?? []
  }
}

// Files of a run folder.
extension ImageIndex {
  private static let arrayName = "embeddings"

  /// Writes both files, replacing each at once.
  public func write(toFolder folder: String, disk: Disk = Disk()) throws {
    let lines = images.map { Self.json($0).compactText + "\n" }
    try AtomicFile.write(lines.joined(), to: folder + "/" + Self.imagesFileName, disk: disk)
    let array = try ArrayEntry(
      name: Self.arrayName, shape: Shape([embeddings.count, embeddings.width]), floats: embeddings.values)
    try SafetensorsFile.write([array], to: folder + "/" + Self.embeddingsFileName, disk: disk)
  }

  /// Reads both files.
  ///
  /// - Throws: where a file is missing or damaged, or the two do not belong together.
  public init(folder: String) throws {
    let images = try Self.images(path: folder + "/" + Self.imagesFileName)
    let path = folder + "/" + Self.embeddingsFileName
    let array = try SafetensorsFile(path: path).array(Self.arrayName)
    guard array.element == .float32, array.shape.axes.count == 2 else {
      throw EvaluationError(
        "\(path): the array '\(Self.arrayName)' should be float32 [images, width], "
          + "but is \(array.element.rawValue) \(array.shape); run clippo-eval on the run to write the index anew.")
    }
    guard array.shape.axes[0] == images.count else {
      throw EvaluationError(
        "\(folder): \(Self.embeddingsFileName) holds \(array.shape.axes[0]) images and \(Self.imagesFileName) "
          + "\(images.count), so they do not belong together; run clippo-eval on the run to write the index anew.")
    }
    let values = array.withBytes { bytes in
      [Float](unsafeUninitializedCapacity: array.count) { buffer, count in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
        count = array.count
      }
    }
    try self.init(images: images, width: array.shape.axes[1], values: values)
  }

  private static func images(path: String) throws -> [Image] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError("\(path): the file is missing or cannot be opened; has this run finished?")
    }
    return try data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().enumerated()
      .map { index, line in
        try image(try JSONValue(parsing: line, source: path, firstLine: index + 1), place: "\(path):\(index + 1)")
      }
  }

  private static func json(_ image: Image) -> JSONValue {
    let names = image.names.map { JSONMember($0.language, .array($0.texts.map { .string($0) })) }
    return ["id": .string(image.id), "origin": .string(image.origin), "names": .object(names)]
  }

  private static func image(_ json: JSONValue, place: String) throws -> Image {
    guard let id = json["id"]?.stringValue, let origin = json["origin"]?.stringValue,
      let names = json["names"]?.objectValue
    else {
      throw EvaluationError("\(place): an image needs the texts \"id\" and \"origin\" and an object \"names\".")
    }
    return Image(
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
