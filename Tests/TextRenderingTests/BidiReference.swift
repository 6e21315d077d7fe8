/// The bidirectional algorithm of UAX #9 (Unicode 15), rule by rule and as plainly as it can be written, to hold the renderer's
/// against. It knows the brackets ( ) and [ ] only.
struct BidiReference {
  enum Class: Int {
    // ICU's order.
    case l, r, en, es, et, an, cs, b, s, ws, on, lre, lro, al, rle, rlo, pdf, nsm, bn, fsi, lri, rli, pdi

    var opensIsolate: Bool { [.fsi, .lri, .rli].contains(self) }
    var isIsolateControl: Bool { opensIsolate || self == .pdi }
    /// L or R as rules N0 to N2 see it.
    var direction: Class? {
      switch self {
      case .l: .l
      case .r, .en, .an: .r
      default: nil
      }
    }
  }

  /// Level of every character; nil where rule X9 removes it.
  private(set) var levels: [Int?]
  private(set) var paragraphLevel: Int
  private let original: [Class]
  private let scalars: [UInt32]
  private var classes: [Class]
  private var matches: [Int: Int] = [:]
  /// Levels before rules W1 to I2.
  private var explicit: [Int?] = []

  /// - Parameter base: 0 left to right, 1 right to left, -1 for the first strong character.
  init(_ scalars: [UInt32], classes: [Class], base: Int) {
    self.scalars = scalars
    original = classes
    self.classes = classes
    levels = Array(repeating: nil, count: classes.count)
    paragraphLevel = 0
    var open: [Int] = []
    for (index, value) in classes.enumerated() {
      if value.opensIsolate { open.append(index) }
      if value == .pdi, let start = open.popLast() { matches[start] = index }
    }
    paragraphLevel = base >= 0 ? base : firstStrong(0..<classes.count)
    setExplicitLevels()
    explicit = levels
    for sequence in sequences() { resolve(sequence) }
    resetBlanks()
  }

  /// Rules P2 and P3.
  private func firstStrong(_ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      if original[index] == .l { return 0 }
      if original[index] == .r || original[index] == .al { return 1 }
      if original[index].opensIsolate { index = matches[index] ?? range.upperBound }
      index += 1
    }
    return 0
  }

  /// Rules X1 to X8.
  private mutating func setExplicitLevels() {
    var stack: [(level: Int, override: Class?, isolate: Bool)] = [(paragraphLevel, nil, false)]
    var (overflowIsolates, overflowEmbeddings, validIsolates) = (0, 0, 0)
    func top() -> (level: Int, override: Class?, isolate: Bool) { stack[stack.count - 1] }
    func next(_ odd: Bool) -> Int { odd ? (top().level + 1) | 1 : (top().level + 2) & ~1 }
    func take(_ index: Int) {
      levels[index] = top().level
      if let override = top().override { classes[index] = override }
    }
    for (index, value) in original.enumerated() {
      switch value {
      case .rle, .lre, .rlo, .lro:
        let level = next(value == .rle || value == .rlo)
        if level <= 125, overflowIsolates == 0, overflowEmbeddings == 0 {
          stack.append((level, value == .rlo ? .r : value == .lro ? .l : nil, false))
        } else if overflowIsolates == 0 {
          overflowEmbeddings += 1
        }
      case .rli, .lri, .fsi:
        take(index)
        let level = next(
          value == .rli || value == .fsi && firstStrong(index + 1..<(matches[index] ?? original.count)) == 1)
        if level <= 125, overflowIsolates == 0, overflowEmbeddings == 0 {
          validIsolates += 1
          stack.append((level, nil, true))
        } else {
          overflowIsolates += 1
        }
      case .pdi:
        if overflowIsolates > 0 {
          overflowIsolates -= 1
        } else if validIsolates > 0 {
          overflowEmbeddings = 0
          while !top().isolate { stack.removeLast() }
          stack.removeLast()
          validIsolates -= 1
        }
        take(index)
      case .pdf:
        if overflowIsolates > 0 { break }
        if overflowEmbeddings > 0 {
          overflowEmbeddings -= 1
        } else if !top().isolate, stack.count > 1 {
          stack.removeLast()
        }
      case .b: levels[index] = paragraphLevel
      case .bn: break
      default: take(index)
      }
    }
  }

  /// Isolating run sequences (BD13).
  private func sequences() -> [[Int]] {
    var runs: [[Int]] = []
    for index in levels.indices where levels[index] != nil {
      if let last = runs.last?.last, levels[last] == levels[index] {
        runs[runs.count - 1].append(index)
      } else {
        runs.append([index])
      }
    }
    let ends = Set(matches.values)
    return runs.filter { !ends.contains($0[0]) }.map { first in
      var sequence = first
      while let last = sequence.last, let end = matches[last], let run = runs.first(where: { $0[0] == end }) {
        sequence += run
      }
      return sequence
    }
  }

  /// Directions of a sequence's ends (X10).
  private func ends(of sequence: [Int]) -> (Class, Class) {
    let level = explicit[sequence[0]] ?? 0
    let before = explicit[..<sequence[0]].last { $0 != nil } ?? paragraphLevel
    let last = sequence[sequence.count - 1]
    let isOpen = original[last].opensIsolate && matches[last] == nil
    let after = isOpen ? paragraphLevel : (explicit[(last + 1)...].first { $0 != nil } ?? paragraphLevel)
    func direction(_ other: Int?) -> Class { max(level, other ?? paragraphLevel) & 1 == 1 ? .r : .l }
    return (direction(before), direction(after))
  }

  private mutating func resolve(_ sequence: [Int]) {
    let (start, end) = ends(of: sequence)
    let level = levels[sequence[0]] ?? 0
    let embedding = level & 1 == 1 ? Class.r : .l
    let given = sequence.map { classes[$0] }
    var types = given.map { $0.isIsolateControl ? .on : $0 }
    Self.resolveWeak(&types, start: start)
    resolveBrackets(sequence, given, &types, start: start, embedding: embedding)
    var index = 0
    while index < types.count {
      var stop = index + 1
      if types[index].direction == nil {
        while stop < types.count, types[stop].direction == nil { stop += 1 }
        let before = index > 0 ? types[index - 1].direction : start
        let after = stop < types.count ? types[stop].direction : end
        for place in index..<stop { types[place] = before == after ? before ?? embedding : embedding }
      }
      index = stop
    }
    for (place, type) in zip(sequence, types) {
      levels[place] =
        level & 1 == 0 ? level + (type == .l ? 0 : type == .r ? 1 : 2) : level + (type == .r ? 0 : 1)
    }
  }

  /// Rules W1 to W7.
  private static func resolveWeak(_ types: inout [Class], start: Class) {
    for index in types.indices where types[index] == .nsm { types[index] = index > 0 ? types[index - 1] : start }
    var strong = start
    for index in types.indices {
      if [.l, .r, .al].contains(types[index]) { strong = types[index] }
      if types[index] == .en, strong == .al { types[index] = .an }
    }
    for index in types.indices where types[index] == .al { types[index] = .r }
    for index in types.indices.dropFirst().dropLast() where types[index - 1] == types[index + 1] {
      if types[index - 1] == .en, types[index] == .es || types[index] == .cs { types[index] = .en }
      if types[index - 1] == .an, types[index] == .cs { types[index] = .an }
    }
    for index in types.indices where types[index] == .et && index > 0 && types[index - 1] == .en { types[index] = .en }
    for index in types.indices.reversed()
    where types[index] == .et && index + 1 < types.count && types[index + 1] == .en {
      types[index] = .en
    }
    for index in types.indices where [.es, .et, .cs].contains(types[index]) { types[index] = .on }
    strong = start
    for index in types.indices {
      if types[index] == .l || types[index] == .r { strong = types[index] }
      if types[index] == .en, strong == .l { types[index] = .l }
    }
  }

  /// Rule N0.
  private func resolveBrackets(
    _ sequence: [Int], _ given: [Class], _ types: inout [Class], start: Class, embedding: Class
  ) {
    var open: [(closing: UInt32, place: Int)] = []
    var pairs: [(Int, Int)] = []
    for (place, index) in sequence.enumerated() where given[place] == .on {
      switch scalars[index] {
      case 0x28: open.append((0x29, place))
      case 0x5B: open.append((0x5D, place))
      case 0x29, 0x5D:
        guard let match = open.lastIndex(where: { $0.closing == scalars[index] }) else { continue }
        pairs.append((open[match].place, place))
        open.removeSubrange(match...)
      default: continue
      }
      if open.count > 63 { break }
    }
    for (opening, closing) in pairs.sorted(by: { $0.0 < $1.0 }) {
      let inside = types[opening + 1..<closing].compactMap(\.direction)
      guard !inside.isEmpty else { continue }
      let before = types[..<opening].compactMap(\.direction).last ?? start
      let direction = inside.contains(embedding) || before == embedding ? embedding : before
      for bracket in [opening, closing] {
        types[bracket] = direction
        var next = bracket + 1
        while next < types.count, given[next] == .nsm {
          types[next] = direction
          next += 1
        }
      }
    }
  }

  /// Rule L1, for a paragraph that is one line.
  private mutating func resetBlanks() {
    var resets = true
    for index in levels.indices.reversed() where levels[index] != nil {
      switch original[index] {
      case .s, .b:
        resets = true
        levels[index] = paragraphLevel
      case .ws, .lri, .rli, .fsi, .pdi: if resets { levels[index] = paragraphLevel }
      default: resets = false
      }
    }
  }
}
