import FoundationEssentials

@testable import TextRendering

/// How much of Unicode's large files a run checks: all with CLIPPO_CONFORMANCE=1 (`make conformance`), a sample otherwise.
enum Conformance {
  static let isWhole = ProcessInfo.processInfo.environment["CLIPPO_CONFORMANCE"] == "1"

  /// Whether the case `number` belongs to this run.
  static func includes(_ number: Int, oneOf step: Int) -> Bool { isWhole || number % step == 0 }

  /// At least this many cases must have been checked.
  static func expected(_ cases: Int, oneOf step: Int) -> Int { isWhole ? cases : cases / step }

  /// Levels by the project's algorithm, with rule L1 for a paragraph that is one line.
  static func levels(_ scalars: [UInt32], _ bidi: BidiResolver, _ table: CharacterTable) throws -> (
    base: Int8, levels: [Int8]
  ) {
    let properties = scalars.map { table[$0].bits }
    var levels = [Int8](repeating: 0, count: scalars.count)
    let used = try bidi.resolve(scalars, properties, scalars.count, union: properties.reduce(0, |), into: &levels)
    // White space, separators, embedding and isolate controls, boundary neutrals (numbers of UCharDirection).
    let blank: Set<Int32> = [7, 8, 9, 11, 12, 14, 15, 16, 18, 19, 20, 21, 22]
    var index = scalars.count - 1
    while index >= 0, blank.contains(table[scalars[index]].bidiClass) {
      levels[index] = used
      index -= 1
    }
    return (used, levels)
  }

  /// The project's algorithm for each base direction of Unicode's files: -1, 0 and 1.
  static func algorithms() -> [Int32: BidiResolver] {
    Dictionary(uniqueKeysWithValues: Inspection.Base.allCases.map { ($0.rawValue, BidiResolver(base: $0)) })
  }

  /// Indexes from left to right by the project's rule L2, on one word for every level.
  static func order(_ levels: [Int8]) -> [Int] {
    let words = ScratchBuffer<ShapedWord>(capacity: max(1, levels.count))
    for level in levels {
      let word = CutWord(start: 0, end: 0, level: level, kind: .text, posture: .horizontal, breakBefore: false)
      words.append(ShapedWord(cut: word, cached: -1, advance: 0))
    }
    let line = LineDraft(firstWord: 0, endWord: Int32(levels.count), width: 0, start: 0, end: 0, baseLevel: 0)
    let placer = WordPlacer(options: RendererOptions())
    return withExtendedLifetime((words, placer)) { placer.arrange(line, words.view).elements.map { Int($0) } }
  }
}
