import Console
import JSON
import Schema

/// Keys and words of recipes of version 1, each with its name in version 2.
///
/// Recipes, comparisons, checkpoints and `--set` may use either; what is written has the names of today.
package enum FormerKeys {
  /// The version that is written into recipes.
  package static let version = 2

  /// A key of version 1.
  struct Row {
    /// Where it stood, in the names of version 1, elements of lists left out.
    let path: [String]
    /// What the last part of the path is called now.
    let name: String
    /// Values of it that have other names now.
    let words: [String: String]

    init(_ path: String, _ name: String, _ words: [String: String] = [:]) {
      self.path = path.split(separator: ".").map(String.init)
      self.name = name
      self.words = words
    }
  }

  static let rows = [
    Row("photo", "image"),
    Row("photo.side", "imageSize"),
    Row("photo.dropsRest", "dropRemainder"),
    Row("photo.workingSide", "cacheSize"),
    Row("photo.memory", "cacheGiB"),
    Row("photo.share", "patchKeepRate"),
    Row("photo.mirrorSides", "flipCaptionsWithSides"),
    Row("photo.augmentation.kind", "kind", ["warp": "affine"]),
    Row("photo.augmentation.stretch", "aspectJitter"),
    Row("photo.augmentation.mirrored", "flipProbability"),
    Row("photo.augmentation.jittered", "colorJitterProbability"),
    Row("photo.augmentation.grey", "grayscale"),
    Row("photo.augmentation.blurred", "blurProbability"),
    Row("page", "rendering"),
    Row("page.ink", "foreground"),
    Row("page.keepBlank", "keepBlankPatches"),
    Row("page.rowPatches", "lineHeightPatches"),
    Row("page.weight", "embolden"),
    Row("page.emoji", "emoji", ["grey": "gray", "ink": "foreground"]),
    Row("page.augmentation.weight", "embolden"),
    Row("page.augmentation.ink", "foreground"),
    Row("model.style", "architecture", ["plain": "vit"]),
    Row("model.text.style", "architecture", ["plain": "vit"]),
    Row("model.text.filled", "padToContext"),
    Row("model.text.filling", "padToken"),
    Row("model.text.beginsAsImage", "initializeFromImageTower"),
    Row("objective.temperature", "logitScale"),
    Row("objective.duplicates", "duplicatePairs", ["mask": "masked", "ignore": "negative"]),
    Row("corpus.languageExponent", "languageSamplingExponent"),
    Row("corpus.keywordShare", "keywordFraction"),
    Row("corpus.textShare", "textPairFraction"),
    Row("corpus.viewShare", "imageViewFraction"),
    Row("corpus.unreadable", "maxUnreadableFraction"),
    Row("corpus.shuffleWindow", "shuffleBuffer"),
    Row("corpus.training.pictureColumn", "imageColumn"),
    Row("corpus.evaluation.pictureColumn", "imageColumn"),
    Row("training.recompute", "activationCheckpointing", ["cheap": "normsAndActivations"]),
    Row("training.chunk", "microBatchTokens"),
    Row("training.memory", "activationMemoryGiB"),
    Row("training.clip", "gradientClipNorm"),
    Row("training.average", "emaDecay"),
    Row("training.keep", "selectCheckpoint"),
    Row("arms", "models"),
    Row("match", "equalize"),
  ]

  private static let byFormerPath = Dictionary(uniqueKeysWithValues: rows.map { ($0.path, $0) })
  /// Former names by the former path of the section and the name of today, since a section may be renamed in part.
  private static let formerNames = Dictionary(
    uniqueKeysWithValues: rows.map { ($0.path.dropLast() + [$0.name], $0.path) })

  /// A document under the keys of today.
  ///
  /// - Parameter changes: is told of every key and word that was replaced, such as "photo.share is image.patchKeepRate".
  package static func current(_ document: JSONValue, changes: (String) -> Void = { _ in }) -> JSONValue {
    current(document, former: [], now: [], changes)
  }

  /// Changes that the line lists; a recipe with every field has some thirty.
  private static let shownChanges = 4

  /// Says in one line which names of version 1 a document has.
  package static func note(_ document: JSONValue, source: String, to stream: StandardStream = .error) {
    var changes: [String] = []
    _ = current(document) { changes.append($0) }
    guard !changes.isEmpty else { return }
    let others = changes.count > shownChanges ? ", and \(changes.count - shownChanges) more" : ""
    stream.writeLine(
      "note: \(source) has names of version 1 and is read under those of version \(version): "
        + changes.prefix(shownChanges).joined(separator: ", ") + others)
  }

  /// A field's path and value as `--set` gives them, under the names of today.
  package static func current(
    _ names: [String], _ value: JSONValue, changes: (String) -> Void = { _ in }
  ) -> (names: [String], value: JSONValue) {
    var former: [String] = []
    var now: [String] = []
    for name in names {
      former = formerNames[former + [name]] ?? former + [name]
      now.append(byFormerPath[former]?.name ?? name)
    }
    if now != names { changes("\(names.joined(separator: ".")) is \(now.joined(separator: "."))") }
    return (now, current(value, former: former, now: now, changes))
  }

  private static func current(
    _ value: JSONValue, former: [String], now: [String], _ changes: (String) -> Void
  ) -> JSONValue {
    switch value {
    case .object(let members):
      return .object(members.map { member($0, former: former, now: now, changes) })
    case .array(let elements):
      return .array(elements.map { current($0, former: former, now: now, changes) })
    case .string(let text):
      if Self.holdsOverrides(former) { return .string(override(text, changes)) }
      guard let word = byFormerPath[former]?.words[text] else { return value }
      changes("\(now.joined(separator: ".")) \(text) is \(word)")
      return .string(word)
    default: return value
    }
  }

  private static func member(
    _ member: JSONMember, former: [String], now: [String], _ changes: (String) -> Void
  ) -> JSONMember {
    let path = formerNames[former + [member.name]] ?? former + [member.name]
    let name = byFormerPath[path]?.name ?? member.name
    // A comparison holds a recipe, whose paths begin anew.
    if path == ["recipe"] { return JSONMember(name, current(member.value, former: [], now: [], changes)) }
    if name != member.name {
      changes("\((now + [member.name]).joined(separator: ".")) is \((now + [name]).joined(separator: "."))")
    }
    return JSONMember(name, current(member.value, former: path, now: now + [name], changes))
  }

  /// Whether strings there are fields and values as with `--set`.
  private static func holdsOverrides(_ former: [String]) -> Bool {
    former == ["arms", "set"] || former == ["tuning", "set"] || former == ["tuning", "settings"]
  }

  private static func override(_ text: String, _ changes: (String) -> Void) -> String {
    guard let equals = text.firstIndex(of: "=") else { return text }
    let names = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let word = String(text[text.index(after: equals)...])
    let result = current(names, .string(word), changes: changes)
    return result.names.joined(separator: ".") + "=" + (result.value.stringValue ?? word)
  }
}
