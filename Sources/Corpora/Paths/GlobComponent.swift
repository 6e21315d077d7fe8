/// One folder or file name of a path, perhaps with wildcards.
struct GlobComponent: Sendable, Equatable {
  enum Part: Sendable, Equatable {
    case character(Unicode.Scalar)
    case anyCharacter
    case anyCharacters
    /// Characters between brackets, or all but those.
    case set([ClosedRange<UInt32>], isExcluding: Bool)
  }

  let text: String
  private let parts: [Part]

  /// Throws `CorpusError` for a bracket without a partner and for `**`.
  init(_ text: String) throws {
    self.text = text
    let scalars = Array(text.unicodeScalars)
    var parts: [Part] = []
    var at = 0
    while at < scalars.count {
      switch scalars[at] {
      case "*":
        guard parts.last != .anyCharacters else {
          throw CorpusError(
            "“**” in “\(MemberName.shown(text))” is not supported; “*” stands for names within one folder")
        }
        parts.append(.anyCharacters)
        at += 1
      case "?":
        parts.append(.anyCharacter)
        at += 1
      case "[": parts.append(try Self.set(scalars, &at, text))
      case let scalar:
        parts.append(.character(scalar))
        at += 1
      }
    }
    self.parts = parts
  }

  var hasWildcards: Bool {
    !parts.allSatisfy { if case .character = $0 { true } else { false } }
  }

  /// Whether a name fits. Names that begin with a dot fit only where the pattern says the dot.
  func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    if scalars.first == ".", parts.first != .character(".") { return false }
    var part = 0
    var scalar = 0
    // Only the last `*` need ever take one character more: what stands before it fits already.
    var retry: (part: Int, scalar: Int)?
    while scalar < scalars.count {
      if part < parts.count, parts[part] == .anyCharacters {
        part += 1
        retry = (part, scalar)
      } else if part < parts.count, Self.fits(scalars[scalar], parts[part]) {
        part += 1
        scalar += 1
      } else if let last = retry {
        part = last.part
        scalar = last.scalar + 1
        retry = (part, scalar)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .anyCharacters }
  }

  private static func fits(_ scalar: Unicode.Scalar, _ part: Part) -> Bool {
    switch part {
    case .character(let wanted): scalar == wanted
    case .anyCharacter: true
    case .anyCharacters: false
    case .set(let ranges, let isExcluding): ranges.contains { $0.contains(scalar.value) } != isExcluding
    }
  }

  /// `[abc]`, `[a-z]`, `[!a-z]` or `[^a-z]`; a closing bracket in the first place is a character.
  private static func set(_ scalars: [Unicode.Scalar], _ at: inout Int, _ text: String) throws -> Part {
    var index = at + 1
    let isExcluding = index < scalars.count && (scalars[index] == "!" || scalars[index] == "^")
    if isExcluding { index += 1 }
    let first = index
    var ranges: [ClosedRange<UInt32>] = []
    while index < scalars.count, scalars[index] != "]" || index == first {
      let lower = scalars[index].value
      let isRange = index + 2 < scalars.count && scalars[index + 1] == "-" && scalars[index + 2] != "]"
      let upper = isRange ? scalars[index + 2].value : lower
      guard lower <= upper else {
        throw CorpusError("the range in the brackets of “\(MemberName.shown(text))” runs backwards")
      }
      ranges.append(lower...upper)
      index += isRange ? 3 : 1
    }
    guard index < scalars.count else {
      throw CorpusError(
        "a bracket in “\(MemberName.shown(text))” is never closed; write “[[]” for the character itself")
    }
    at = index + 1
    return .set(ranges, isExcluding: isExcluding)
  }
}
