/// Shaped words by font, script, language, direction and code points. The hash finds a word, the code points confirm it.
final class WordCache {
  let words = ScratchBuffer<ShapedWord>(capacity: 4096)
  let glyphs = ScratchBuffer<ShapedGlyph>(capacity: 16384)
  private let keys = ScratchBuffer<UInt32>(capacity: 16384)
  /// Index + 1 into `words`, 0 where free; a power of two long, at most half full.
  private var slots: UnsafeMutableBufferPointer<UInt32>
  /// Glyphs above which `trim` empties the cache.
  private let glyphLimit: Int

  init(glyphLimit: Int) {
    self.glyphLimit = glyphLimit
    slots = .allocate(capacity: 8192)
    slots.initialize(repeating: 0)
  }

  deinit { slots.deallocate() }

  /// Empties the cache where it has grown past its limit; called between captions, because words in use are indexes.
  func trim() -> Bool {
    guard glyphs.count > glyphLimit || keys.count > glyphLimit || words.count > glyphLimit else { return false }
    removeAll()
    return true
  }

  func removeAll() {
    words.count = 0
    glyphs.count = 0
    keys.count = 0
    words.shrink(above: glyphLimit)
    glyphs.shrink(above: glyphLimit)
    keys.shrink(above: glyphLimit)
    slots.update(repeating: 0)
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

  /// Index into `words`, or -1.
  @inline(__always)
  func find(_ hash: UInt64, _ context: UInt64, _ scalars: UnsafePointer<UInt32>, _ count: Int) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let place = Int(slots[slot])
      if place == 0 { return -1 }
      let word = words.start + (place - 1)
      if word.pointee.hash == hash, word.pointee.context == context, Int(word.pointee.keyCount) == count,
        sameKey(word.pointee.keyStart, scalars, count)
      {
        return place - 1
      }
      slot = (slot + 1) & mask
    }
  }

  @inline(__always)
  private func sameKey(_ start: Int32, _ scalars: UnsafePointer<UInt32>, _ count: Int) -> Bool {
    let key = keys.start + Int(start)
    for index in 0..<count where key[index] != scalars[index] { return false }
    return true
  }

  /// Adds a word whose glyphs were appended to `glyphs` from `glyphStart` on; returns its index.
  func insert(
    _ hash: UInt64, _ context: UInt64, _ scalars: UnsafePointer<UInt32>, _ count: Int, glyphStart: Int, advance: Int32
  ) -> Int {
    if (words.count + 1) * 2 > slots.count { grow() }
    let keyStart = keys.count
    for index in 0..<count { keys.append(scalars[index]) }
    words.append(
      ShapedWord(
        hash: hash, context: context, keyStart: Int32(keyStart), keyCount: Int32(count), glyphStart: Int32(glyphStart),
        glyphCount: Int32(glyphs.count - glyphStart), advance: advance))
    place(words.count - 1)
    return words.count - 1
  }

  private func place(_ index: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: words[index].hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = UInt32(index + 1)
  }

  private func grow() {
    let larger = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: slots.count * 2)
    larger.initialize(repeating: 0)
    slots.deallocate()
    slots = larger
    for index in 0..<words.count { place(index) }
  }
}
