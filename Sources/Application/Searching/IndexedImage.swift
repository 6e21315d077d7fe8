import Console
import Corpora
import Images
import JSON

/// An image as an index keeps it: where its file is, and what it is called.
public struct IndexedImage: Sendable, Equatable {
  public var id: String
  public var location: ImageLocation
  public var captions: [NamedTexts]

  public init(id: String, location: ImageLocation, captions: [NamedTexts]) {
    self.id = id
    self.location = location
    self.captions = captions
  }

  /// An image as an index is to keep it.
  ///
  /// - Parameters:
  ///   - folder: where the source is; an image that is known by its path is known by its path from there.
  ///   - places: of the index.
  init(_ record: CaptionedImage, in folder: String, places: IndexPlaces) {
    let name = record.id.hasPrefix(folder + "/") ? String(record.id.dropFirst(folder.count + 1)) : record.id
    id = record.symbol.map { "\($0) \(name)" } ?? name
    location = record.image.with(places.kept)
    captions = record.languages.map { NamedTexts(language: $0, texts: record.texts($0)) }
  }

  /// `{"id": …, "image": {…}, "captions": {language: [text, …]}}`.
  public var json: JSONValue {
    [
      "id": .string(id), "picture": location.json,
      "captions": .object(captions.map { JSONMember($0.language, .array($0.texts.map { .string($0) })) }),
    ]
  }

  /// - Parameter place: where the record stands, for complaints.
  public init(json: JSONValue, place: String) throws {
    guard let id = json["id"]?.stringValue, let location = json["picture"].flatMap(ImageLocation.init(json:)),
      let captions = json["captions"]?.objectValue
    else {
      throw CommandError(
        "\(place): this is no image's record; the index was made by another program, or by another version")
    }
    self.id = id
    self.location = location
    self.captions = captions.map { member in
      NamedTexts(
        language: member.name, texts: (member.value.arrayValue ?? []).compactMap(\.stringValue))
    }
  }
}

extension ImageLocation {
  /// A file, a part of an archive, or letters of Base64 in a file.
  var json: JSONValue {
    switch self {
    case .file(let path): ["file": .string(path)]
    case .turned(let image, let orientation):
      .object((image.json.objectValue ?? []) + [JSONMember("orientation", .integer(Int(orientation.rawValue)))])
    case .member(let archive, let name, let offset, let count):
      ["archive": .string(archive), "member": .string(name), "offset": .integer(offset), "count": .integer(count)]
    case .base64(let file, let offset, let count):
      ["base64": .string(file), "offset": .integer(offset), "count": .integer(count)]
    case .planes(let file, let offset, let side):
      ["planes": .string(file), "offset": .integer(offset), "side": .integer(side)]
    }
  }

  /// Nil where it is none of them.
  init?(json: JSONValue) {
    let (offset, count) = (json["offset"]?.intValue ?? 0, json["count"]?.intValue ?? 0)
    let orientation = json["orientation"]?.intValue.flatMap { ImageOrientation(rawValue: UInt8(clamping: $0)) }
    if let path = json["file"]?.stringValue {
      self = .file(path)
    } else if let archive = json["archive"]?.stringValue, let name = json["member"]?.stringValue {
      self = .member(archive: archive, name: name, offset: offset, count: count)
    } else if let file = json["base64"]?.stringValue {
      self = .base64(file: file, offset: offset, count: count)
    } else if let file = json["planes"]?.stringValue, let side = json["side"]?.intValue {
      self = .planes(file: file, offset: offset, side: side)
    } else {
      return nil
    }
    if let orientation { self = .turned(self, orientation) }
  }

  /// The file that the bytes are in.
  var holder: String {
    switch self {
    case .file(let path): path
    case .turned(let image, _): image.holder
    case .member(let archive, _, _, _): archive
    case .base64(let file, _, _), .planes(let file, _, _): file
    }
  }
}
