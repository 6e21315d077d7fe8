import JSON

extension CaptionedImage {
  /// The record as a sample's `.json`: id, origin, split, and captions by language and role, in order of appearance.
  var shardJSON: JSONValue {
    [
      "id": .string(id), "origin": .string("\(origin)"), "split": .string(split.rawValue), "captions": captionsJSON,
    ]
  }

  private var captionsJSON: JSONValue {
    var languages: [(tag: String, captions: [Caption])] = []
    for caption in captions {
      if let place = languages.firstIndex(where: { $0.tag == caption.language }) {
        languages[place].captions.append(caption)
      } else {
        languages.append((caption.language, [caption]))
      }
    }
    return .object(languages.map { JSONMember($0.tag, Self.roles(of: $0.captions)) })
  }

  private static func roles(of captions: [Caption]) -> JSONValue {
    var roles: [JSONMember] = []
    for caption in captions where !roles.contains(where: { $0.name == caption.role.rawValue }) {
      let texts = captions.filter { $0.role == caption.role }.map(\.shardJSON)
      roles.append(JSONMember(caption.role.rawValue, .array(texts)))
    }
    return .object(roles)
  }
}

extension Caption {
  /// Its text, with the key where it has one.
  fileprivate var shardJSON: JSONValue {
    guard let key else { return .string(text) }
    return [CaptionReader.textMember: .string(text), CaptionReader.keyMember: .string(key)]
  }
}
