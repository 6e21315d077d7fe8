import FoundationEssentials
import Testing

@testable import TextRendering

/// What CLDR says a language is written with.
enum Exemplars {
  static let folder = UnicodeData.folder + "cldr/common/main/"
  static let locales: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".xml") }.map { String($0.dropLast(4)) }.sorted()

  /// Characters of all exemplar sets of a locale.
  static func characters(of locale: String) -> Set<UInt32> {
    guard let data = FileManager.default.contents(atPath: folder + locale + ".xml") else { return [] }
    var found: Set<UInt32> = []
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.contains("<exemplarCharacters")
    {
      guard let start = line.firstIndex(of: "["), let end = line.lastIndex(of: "]") else { continue }
      add(line[line.index(after: start)..<end], to: &found)
    }
    return found
  }

  /// Reads the inside of a set such as `a b-d {ch} \u0301 \-`, with XML's entities.
  private static func add(_ set: Substring, to found: inout Set<UInt32>) {
    var text = String(set)
    for (entity, character) in [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
      text = text.replacing(entity, with: character)
    }
    let scalars = Array(text.unicodeScalars)
    var last: UInt32?
    var isRange = false
    var index = 0
    while index < scalars.count {
      var scalar = scalars[index].value
      index += 1
      if scalar == 0x5C, index < scalars.count {
        scalar = scalars[index].value
        index += 1
        if scalar == 0x75, index + 4 <= scalars.count {
          scalar = UInt32(String(String.UnicodeScalarView(scalars[index..<index + 4])), radix: 16) ?? 0
          index += 4
        }
      } else if scalar == 0x2D, last != nil {
        isRange = true
        continue
      } else if scalar == 0x20 || scalar == 0x7B || scalar == 0x7D {
        continue
      }
      for value in isRange ? (last ?? scalar)...max(scalar, last ?? scalar) : scalar...scalar { found.insert(value) }
      last = scalar
      isRange = false
    }
  }
}

@Suite("Every CLDR locale can be written", .enabled(if: !Exemplars.locales.isEmpty)) struct ExemplarTests {
  /// Locales with what their fonts lack.
  private func missing(with fonts: FontStack) throws -> (characters: Int, missing: [String: [String]]) {
    let renderer = try TextRenderer(fonts: fonts)
    var all: Set<UInt32> = []
    var missing: [String: [String]] = [:]
    for locale in Exemplars.locales {
      let characters = Exemplars.characters(of: locale)
      all.formUnion(characters)
      let language = try renderer.languageFonts(locale)
      for scalar in characters {
        let properties = renderer.table[scalar]
        let invisible = CharacterProperties.isIgnorable | CharacterProperties.isControl | CharacterProperties.isSpace
        guard !properties.has(invisible) else { continue }
        if try language.font(for: scalar, script: properties.script) == LanguageFonts.none {
          missing[locale, default: []].append(String(scalar, radix: 16))
        }
      }
    }
    return (all.count, missing)
  }

  @Test("No exemplar character is missing from the default stack")
  func defaultStack() throws {
    let (characters, missing) = try missing(with: FontStack.load(from: nil))
    #expect(characters > 20_000)
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test("Nor from the compact one")
  func compactStack() throws {
    let stack = FontStackTests.folder + "/compact.json"
    #expect(try missing(with: FontStack.load(from: stack)).missing.isEmpty)
  }
}
