import CFriBidi
import CICU

/// Rules X1 to X8 of UAX #9: the level that embeddings, overrides and isolates give every character of a paragraph, before what
/// stands there is looked at.
final class ExplicitLevels {
  /// Level of a character that rule X9 removes.
  static let removed: Int8 = -1
  /// Partner of what has none.
  static let none: Int32 = -1
  /// ICU's classes; isolates and what ends them stand as neutrals, overridden characters as letters.
  let classes = ScratchBuffer<Int32>()
  let levels = ScratchBuffer<Int8>()
  /// For what begins an isolate the place of what ends it, and the other way round; `none` for everything else.
  let partners = ScratchBuffer<Int32>()
  private let openIsolates = ScratchBuffer<Int32>(capacity: 64)
  /// Rule BD2.
  private static let deepest: Int8 = 125

  private struct Status {
    var level: Int8
    /// ICU's class that every character takes, or -1.
    var override: Int32
    var isIsolate: Bool
  }

  /// Fills `classes`, `levels` and `partners` for a paragraph of `count` characters.
  ///
  /// - Parameter base: The paragraph's level, or -1 for that of its first strong character.
  /// - Returns: The level taken.
  func resolve(_ properties: UnsafePointer<UInt64>, _ count: Int, base: Int32) -> Int8 {
    for buffer in [classes, partners] { buffer.reserve(count) }
    levels.reserve(count)
    for index in 0..<count { classes.start[index] = CharacterProperties(bits: properties[index]).bidiClass }
    pairIsolates(count)
    let paragraph = base >= 0 ? Int8(base) : firstStrong(0..<count)
    var walk = Walk(paragraph: paragraph)
    for index in 0..<count { step(index, count, &walk) }
    return paragraph
  }

  /// Where the walk through a paragraph stands: the stack of rule X1, and what found no room on it.
  private struct Walk {
    let paragraph: Int8
    var stack: [Status]
    var overflowIsolates = 0
    var overflowEmbeddings = 0
    var validIsolates = 0

    init(paragraph: Int8) {
      self.paragraph = paragraph
      stack = [Status(level: paragraph, override: -1, isIsolate: false)]
    }

    var top: Status { stack[stack.count - 1] }

    /// Level of what begins here, or nil where it is too deep or inside of what was.
    func next(rightToLeft: Bool) -> Int8? {
      let next = rightToLeft ? (top.level + 1) | 1 : (top.level + 2) & ~1
      return next <= ExplicitLevels.deepest && overflowIsolates == 0 && overflowEmbeddings == 0 ? next : nil
    }

    mutating func embed(rightToLeft: Bool, override: Int32) {
      if let level = next(rightToLeft: rightToLeft) {
        stack.append(Status(level: level, override: override, isIsolate: false))
      } else if overflowIsolates == 0 {
        overflowEmbeddings += 1
      }
    }

    mutating func isolate(rightToLeft: Bool) {
      if let level = next(rightToLeft: rightToLeft) {
        validIsolates += 1
        stack.append(Status(level: level, override: -1, isIsolate: true))
      } else {
        overflowIsolates += 1
      }
    }

    mutating func endIsolate() {
      if overflowIsolates > 0 {
        overflowIsolates -= 1
      } else if validIsolates > 0 {
        overflowEmbeddings = 0
        while !top.isIsolate { stack.removeLast() }
        stack.removeLast()
        validIsolates -= 1
      }
    }

    mutating func endEmbedding() {
      guard overflowIsolates == 0 else { return }
      if overflowEmbeddings > 0 {
        overflowEmbeddings -= 1
      } else if !top.isIsolate, stack.count > 1 {
        stack.removeLast()
      }
    }
  }

  private func step(_ index: Int, _ count: Int, _ walk: inout Walk) {
    switch UCharDirection(rawValue: UInt32(bitPattern: classes[index])) {
    case U_LEFT_TO_RIGHT_EMBEDDING: remove(index) { walk.embed(rightToLeft: false, override: -1) }
    case U_RIGHT_TO_LEFT_EMBEDDING: remove(index) { walk.embed(rightToLeft: true, override: -1) }
    case U_LEFT_TO_RIGHT_OVERRIDE: remove(index) { walk.embed(rightToLeft: false, override: Self.left) }
    case U_RIGHT_TO_LEFT_OVERRIDE: remove(index) { walk.embed(rightToLeft: true, override: Self.right) }
    case U_POP_DIRECTIONAL_FORMAT: remove(index) { walk.endEmbedding() }
    case U_BOUNDARY_NEUTRAL: levels[index] = Self.removed
    case U_LEFT_TO_RIGHT_ISOLATE:
      place(index, walk.top, as: Self.neutral)
      walk.isolate(rightToLeft: false)
    case U_RIGHT_TO_LEFT_ISOLATE:
      place(index, walk.top, as: Self.neutral)
      walk.isolate(rightToLeft: true)
    case U_FIRST_STRONG_ISOLATE:
      place(index, walk.top, as: Self.neutral)
      let end = partners[index] == Self.none ? count : Int(partners[index])
      walk.isolate(rightToLeft: firstStrong(index + 1..<end) == 1)
    case U_POP_DIRECTIONAL_ISOLATE:
      walk.endIsolate()
      place(index, walk.top, as: Self.neutral)
    case U_BLOCK_SEPARATOR: levels[index] = walk.paragraph
    default: place(index, walk.top, as: classes[index])
    }
  }

  private func remove(_ index: Int, _ change: () -> Void) {
    levels[index] = Self.removed
    change()
  }

  private func place(_ index: Int, _ status: Status, as natural: Int32) {
    levels[index] = status.level
    classes[index] = status.override >= 0 ? status.override : natural
  }

  /// Rule BD9.
  private func pairIsolates(_ count: Int) {
    openIsolates.count = 0
    openIsolates.shrink(above: 1 << 16)
    for index in 0..<count {
      partners[index] = Self.none
      if Self.startsIsolate(classes[index]) {
        openIsolates.append(Int32(index))
      } else if classes[index] == Self.endsIsolate, openIsolates.count > 0 {
        openIsolates.count -= 1
        let start = openIsolates[openIsolates.count]
        partners[index] = start
        partners[Int(start)] = Int32(index)
      }
    }
  }

  /// Rules P2 and P3: the level of the first letter outside of isolates, 0 where there is none.
  private func firstStrong(_ range: Range<Int>) -> Int8 {
    var index = range.lowerBound
    while index < range.upperBound {
      if classes[index] == Self.left { return 0 }
      if classes[index] == Self.right || classes[index] == Self.arabic { return 1 }
      if Self.startsIsolate(classes[index]) {
        if partners[index] == Self.none { break }
        index = Int(partners[index])
      }
      index += 1
    }
    return 0
  }

  static let left = Int32(U_LEFT_TO_RIGHT.rawValue)
  static let right = Int32(U_RIGHT_TO_LEFT.rawValue)
  static let neutral = Int32(U_OTHER_NEUTRAL.rawValue)
  static let mark = Int32(U_DIR_NON_SPACING_MARK.rawValue)
  private static let arabic = Int32(U_RIGHT_TO_LEFT_ARABIC.rawValue)
  private static let endsIsolate = Int32(U_POP_DIRECTIONAL_ISOLATE.rawValue)

  @inline(__always)
  private static func startsIsolate(_ value: Int32) -> Bool {
    value == Int32(U_FIRST_STRONG_ISOLATE.rawValue) || value == Int32(U_LEFT_TO_RIGHT_ISOLATE.rawValue)
      || value == Int32(U_RIGHT_TO_LEFT_ISOLATE.rawValue)
  }
}
