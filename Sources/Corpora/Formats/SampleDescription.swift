import Images
import JSON

/// What img2dataset and the like write into the JSON beside an image, as far as reading needs it: besides the caption, the
/// text's language, the split, and how the image was turned before it lost its EXIF data.
struct SampleDescription {
  private let json: JSONValue

  init(_ json: JSONValue) { self.json = json }

  /// Whether there is more than the caption, which a text beside it may say too.
  func isNeeded(languageMember: String?) -> Bool {
    (json["captions"] ?? .null) != .null || split != nil || orientation != .upright || exif != nil
      || language(languageMember) != nil
  }

  /// The text's language as the data name it; nil where they do not.
  ///
  /// - Parameter member: its name where it is not a usual one.
  func language(_ member: String?) -> String? {
    if let member { return json[member]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
    for name in TableColumns.languageNames {
      let found = (json.objectValue ?? []).first { $0.name.lowercased() == name }?.value.stringValue
      // What is no language tag under such a name says something else.
      if let found, CaptionTag.complaint(found) == nil { return found }
    }
    return nil
  }

  var split: String? { json["split"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }

  /// How the image was stored before its file lost that: img2dataset decodes and packs images again without turning them,
  /// and keeps their EXIF data as the words of the package `exifread`.
  var orientation: ImageOrientation {
    guard let value = exif?["Image Orientation"] ?? exif?["Orientation"] else { return .upright }
    if let number = value.intValue.flatMap(UInt8.init(exactly:)) {
      return ImageOrientation(rawValue: number) ?? .upright
    }
    let words = value.stringValue ?? ""
    return Self.orientations[words] ?? UInt8(words).flatMap(ImageOrientation.init(rawValue:)) ?? .upright
  }

  /// An object, or a text that holds one.
  private var exif: JSONValue? {
    guard let exif = json["exif"] else { return nil }
    if exif.objectValue != nil { return exif }
    let parsed = exif.stringValue.flatMap { try? JSONValue(parsing: $0, source: "exif") }
    return parsed?.objectValue == nil ? nil : parsed
  }

  private static let orientations: [String: ImageOrientation] = [
    "Horizontal (normal)": .upright, "Mirrored horizontal": .mirrored, "Rotated 180": .upsideDown,
    "Mirrored vertical": .flipped, "Mirrored horizontal then rotated 90 CCW": .transposed,
    "Rotated 90 CW": .turnedLeft, "Mirrored horizontal then rotated 90 CW": .transverse, "Rotated 90 CCW": .turnedRight,
  ]
}
