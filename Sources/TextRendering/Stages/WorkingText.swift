/// One caption on its way through the stages: parallel arrays with one element for every code point, reused from caption
/// to caption.
final class WorkingText {
  /// Bits of `marks`.
  static let clusterStart: UInt8 = 1
  static let breakBefore: UInt8 = 2
  static let hardBreakBefore: UInt8 = 4
  static let isMissing: UInt8 = 8
  static let isEmoji: UInt8 = 16

  /// A stretch of text with one base direction.
  struct Paragraph {
    var start: Int
    var end: Int
    /// 0 left to right, 1 right to left.
    var baseLevel: Int8
  }

  private(set) var count = 0
  private(set) var scalars: UnsafeMutablePointer<UInt32>
  /// UTF-8 offset in the caption where a code point came from; `count + 1` elements.
  private(set) var sources: UnsafeMutablePointer<Int32>
  private(set) var properties: UnsafeMutablePointer<UInt64>
  private(set) var levels: UnsafeMutablePointer<Int8>
  private(set) var scripts: UnsafeMutablePointer<UInt8>
  private(set) var marks: UnsafeMutablePointer<UInt8>
  private(set) var fonts: UnsafeMutablePointer<UInt16>
  let paragraphs = ScratchBuffer<Paragraph>(capacity: 8)
  /// Union of the property bits of all code points.
  var allProperties: UInt64 = 0
  var replacedBytes = 0
  /// Whether any mark is `isMissing`.
  var hasMissing = false
  private var capacity: Int

  init(capacity: Int = 1024) {
    self.capacity = capacity
    scalars = .allocate(capacity: capacity + 1)
    sources = .allocate(capacity: capacity + 1)
    properties = .allocate(capacity: capacity + 1)
    levels = .allocate(capacity: capacity + 1)
    scripts = .allocate(capacity: capacity + 1)
    marks = .allocate(capacity: capacity + 1)
    fonts = .allocate(capacity: capacity + 1)
  }

  deinit { free() }

  /// Empties the text and makes room for `wanted` code points.
  func reset(capacity wanted: Int) {
    count = 0
    allProperties = 0
    replacedBytes = 0
    hasMissing = false
    paragraphs.count = 0
    // A giant caption must not hold its memory for ever.
    guard wanted > capacity || capacity > 1 << 17 && wanted < 1 << 16 else { return }
    free()
    capacity = max(1024, wanted)
    scalars = .allocate(capacity: capacity + 1)
    sources = .allocate(capacity: capacity + 1)
    properties = .allocate(capacity: capacity + 1)
    levels = .allocate(capacity: capacity + 1)
    scripts = .allocate(capacity: capacity + 1)
    marks = .allocate(capacity: capacity + 1)
    fonts = .allocate(capacity: capacity + 1)
  }

  /// Sets how many code points the first stage wrote.
  func finish(count: Int) {
    precondition(count <= capacity)
    self.count = count
  }

  private func free() {
    scalars.deallocate()
    sources.deallocate()
    properties.deallocate()
    levels.deallocate()
    scripts.deallocate()
    marks.deallocate()
    fonts.deallocate()
  }

  @inline(__always)
  func has(_ index: Int, _ flags: UInt64) -> Bool { properties[index] & flags != 0 }

  @inline(__always)
  func isClusterStart(_ index: Int) -> Bool { marks[index] & Self.clusterStart != 0 }

  /// Whether a cluster starts here that no virama ties to the one before: a place where a word may be cut without changing
  /// its letters.
  @inline(__always)
  func isUnitStart(_ index: Int) -> Bool {
    isClusterStart(index) && (index == 0 || properties[index - 1] & CharacterProperties.isVirama == 0)
  }

  /// UTF-8 offset in the caption behind what the code points before `index` came from, where the one at `index` came from the
  /// same place: normalization made several of one.
  func sourceEnd(around index: Int) -> Int32 {
    var end = index
    while end < count, sources[end] == sources[index] { end += 1 }
    return sources[end]
  }

  /// First code point after the cluster that starts at `start`, at most `limit`.
  @inline(__always)
  func clusterEnd(after start: Int, limit: Int) -> Int {
    var end = start + 1
    while end < limit, marks[end] & Self.clusterStart == 0 { end += 1 }
    return end
  }
}
