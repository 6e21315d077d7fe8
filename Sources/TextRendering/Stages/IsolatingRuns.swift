import CFriBidi
import CICU

/// Levels of paragraphs with embeddings, overrides or isolates, and of those with brackets and marks.
///
/// FriBidi, 1.0.8 and 1.0.16 alike, connects isolates that have nothing to do with each other, and looks beyond an embedding or a
/// mark for what stands before a bracket. So it is given one isolating run sequence of UAX #9 at a time, without controls and
/// without marks, between two letters that stand for the sequence's ends; what is left are rules W2 to I2.
final class IsolatingRuns {
  private let explicit = ExplicitLevels()
  /// Places of the characters that rule X9 keeps.
  private let kept = ScratchBuffer<Int32>()
  /// Level runs (BD7), as ranges of `kept`.
  private let runs = ScratchBuffer<(start: Int32, end: Int32)>(capacity: 64)
  /// For every character that begins a level run its number.
  private let runAt = ScratchBuffer<Int32>()
  /// Indexes into `kept` of one sequence, and what FriBidi reads and writes.
  private let sequence = ScratchBuffer<Int32>()
  private let classes = ScratchBuffer<UInt32>()
  private let brackets = ScratchBuffer<UInt32>()
  private let resolved = ScratchBuffer<Int8>()

  /// Fills the levels of a paragraph of `count` characters.
  ///
  /// - Parameter base: 0 left to right, 1 right to left, -1 for the first strong character.
  /// - Returns: The paragraph's level.
  ///
  /// Throws where memory runs out.
  func resolve(
    _ scalars: UnsafePointer<UInt32>, _ properties: UnsafePointer<UInt64>, _ count: Int, base: Int32,
    into levels: UnsafeMutablePointer<Int8>
  ) throws -> Int8 {
    let paragraph = explicit.resolve(properties, count, base: base)
    findRuns(count)
    for run in 0..<runs.count where !continues(run) {
      gather(from: run, scalars, properties, count, paragraph)
      try resolveSequence(into: levels)
    }
    finish(properties, count, paragraph, levels)
    return paragraph
  }

  private func findRuns(_ count: Int) {
    kept.count = 0
    runs.count = 0
    runAt.reserve(count)
    for index in 0..<count where explicit.levels[index] != ExplicitLevels.removed {
      let last = kept.count - 1
      if last < 0 || explicit.levels[Int(kept[last])] != explicit.levels[index] {
        runAt[index] = Int32(runs.count)
        runs.append((Int32(kept.count), Int32(kept.count)))
      } else {
        runAt[index] = -1
      }
      kept.append(Int32(index))
      runs.start[runs.count - 1].end = Int32(kept.count)
    }
  }

  /// Whether a run begins with the end of an isolate, so that it goes on from where the isolate began.
  private func continues(_ run: Int) -> Bool {
    let first = kept[Int(runs[run].start)]
    let partner = explicit.partners[Int(first)]
    return partner != ExplicitLevels.none && partner < first
  }

  /// Collects the isolating run sequence (BD13) that begins with a level run: characters, classes and brackets, with a letter
  /// before and behind that has the direction of the sequence's ends (X10).
  private func gather(
    from first: Int, _ scalars: UnsafePointer<UInt32>, _ properties: UnsafePointer<UInt64>, _ count: Int,
    _ paragraph: Int8
  ) {
    for buffer in [classes, brackets] { buffer.count = 0 }
    sequence.count = 0
    let before = runs[first].start == 0 ? paragraph : level(ofKept: runs[first].start - 1)
    let own = level(ofKept: runs[first].start)
    append(letter: max(own, before))
    var previous = max(own, before) & 1 == 0 ? ExplicitLevels.left : ExplicitLevels.right
    var run = first
    while true {
      for index in runs[run].start..<runs[run].end {
        let place = Int(kept[Int(index)])
        sequence.append(Int32(place))
        // Rule W1.
        if explicit.classes[place] != ExplicitLevels.mark { previous = Self.inner(explicit.classes[place]) }
        classes.append(clippo_fribidi_class(previous))
        let isNeutral = explicit.classes[place] == ExplicitLevels.neutral
        brackets.append(
          isNeutral ? BidiResolver.bracket(scalars[place], CharacterProperties(bits: properties[place])) : 0)
      }
      let last = Int(kept[Int(runs[run].end) - 1])
      let partner = Int(explicit.partners[last])
      guard partner > last, runAt[partner] >= 0 else {
        append(letter: max(own, level(behind: run, last, properties, paragraph)))
        return
      }
      run = Int(runAt[partner])
    }
  }

  private func append(letter level: Int8) {
    classes.append(clippo_fribidi_class(level & 1 == 0 ? ExplicitLevels.left : ExplicitLevels.right))
    brackets.append(0)
  }

  /// Separators are neutral until rule L1, which this class applies itself.
  private static func inner(_ value: Int32) -> Int32 {
    value == Int32(U_BLOCK_SEPARATOR.rawValue) || value == Int32(U_SEGMENT_SEPARATOR.rawValue)
      ? Int32(U_WHITE_SPACE_NEUTRAL.rawValue) : value
  }

  private func level(ofKept index: Int32) -> Int8 { explicit.levels[Int(kept[Int(index)])] }

  /// Level behind a sequence's last run; that of the paragraph at its end, and behind an isolate that does not end.
  private func level(
    behind run: Int, _ last: Int, _ properties: UnsafePointer<UInt64>, _ paragraph: Int8
  ) -> Int8 {
    let opens = Self.isolates.contains(CharacterProperties(bits: properties[last]).bidiClass)
    guard runs[run].end < kept.count, !opens else { return paragraph }
    return level(ofKept: runs[run].end)
  }

  private static let isolates: ClosedRange<Int32> =
    Int32(U_FIRST_STRONG_ISOLATE.rawValue)...Int32(U_RIGHT_TO_LEFT_ISOLATE.rawValue)

  private func resolveSequence(into levels: UnsafeMutablePointer<Int8>) throws {
    let own = explicit.levels[Int(sequence[0])]
    let base = own & 1
    resolved.reserve(classes.count)
    _ = try BidiResolver.runFriBidi(
      classes.start, brackets.start, classes.count, base: Int32(base), into: resolved.start)
    var followsBracket = false
    for index in 0..<sequence.count {
      let place = Int(sequence[index])
      // A mark behind a bracket goes with it, whether rule N0 changed it or not.
      followsBracket = brackets[index + 1] != 0 || followsBracket && explicit.classes[place] == ExplicitLevels.mark
      let follows = followsBracket && brackets[index + 1] == 0
      levels[place] = follows ? levels[Int(sequence[index - 1])] : own + resolved[index + 1] - base
    }
  }

  /// Rule L1 for the paragraph; removed characters get the level of what stands before them.
  private func finish(
    _ properties: UnsafePointer<UInt64>, _ count: Int, _ paragraph: Int8, _ levels: UnsafeMutablePointer<Int8>
  ) {
    var resets = true
    for index in (0..<count).reversed() where explicit.levels[index] != ExplicitLevels.removed {
      switch UCharDirection(rawValue: UInt32(bitPattern: CharacterProperties(bits: properties[index]).bidiClass)) {
      case U_BLOCK_SEPARATOR, U_SEGMENT_SEPARATOR:
        resets = true
        levels[index] = paragraph
      case U_WHITE_SPACE_NEUTRAL, U_FIRST_STRONG_ISOLATE, U_LEFT_TO_RIGHT_ISOLATE, U_RIGHT_TO_LEFT_ISOLATE,
        U_POP_DIRECTIONAL_ISOLATE:
        if resets { levels[index] = paragraph }
      default: resets = false
      }
    }
    var before = paragraph
    for index in 0..<count {
      if explicit.levels[index] == ExplicitLevels.removed { levels[index] = before }
      before = levels[index]
    }
  }
}
