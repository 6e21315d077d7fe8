import Corpora
import Files
import Models
import Tensors

/// The embeddings of a corpus' images under a locked tower: computed once, looked up ever after. They lie in a file, which
/// is mapped.
public struct ImageEmbeddings: Sendable {
  /// What the loader is told.
  public let known: KnownImages
  private let width: Int
  private let places: [RecordFacts.Number: Int]
  /// float32 `[images, width]`.
  private let rows: ArrayEntry

  private static let (rowsName, numbersName, hashesName) = ("embeddings", "records", "hashes")
  private static let (sourceKey, checksumKey) = ("source", "checksum")

  /// Writes a file of embeddings.
  ///
  /// - Parameters:
  ///   - images: of each row, the record and the hash of its file's bytes.
  ///   - rows: `[images.count * width]`.
  ///   - source: says what they were computed from.
  public static func write(
    _ images: [(number: RecordFacts.Number, hash: UInt64)], rows: [Float], width: Int, source: String, to path: String
  ) throws {
    let numbers = images.flatMap { [Int64($0.number.part), Int64($0.number.record)] }
    let hashes = images.map { Int64(bitPattern: $0.hash) }
    let arrays = [
      try ArrayEntry(name: rowsName, shape: [images.count, width], floats: rows),
      try ArrayEntry(name: numbersName, shape: [images.count, 2], integers: numbers),
      try ArrayEntry(name: hashesName, shape: [images.count], integers: hashes),
    ]
    try SafetensorsFile.write(arrays, metadata: [sourceKey: source, checksumKey: checksum(arrays)], to: path)
  }

  /// Of the bytes of all arrays.
  private static func checksum(_ arrays: [ArrayEntry]) throws -> String {
    let each = try arrays.map { array in try array.withBytes { Checksum.text(Checksum.of($0)) } }
    return Checksum.text(Checksum.of(each.joined()))
  }

  /// Opens a file of embeddings; nil where it is not there or was computed from something else.
  ///
  /// - Parameter counts: records of each of the corpus' parts.
  ///
  /// Throws where the file is damaged.
  public init?(at path: String, source: String, counts: [Int]) throws {
    guard let bytes = try? FileBytes(path: path) else { return nil }
    let file = try SafetensorsFile(bytes)
    guard file.metadata[Self.sourceKey] == source else { return nil }
    let rows = try file.array(Self.rowsName)
    let numbers = try file.array(Self.numbersName).integers()
    let hashes = try file.array(Self.hashesName).integers()
    guard
      try file.metadata[Self.checksumKey]
        == Self.checksum([rows, file.array(Self.numbersName), file.array(Self.hashesName)]), rows.element == .float32,
      rows.shape.axes.count == 2, numbers.count == 2 * hashes.count,
      rows.shape.rows == hashes.count
    else { throw TrainingError("\(path): the file is damaged; remove it, and it is made anew") }
    self.rows = rows
    width = rows.shape.width
    var known = KnownImages(counts: counts)
    var places: [RecordFacts.Number: Int] = [:]
    for (place, hash) in hashes.enumerated() {
      let number = RecordFacts.Number(part: numbers[2 * place], record: numbers[2 * place + 1])
      known.add(number, hash: UInt64(bitPattern: Int64(hash)))
      places[number] = place
    }
    self.known = known
    self.places = places
  }

  /// Copies the embeddings of some images into the rows of a tensor, float32 `[numbers.count, width]`.
  func copy(_ numbers: [RecordFacts.Number], into out: Tensor) throws {
    guard out.shape.width == width, out.shape.rows == numbers.count else {
      throw TrainingError("embeddings of width \(width) do not fit a tensor of shape \(out.shape)")
    }
    try rows.withBytes { bytes in
      try out.writeFloats { out in
        for (row, number) in numbers.enumerated() {
          guard let place = places[number] else {
            throw TrainingError("the embedding of record \(number.record) of part \(number.part) is not known")
          }
          for column in 0..<width {
            out[row * width + column] = bytes.loadUnaligned(
              fromByteOffset: 4 * (place * width + column), as: Float.self)
          }
        }
      }
    }
  }
}
