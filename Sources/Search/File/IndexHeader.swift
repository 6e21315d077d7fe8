import Files
import JSON

/// The first bytes of an index: the vectors' width, and which model made them.
///
/// Numbers are little-endian. `CLPINDEX`, version, width, bytes of JSON, bytes of the header (a multiple of 128), the JSON, zeros, and
/// in the last eight bytes the XXH64 of all before.
struct IndexHeader: Equatable {
  static let magic = Array("CLPINDEX".utf8)
  static let version: UInt64 = 1
  /// Everything begins at a multiple of so many bytes: vectors are multiplied where they lie, and a segment's header lies in one sector.
  static let alignment = 128
  /// Values of a vector at most.
  static let widthLimit = 65_536
  private static let fixed = 40
  private static let jsonLimit = 16 << 20

  let width: Int
  /// What the vectors depend on, in the words of whoever makes them.
  let model: JSONValue

  var bytes: [UInt8] {
    let json = Array(model.compactText.utf8)
    let whole = (Self.fixed + json.count + 8 + Self.alignment - 1) / Self.alignment * Self.alignment
    var bytes = Self.magic
    for number in [Self.version, UInt64(width), UInt64(json.count), UInt64(whole)] { bytes.append(number: number) }
    bytes += json
    bytes += [UInt8](repeating: 0, count: whole - 8 - bytes.count)
    bytes.append(number: Checksum.of(bytes))
    return bytes
  }

  /// Reads it from a file's bytes; gives it with its length and its checksum.
  static func read(
    _ bytes: UnsafeRawBufferPointer, path: String
  ) throws -> (header: IndexHeader, length: Int, checksum: UInt64) {
    guard bytes.count >= fixed, bytes.prefix(8).elementsEqual(magic) else {
      throw SearchError("\(path): this is not an index of vectors; make one with clippo-search index")
    }
    guard let version = bytes.number(at: 8), version == Self.version else {
      throw SearchError(
        "\(path): the index is of version \(bytes.number(at: 8) ?? 0), or its header is damaged; this program reads version \(Self.version)"
      )
    }
    let damaged = SearchError(
      "\(path): the header is damaged (bytes 0 to \(fixed) and what follows); make the index anew")
    guard let width = bytes.number(at: 16), let json = bytes.number(at: 24), let whole = bytes.number(at: 32),
      width >= 1, width <= widthLimit, json <= jsonLimit, whole <= UInt64(jsonLimit) * 2,
      whole >= UInt64(fixed) + json + 8,
      whole % UInt64(alignment) == 0, let content = bytes.part(at: 0, count: Int(whole) - 8),
      let checksum = bytes.number(at: Int(whole) - 8), Checksum.of(content) == checksum,
      let text = bytes.part(at: fixed, count: Int(json)), let model = try? JSONValue(parsing: text, source: path)
    else { throw damaged }
    return (IndexHeader(width: Int(width), model: model), Int(whole), checksum)
  }
}
