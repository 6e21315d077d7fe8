import Console
import JSON

/// Captions as JSON: a text, a list of texts, or objects from languages, then roles, to either. `null` is nothing.
///
/// In a list, and under a role, `{"text": "…", "key": "…"}` is a text that belongs to every image where it stands with that
/// key.
struct CaptionReader {
  static let textMember = "text"
  static let keyMember = "key"

  /// Language of captions without one.
  let language: String?
  /// Role of captions without one.
  let role: CaptionRole

  /// All captions; at least one is more than a keyword.
  func captions(_ value: JSONValue, origin: Origin) throws(SkippedRecord) -> [Caption] {
    var captions: [Caption] = []
    if let languages = value.objectValue {
      for member in languages { try add(member, to: &captions, origin) }
    } else if value != .null {
      guard let language else {
        throw SkippedRecord(
          origin: origin,
          reason: "the captions name no language; give --lang (language in a recipe), such as \"en\"")
      }
      try add(value, language, role, to: &captions, origin)
    }
    guard captions.contains(where: { $0.role != .keyword }) else {
      let what = captions.isEmpty ? "no caption" : "nothing but keywords, and an image needs a caption"
      throw SkippedRecord(origin: origin, reason: "the record has \(what)")
    }
    return captions
  }

  /// The captions of a record's member `captions`, or `caption` where that has none.
  func captions(of record: JSONValue, origin: Origin) throws(SkippedRecord) -> [Caption] {
    let values = [record["captions"], record["caption"]].compactMap { $0 }
    guard let value = values.first(where: { $0 != .null }) ?? values.first else {
      throw SkippedRecord(origin: origin, reason: "the member “captions” is missing")
    }
    return try captions(value, origin: origin)
  }

  /// Adds one language's captions.
  private func add(_ member: JSONMember, to captions: inout [Caption], _ origin: Origin) throws(SkippedRecord) {
    if let complaint = CaptionTag.complaint(member.name) { throw SkippedRecord(origin: origin, reason: complaint) }
    guard let roles = member.value.objectValue else {
      return try add(member.value, member.name, role, to: &captions, origin)
    }
    for entry in roles {
      try add(entry.value, member.name, Self.role(named: entry.name, at: origin), to: &captions, origin)
    }
  }

  /// The role that a file names. Throws, with all of them, where there is none of that name.
  static func role(named name: String, at origin: Origin) throws(SkippedRecord) -> CaptionRole {
    guard let role = CaptionRole(rawValue: name) else {
      let known = CaptionRole.allCases.map(\.rawValue)
      throw SkippedRecord(
        origin: origin,
        reason: "“\(MemberName.shown(name))” is no role of a caption; there are "
          + "\(known.joined(separator: ", "))\(Suggestion.tail(name, in: known))")
    }
    return role
  }

  /// Adds a text or a list of them. Texts that hold nothing but space are skipped.
  private func add(
    _ value: JSONValue, _ language: String, _ role: CaptionRole, to captions: inout [Caption], _ origin: Origin
  ) throws(SkippedRecord) {
    for value in value.arrayValue ?? [value] where value != .null {
      let (text, key) = value.objectValue == nil ? (value, nil) : (try Self.keyed(value, origin))
      guard let text = text.stringValue else {
        let tongue = language.isEmpty ? "" : " in \(language)"
        throw SkippedRecord(origin: origin, reason: "a caption\(tongue) must be a string, not \(text.kind)")
      }
      if CaptionFile.isText(text) { captions.append(Caption(text: text, language: language, role: role, key: key)) }
    }
  }

  private static func keyed(_ value: JSONValue, _ origin: Origin) throws(SkippedRecord) -> (JSONValue, String?) {
    for member in value.objectValue ?? [] where member.name != textMember && member.name != keyMember {
      let known = [textMember, keyMember]
      throw SkippedRecord(
        origin: origin,
        reason: "“\(MemberName.shown(member.name))” is nothing that a caption has; there are "
          + "\(known.joined(separator: ", "))\(Suggestion.tail(member.name, in: known))")
    }
    guard let text = value[textMember] else {
      throw SkippedRecord(origin: origin, reason: "a caption that is an object needs the member “\(textMember)”")
    }
    guard let key = value[keyMember], key != .null else { return (text, nil) }
    guard let key = key.stringValue else {
      throw SkippedRecord(
        origin: origin, reason: "the “\(keyMember)” of a caption must be a string, not \(key.kind)")
    }
    return (text, key)
  }
}

extension JSONError {
  /// The problem without the file, for complaints that name it already.
  var reason: String { (line > 1 ? "line \(line), " : "") + "column \(column): \(problem)" }
}
