import FoundationEssentials
import Testing

@testable import TextRendering

@Suite struct FontStackTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fonts").path

  @Test(
    "The built-in stacks are those of the folder fonts; `fonts/embed` copies them",
    arguments: ["stack.json", "serif.json"])
  func copy(name: String) throws {
    let builtIn = name == "serif.json" ? serifFontStackJSON : defaultFontStackJSON
    let file = try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name)"))
    let text = String(decoding: file, as: UTF8.self)
    #expect(text == builtIn + "\n" || text == builtIn ? true : false, "run fonts/embed")
  }

  @Test("The stack with serifs has a name of its own")
  func serif() throws {
    let serif = try FontStack.load(from: FontStack.serif)
    #expect(serif.fonts.contains { $0.definition.name == "NotoSerif" })
    #expect(try !FontStack.load(from: nil).fonts.contains { $0.definition.name == "NotoSerif" })
  }

  static let mistakes: [(json: String, part: String)] = [
    ("{", "cannot be read"),
    ("[]", "must be an object"),
    (#"{"version": 2, "fonts": {}, "scripts": {}, "fallback": []}"#, "version is 2"),
    (#"{"version": 1, "fonts": {}, "scripts": {}, "fallback": [], "color": 1}"#, "unknown key \"color\""),
    (#"{"version": 1, "fonts": {"A": {"file": "a.ttf"}}, "scripts": {}, "fallback": []}"#, "lacks the key \"package\""),
    (
      #"{"version": 1, "fonts": {"A": {"file": "a.ttf", "package": "p", "scale": 9}}, "scripts": {}, "fallback": []}"#,
      "fonts.A.scale is 9"
    ),
    (
      #"{"version": 1, "fonts": {"A": {"file": "/a.ttf", "package": "p"}}, "scripts": {}, "fallback": ["A"]}"#,
      "without a folder"
    ),
    (
      #"{"version": 1, "fonts": {"A": {"file": "a.ttf", "package": "p", "size": 9}}, "scripts": {}, "fallback": []}"#,
      "unknown key \"size\""
    ),
    (
      #"{"version": 1, "fonts": {"A": {"file": 3, "package": "p"}}, "scripts": {}, "fallback": []}"#,
      "fonts.A.file must be a string"
    ),
    (#"{"version": 1, "fonts": {}, "scripts": {"Latn": ["A"]}, "fallback": []}"#, "scripts.Latn names the font A"),
    (
      #"{"version": 1, "fonts": {"A": {"file": "a.ttf", "package": "p"}}, "scripts": {"Lat": ["A"]}, "fallback": ["A"]}"#,
      "scripts.Lat is not"
    ),
    (#"{"version": 1, "fonts": {}, "scripts": {}, "fallback": []}"#, "at least one font"),
    (#"{"version": 1, "extends": "other.json"}"#, "only \"default\""),
    (
      #"{"version": 1, "extends": "default", "scripts": {"Latn": ["NotoSerif"]}}"#,
      "scripts.Latn names the font NotoSerif"
    ),
  ]

  @Test("A wrong stack file is explained", arguments: mistakes)
  func mistake(json: String, part: String) {
    let error = #expect(throws: RenderingError.self) { try FontStackFile(json: Data(json.utf8), origin: "stack.json") }
    #expect(error?.description.hasPrefix("stack.json: ") == true)
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }

  @Test("A stack that extends the built-in one changes what it names and keeps the rest")
  func extending() throws {
    let json = #"""
      {"version": 1, "extends": "default", "fonts": {"Own": {"file": "own.ttf", "package": "p"}},
       "scripts": {"Latn": ["Own", "NotoSans"]}, "languages": {"ja": {"Own": "NotoSans"}}}
      """#
    let base = try FontStackFile(json: Data(defaultFontStackJSON.utf8), origin: "built-in")
    let stack = try FontStackFile(json: Data(json.utf8), origin: "own.json")
    #expect(stack.fonts.map(\.name) == (base.fonts.map(\.name) + ["Own"]).sorted())
    #expect(stack.scripts["Latn"] == ["Own", "NotoSans"])
    #expect(stack.scripts["Thai"] == base.scripts["Thai"])
    #expect(stack.languages["ja"]?["Own"] == "NotoSans")
    #expect(stack.languages["ja"]?["NotoSansCJK-SC"] == "NotoSansCJK-JP")
    #expect(stack.fallback == base.fallback && stack.emoji == base.emoji)
  }

  @Test("Missing packages are named with the command that installs them")
  func packages() throws {
    let error = #expect(throws: RenderingError.self) {
      try FontStack.load(from: nil, fontFolders: [], standardFolders: ["/nonexistent"])
    }
    let command =
      "sudo apt-get install fonts-noto-cjk fonts-noto-color-emoji fonts-noto-core fonts-unifont"
    #expect(error?.description.contains(command) == true, "\(error?.description ?? "")")
  }

  @Test("A folder that does not exist is an error when it was asked for")
  func folder() {
    let error = #expect(throws: RenderingError.self) { try FontStack.load(from: nil, fontFolders: ["/nonexistent"]) }
    #expect(error?.description.contains("/nonexistent") == true)
  }

  @Test("A broken font file is named", arguments: ["", "not a font", "OTTO\0\u{1}", "ttcf\0\u{1}\0\0\0\0\0\u{9}"])
  func broken(content: String) throws {
    let path = TemporaryFolder.path + "/broken-\(content.utf8.count).ttf"
    try Data(content.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: RenderingError.self) {
      try TextRenderer(fonts: FontStack.single(file: path)).page(for: "a", language: "en")
    }
    #expect(error?.description.contains(path) == true, "\(error?.description ?? "")")
  }

  @Test("Options out of range are refused by name")
  func options() {
    for (options, name) in [
      (RendererOptions(patchSize: 1), "patchSize"), (RendererOptions(rows: 0), "rows"),
      (RendererOptions(columns: 2000), "columns"), (RendererOptions(fontSize: 1), "fontSize"),
      (RendererOptions(rows: 1, lineHeightPatches: 2), "lineHeightPatches"),
    ] {
      let error = #expect(throws: RenderingError.self) { try options.validate() }
      #expect(error?.description.contains(name) == true)
    }
  }
}

/// The folder for files that live as long as a test.
enum TemporaryFolder {
  static var path: String { FileManager.default.temporaryDirectory.path }
}
