import FoundationEssentials

extension FontStackFile: Decodable {
  init(from decoder: any Decoder) throws {
    let root = try decoder.container(keyedBy: StackKey.self)
    try root.refuseKeys(
      besides: ["version", "about", "extends", "fonts", "scripts", "languages", "emoji", "fallback"])
    let version = try root.decode(Int.self, forKey: StackKey("version"))
    guard version == 1 else { throw RenderingError("version is \(version); this renderer reads version 1.") }
    _ = try root.decodeIfPresent(String.self, forKey: StackKey("about"))
    if let extended = try root.decodeIfPresent(String.self, forKey: StackKey("extends")) {
      guard extended == "default" else {
        throw RenderingError("extends is \"\(extended)\", but only \"default\", the built-in stack, can be extended.")
      }
      try self.init(extending: Self(json: Data(defaultFontStackJSON.utf8), origin: "The built-in font stack"), root)
      return
    }
    try self.init(alone: root)
  }

  private init(alone root: KeyedDecodingContainer<StackKey>) throws {
    fonts = try Self.fonts(in: root.nestedContainer(keyedBy: StackKey.self, forKey: StackKey("fonts")))
    scripts = try root.decode([String: [String]].self, forKey: StackKey("scripts"))
    languages = try root.decodeIfPresent([String: [String: String]].self, forKey: StackKey("languages")) ?? [:]
    emoji = try root.decodeIfPresent(String.self, forKey: StackKey("emoji"))
    fallback = try root.decode([String].self, forKey: StackKey("fallback"))
  }

  /// What the file says comes before what the other stack says: fonts by name, scripts and languages each on its own.
  private init(extending base: FontStackFile, _ root: KeyedDecodingContainer<StackKey>) throws {
    self = base
    if root.contains(StackKey("fonts")) {
      let added = try Self.fonts(in: root.nestedContainer(keyedBy: StackKey.self, forKey: StackKey("fonts")))
      let names = Set(added.map(\.name))
      fonts = (base.fonts.filter { !names.contains($0.name) } + added).sorted { $0.name < $1.name }
    }
    let ownScripts = try root.decodeIfPresent([String: [String]].self, forKey: StackKey("scripts")) ?? [:]
    scripts.merge(ownScripts) { _, own in own }
    let ownLanguages = try root.decodeIfPresent([String: [String: String]].self, forKey: StackKey("languages")) ?? [:]
    languages.merge(ownLanguages) { swaps, own in swaps.merging(own) { _, own in own } }
    emoji = try root.decodeIfPresent(String.self, forKey: StackKey("emoji")) ?? emoji
    fallback = try root.decodeIfPresent([String].self, forKey: StackKey("fallback")) ?? fallback
  }

  private static func fonts(in list: KeyedDecodingContainer<StackKey>) throws -> [FontDefinition] {
    try list.allKeys.sorted { $0.stringValue < $1.stringValue }.map { key in
      try FontDefinition(
        name: key.stringValue, from: list.nestedContainer(keyedBy: StackKey.self, forKey: key))
    }
  }
}

extension FontDefinition {
  fileprivate init(name: String, from fields: KeyedDecodingContainer<StackKey>) throws {
    let place = "fonts.\(name)"
    try fields.refuseKeys(besides: ["file", "face", "package", "scale", "shift"], place: place)
    self.name = name
    file = try fields.decode(String.self, forKey: StackKey("file"))
    face = try fields.decodeIfPresent(Int.self, forKey: StackKey("face")) ?? 0
    package = try fields.decode(String.self, forKey: StackKey("package"))
    let scale = try fields.decodeIfPresent(Double.self, forKey: StackKey("scale")) ?? 1
    let shift = try fields.decodeIfPresent(Double.self, forKey: StackKey("shift")) ?? 0
    guard (0.1...4).contains(scale) else {
      throw RenderingError("\(place).scale is \(scale), but must be 0.1 to 4 (1 is the nominal size).")
    }
    guard (-1...1).contains(shift) else {
      throw RenderingError("\(place).shift is \(shift), but must be -1 to 1 (in nominal sizes, downwards).")
    }
    guard (0...255).contains(face) else { throw RenderingError("\(place).face is \(face), but must be 0 to 255.") }
    guard !file.isEmpty, !file.contains("/") else {
      throw RenderingError("\(place).file is \"\(file)\", but must be a file name without a folder.")
    }
    self.scale = Int((scale * 1000).rounded())
    self.shift = Int((shift * 1000).rounded())
  }
}

private struct StackKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer<StackKey> {
  fileprivate func refuseKeys(besides known: Set<String>, place: String = "the file") throws {
    let strange = allKeys.map(\.stringValue).filter { !known.contains($0) }.sorted()
    guard let first = strange.first else { return }
    throw RenderingError(
      "\(place) has the unknown key \"\(first)\"; the keys are \(known.sorted().joined(separator: ", ")).")
  }
}
