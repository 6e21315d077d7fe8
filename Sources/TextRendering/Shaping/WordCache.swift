import CKernels

/// Shaped words by font, script, language, direction and code points. The hash finds a word, the code points confirm it.
///
/// A word, its key and its glyphs lie side by side, because a cold look-up costs what its cache misses cost.
final class WordCache {
  /// Bytes that a word's place counts in.
  private static let unit = 16
  private static let header = MemoryLayout<CachedWord>.size

  /// Measures of all glyphs, which only dumps and cuts look at.
  let measures = ScratchBuffer<GlyphMeasures>(capacity: 16384)
  /// Glyphs and measures of the word that is being shaped.
  let draft = ScratchBuffer<ShapedGlyph>(capacity: 256)
  let draftMeasures = ScratchBuffer<GlyphMeasures>(capacity: 256)
  /// Words held.
  private(set) var count = 0
  private var memory: UnsafeMutableRawPointer
  private var capacity = 1 << 18
  private var used = 0
  /// Upper half of the hash beside the word's place + 1, 0 where free; a power of two long, at most half full.
  private var slots: UnsafeMutableBufferPointer<Slot>
  /// Bytes above which `trim` empties the cache.
  private let byteLimit: Int

  private struct Slot {
    var tag: UInt32
    var place: UInt32
  }

  init(byteLimit: Int) {
    self.byteLimit = byteLimit
    memory = .allocate(byteCount: capacity, alignment: 64)
    slots = .allocate(capacity: 8192)
    slots.initialize(repeating: Slot(tag: 0, place: 0))
  }

  deinit {
    memory.deallocate()
    slots.deallocate()
  }

  /// Bytes of words, glyphs, keys and hash table in use.
  var byteCount: Int {
    used + measures.count * MemoryLayout<GlyphMeasures>.stride + slots.count * MemoryLayout<Slot>.stride
  }

  /// Empties the cache where it has grown past its limit; called between captions, because words in use are places.
  func trim() -> Bool {
    guard used > byteLimit else { return false }
    removeAll()
    return true
  }

  func removeAll() {
    count = 0
    used = 0
    measures.count = 0
    measures.shrink(above: byteLimit / 32)
    if capacity > 2 * byteLimit {
      memory.deallocate()
      capacity = byteLimit
      memory = .allocate(byteCount: capacity, alignment: 64)
    }
    slots.update(repeating: Slot(tag: 0, place: 0))
  }

  @inline(__always)
  static func hash(_ context: UInt64, _ scalars: UnsafePointer<UInt32>, _ count: Int) -> UInt64 {
    var hash = (context ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    for index in 0..<count {
      hash = (hash ^ (hash >> 29) ^ UInt64(scalars[index])) &* 0xD6E8_FEB8_6659_FD93
    }
    hash ^= hash >> 32
    hash = hash &* 0x9E37_79B9_7F4A_7C15
    return hash ^ (hash >> 29)
  }

  /// The word at a place. Valid until the next word is inserted.
  @inline(__always)
  func word(_ place: Int) -> UnsafePointer<CachedWord> {
    UnsafePointer((memory + place * Self.unit).assumingMemoryBound(to: CachedWord.self))
  }

  /// Glyphs of a word, in visual order. Valid until the next word is inserted.
  @inline(__always)
  func glyphs(of word: UnsafePointer<CachedWord>) -> UnsafePointer<ShapedGlyph> {
    (UnsafeRawPointer(word) + Self.header + Int(word.pointee.keyCount) * 4).assumingMemoryBound(to: ShapedGlyph.self)
  }

  @inline(__always)
  private func key(of word: UnsafePointer<CachedWord>) -> UnsafePointer<UInt32> {
    (UnsafeRawPointer(word) + Self.header).assumingMemoryBound(to: UInt32.self)
  }

  /// Brings the slot of a hash nearer, for a `find` soon after.
  @inline(__always)
  func prefetchSlot(_ hash: UInt64) {
    if let base = slots.baseAddress { clippo_text_prefetch(base + Int(truncatingIfNeeded: hash) & (slots.count - 1)) }
  }

  /// Brings the word that a hash most likely means nearer.
  @inline(__always)
  func prefetchWord(_ hash: UInt64) {
    let slot = slots[Int(truncatingIfNeeded: hash) & (slots.count - 1)]
    guard slot.place != 0 else { return }
    let word = memory + Int(slot.place - 1) * Self.unit
    clippo_text_prefetch(word)
    clippo_text_prefetch(word + 64)
  }

  /// Place of a word, or -1.
  @inline(__always)
  func find(_ hash: UInt64, _ context: UInt64, _ scalars: UnsafePointer<UInt32>, _ count: Int) -> Int {
    let mask = slots.count - 1
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[index]
      if slot.place == 0 { return -1 }
      if slot.tag == tag {
        let word = word(Int(slot.place - 1))
        if word.pointee.context == context, Int(word.pointee.keyCount) == count, sameKey(key(of: word), scalars, count)
        {
          return Int(slot.place - 1)
        }
      }
      index = (index + 1) & mask
    }
  }

  @inline(__always)
  private func sameKey(_ key: UnsafePointer<UInt32>, _ scalars: UnsafePointer<UInt32>, _ count: Int) -> Bool {
    for index in 0..<count where key[index] != scalars[index] { return false }
    return true
  }

  /// Adds a word with the glyphs of `draft` and returns its place.
  func insert(
    _ hash: UInt64, _ context: UInt64, _ scalars: UnsafePointer<UInt32>, _ count: Int, advance: Int32
  ) -> Int {
    if (self.count + 1) * 2 > slots.count { growSlots() }
    let size = Self.header + count * 4 + draft.count * MemoryLayout<ShapedGlyph>.stride
    reserve(used + size + Self.unit)
    let place = used / Self.unit
    let start = memory + used
    start.initializeMemory(
      as: CachedWord.self,
      to: CachedWord(
        hash: hash, context: context, keyCount: Int32(count), glyphCount: Int32(draft.count),
        measures: Int32(measures.count), advance: advance))
    (start + Self.header).initializeMemory(as: UInt32.self, from: scalars, count: count)
    (start + Self.header + count * 4).initializeMemory(as: ShapedGlyph.self, from: draft.start, count: draft.count)
    for index in 0..<draft.count { measures.append(draftMeasures[index]) }
    used = (used + size + Self.unit - 1) / Self.unit * Self.unit
    self.count += 1
    enter(Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), place: UInt32(place + 1)), hash)
    return place
  }

  private func enter(_ slot: Slot, _ hash: UInt64) {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index].place != 0 { index = (index + 1) & mask }
    slots[index] = slot
  }

  private func reserve(_ wanted: Int) {
    guard wanted > capacity else { return }
    let larger = UnsafeMutableRawPointer.allocate(byteCount: max(wanted, capacity * 2), alignment: 64)
    larger.copyMemory(from: memory, byteCount: used)
    memory.deallocate()
    memory = larger
    capacity = max(wanted, capacity * 2)
  }

  private func growSlots() {
    let old = slots
    slots = .allocate(capacity: old.count * 2)
    slots.initialize(repeating: Slot(tag: 0, place: 0))
    for slot in old where slot.place != 0 { enter(slot, word(Int(slot.place - 1)).pointee.hash) }
    old.deallocate()
  }
}
