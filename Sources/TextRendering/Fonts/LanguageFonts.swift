import CHarfBuzz

/// What a caption's language decides: which font draws a code point (the stack with the language's replacements, answers
/// remembered), which of its forms HarfBuzz takes, and where lines break.
final class LanguageFonts {
  /// Answer for a code point that no font draws.
  static let none: UInt16 = 0xFFFE
  private static let unknown: UInt16 = 0xFFFF

  /// Number of the language in its renderer; part of the word cache's key.
  let index: UInt16
  /// HarfBuzz's language, for fonts with forms that differ by language.
  let language: OpaquePointer?
  let lineBreaks: LineBreakRules
  private let fonts: OpenFonts
  private let table: CharacterTable
  private let swaps: [Int: Int]
  private let fallback: [UInt16]
  private let choices: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<UInt16>?>?>

  init(tag: LanguageTag, index: UInt16, fonts: OpenFonts, table: CharacterTable, lineBreaks: LineBreakRules) {
    self.index = index
    self.lineBreaks = lineBreaks
    self.fonts = fonts
    self.table = table
    language = hb_language_from_string(tag.hyphenated, -1)
    swaps = tag.lookups.lazy.compactMap { fonts.stack.languages[$0] }.first ?? [:]
    fallback = Self.installed(fonts.stack.fallback, swaps, fonts.stack)
    choices = .allocate(capacity: 256)
    choices.initialize(repeating: nil, count: 256)
  }

  deinit {
    for script in 0..<256 {
      guard let blocks = choices[script] else { continue }
      for block in 0..<0x1100 { blocks[block]?.deallocate() }
      blocks.deallocate()
    }
    choices.deallocate()
  }

  /// The font for a code point that stands in text of a script, or `none`.
  @inline(__always)
  func font(for scalar: UInt32, script: UInt8) throws -> UInt16 {
    if let font = choices[Int(script)]?[Int(scalar >> 8)]?[Int(scalar & 255)], font != Self.unknown { return font }
    return try choose(scalar, script: script)
  }

  /// Fonts to try for a script, the preferred first; never empty unless nothing is installed.
  func candidates(for script: UInt8) -> [UInt16] {
    var seen: Set<UInt16> = []
    return (own(script) + fallback).filter { seen.insert($0).inserted }
  }

  private func own(_ script: UInt8) -> [UInt16] {
    Self.installed(fonts.stack.scripts[script] ?? [], swaps, fonts.stack)
  }

  private static func installed(_ fonts: [Int], _ swaps: [Int: Int], _ stack: FontStack) -> [UInt16] {
    fonts.map { swaps[$0] ?? $0 }.filter { stack.fonts[$0].path != nil }.map { UInt16($0) }
  }

  @inline(never)
  private func choose(_ scalar: UInt32, script: UInt8) throws -> UInt16 {
    let font = try search(scalar, script: script)
    let blocks = choices[Int(script)] ?? Self.filled(nil, count: 0x1100)
    choices[Int(script)] = blocks
    let block = blocks[Int(scalar >> 8)] ?? Self.filled(Self.unknown, count: 256)
    blocks[Int(scalar >> 8)] = block
    block[Int(scalar & 255)] = font
    return font
  }

  private func search(_ scalar: UInt32, script: UInt8) throws -> UInt16 {
    // Some fonts draw boxes for code points that mean nothing; those are missing all the same.
    if table[scalar].has(CharacterProperties.isUnassigned) { return Self.none }
    let related = ScriptCode.extensions(of: scalar).filter { $0.value != script }
    for font in own(script) + related.flatMap({ own($0.value) }) + fallback
    where try fonts.face(Int(font)).covers(scalar) {
      return font
    }
    return Self.none
  }

  private static func filled<Value>(_ value: Value, count: Int) -> UnsafeMutablePointer<Value> {
    let block = UnsafeMutablePointer<Value>.allocate(capacity: count)
    block.initialize(repeating: value, count: count)
    return block
  }
}
