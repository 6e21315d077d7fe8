import TestSupport
import Testing

@testable import Corpora

@Suite("CLDR names")
struct EmojiNamesTests {
  /// A small CLDR with a parent that is not the truncated name, inheritance marks, and derived names.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    func annotations(_ lines: String) -> String { "<ldml><annotations>\(lines)</annotations></ldml>" }
    try folder.write(
      "supplemental/supplementalData.xml",
      """
      <supplementalData><parentLocales><parentLocale parent="root" locales="xx_Hant"/>
      <parentLocale parent="xx_001" locales="xx_AU xx_NZ"/></parentLocales></supplementalData>
      """)
    try folder.write(
      "annotations/xx.xml",
      annotations(
        """
        <annotation cp="❤">heart | love | red heart</annotation><annotation cp="❤" type="tts">red heart</annotation>
        <annotation cp="😀" type="tts"> grin &amp; smile </annotation>
        """))
    try folder.write(
      "annotationsDerived/xx.xml",
      annotations(
        #"<annotation cp="👋🏽" type="tts">wave: medium</annotation><annotation cp="😀" type="tts">derived</annotation>"#))
    try folder.write("annotations/xx_001.xml", annotations(#"<annotation cp="❤" type="tts">↑↑↑</annotation>"#))
    try folder.write("annotations/xx_AU.xml", annotations(#"<annotation cp="😀" type="tts">beam</annotation>"#))
    try folder.write("annotations/xx_Hant.xml", annotations(#"<annotation cp="😀" type="tts">笑</annotation>"#))
    try folder.write("annotations/root.xml", annotations(#"<annotation cp="😀" type="tts">E1</annotation>"#))
    return folder
  }

  @Test(
    "Names come from parents where a locale has none of its own",
    arguments: [
      ("xx", ["2764": "red heart", "1f600": "grin & smile", "1f44b-1f3fd": "wave: medium"]),
      ("xx-AU", ["2764": "red heart", "1f600": "beam", "1f44b-1f3fd": "wave: medium"]),
      ("xx-001", ["2764": "red heart", "1f600": "grin & smile", "1f44b-1f3fd": "wave: medium"]),
      ("xx-Hant", ["1f600": "笑"]),
    ])
  func inheritance(tag: String, expected: [String: String]) throws {
    let folder = try Self.folder()
    let names = try EmojiNames.read(tag, from: CLDRLocales(folder: folder.path))
    #expect(names.names == expected)
  }

  @Test("Keywords leave the name out")
  func keywords() throws {
    let folder = try Self.folder()
    #expect(try EmojiNames.read("xx", from: CLDRLocales(folder: folder.path)).keywords == ["2764": ["heart", "love"]])
  }

  @Test("Tags are found in any spelling; unknown ones are answered with near ones")
  func tags() throws {
    let folder = try Self.folder()
    let locales = try CLDRLocales(folder: folder.path)
    #expect(locales.tags == ["xx", "xx-001", "xx-AU", "xx-Hant"])
    #expect(locales.languages == ["xx", "xx-Hant"])
    #expect(try locales.canonical("XX_hant") == "xx-Hant")
    let error = #expect(throws: CorpusError.self) { try locales.canonical("xx-Hans") }
    #expect(
      error?.description
        == "there are no emoji names in the language “xx-Hans”; did you mean xx-Hant? List all with: clippo-corpus languages"
    )
  }

  @Test("A broken file is named with its line")
  func broken() throws {
    let folder = try Self.folder()
    let path = try folder.write("annotations/xx.xml", "<ldml>\n<annotations>\n</ldml>")
    let error = #expect(throws: XMLError.self) { try EmojiNames.read("xx", from: CLDRLocales(folder: folder.path)) }
    #expect(error?.description == "\(path):3: </ldml> stands where </annotations> should")
  }

  @Test("Installed CLDR names every language of the README")
  func installed() throws {
    let locales = try CLDRLocales(folder: EmojiSources.installed().cldr)
    for tag in ["zh", "en", "ar", "hi", "th", "ja", "ko", "ru", "zh-Hant"] {
      let names = try EmojiNames.read(tag, from: locales)
      #expect(names.names.count > 3_600, "\(tag)")
      #expect(names.names["1f600"] != nil)
    }
  }
}
