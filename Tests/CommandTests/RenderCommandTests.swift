import Foundation
import TestSupport
import Testing

@Suite struct RenderCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func render(_ words: String...) throws -> CommandResult {
    try BuiltCommand.render.run(words, home: folder.path)
  }

  private func dump(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  private func glyphs(_ line: String) throws -> [[String: Any]] {
    let lines = try #require(try dump(line)["lines"] as? [[String: Any]])
    return lines.flatMap { $0["glyphs"] as? [[String: Any]] ?? [] }
  }

  @Test("A dump has every field that the manual names")
  func fields() throws {
    let result = try render("a\u{378}b", "--dump", "json")
    let object = try dump(result.output)
    #expect(Set(object.keys) == ["lines", "missing", "replaced", "truncated", "drawn", "patches"])
    #expect(object["missing"] as? [Int] == [0x378])
    #expect(
      Set(try glyphs(result.output)[0].keys) == [
        "font", "face", "glyph", "cluster", "x", "y", "dx", "dy", "advance", "color",
      ])
  }

  @Test("Font units are unrounded and add up along the line")
  func fontUnits() throws {
    let glyphs = try glyphs(try render("Hello, you", "--dump", "json", "--size", "upem").output)
    #expect(glyphs[0]["advance"] as? Int == 741)
    #expect(glyphs[1]["x"] as? Int == 741)
  }

  @Test("The base direction and the length of lines can be set")
  func layout() throws {
    let auto = try dump(try render("12 ab", "--dump", "json").output)["lines"] as? [[String: Any]]
    let rtl = try dump(try render("12 ab", "--dump", "json", "--base", "rtl").output)["lines"] as? [[String: Any]]
    #expect(auto?.first?["base"] as? String == "ltr" && rtl?.first?["base"] as? String == "rtl")
    let narrow = try dump(try render("one two three", "--dump", "json", "--width", "40").output)["lines"] as? [Any]
    #expect(narrow?.count == 3)
  }

  @Test(
    "Breaks are numbers of code points",
    arguments: [
      ("line", "a red-hot heart", "2 6 10 15"), ("grapheme", "e\u{301}👩🏽‍🚀a", "0 2 6 7"),
      ("word", "ภาษาไทย x", "0 4 7 8 9"),
    ])
  func breaks(kind: String, text: String, places: String) throws {
    #expect(try render("--breaks", kind, text).output == places + "\n")
  }

  @Test("A batch gives a dump for every line")
  func batch() throws {
    let path = folder.file("batch.jsonl")
    let lines = [#"{"text":"abc"}"#, #"{"text":"שלום","base":"ltr","width":64,"size":"upem","language":"he"}"#]
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let output = try render("--batch", path).output.split(separator: "\n")
    #expect(output.count == 2)
    #expect(try glyphs(String(output[0])).count == 3)
    #expect(try glyphs(String(output[1])).map { $0["cluster"] as? Int } == [3, 2, 1, 0])
  }

  @Test("A batch gives the breaks of every line, in its language")
  func batchOfBreaks() throws {
    let path = folder.file("batch.jsonl")
    let lines = [
      #"{"text":"赤ぁ赤","language":"ja"}"#, #"{"text":"赤ぁ赤"}"#, #"{"text":""}"#, #"{"text":"e\u0301 x"}"#,
    ]
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let result = try render("--batch", path, "--breaks", "line")
    #expect(result.output == "1 2 3\n2 3\n\n3 4\n" && result.code == 0)
  }

  @Test("A blank line of a batch is an error that names it; a line's end at the end of the file is none")
  func blankLines() throws {
    let path = folder.file("batch.jsonl")
    for blank in ["", " \t", "\r"] {
      try "{\"text\":\"a\"}\n\(blank)\n{\"text\":\"b\"}\n".write(toFile: path, atomically: true, encoding: .utf8)
      let result = try render("--batch", path, "--breaks", "line")
      #expect(result.code == 1 && result.output == "1\n", "\(result.output)")
      #expect(result.errors.contains("\(path), line 2: the line is blank; leave it out"), "\(result.errors)")
    }
    try "{\"text\":\"a\"}\r\n{\"text\":\"\"}\r\n".write(toFile: path, atomically: true, encoding: .utf8)
    let result = try render("--batch", path, "--breaks", "line")
    #expect(result.code == 0 && result.output == "1\n\n", "\(result.errors)")
  }

  @Test(
    "What an option would leave undone is refused",
    arguments: [
      ["--breaks", "line", "--dump", "json", "a"], ["--batch", "b.jsonl", "--dump", "contract"],
      ["--batch", "b.jsonl", "--script-sheet"], ["--unifont", "--dump", "json", "a"],
      ["--unifont", "--batch", "b.jsonl"],
      ["--unifont", "a", "page.svg"], ["--dump", "json", "a", "page.png"], ["--breaks", "word", "a", "page.png"],
      ["--unifont", "--breaks", "line", "a"], ["--unifont", "--font", "a.ttf", "a"], ["--unifont", "--size", "9", "a"],
      ["--unifont", "--vertical", "a"], ["--unifont", "--align", "none", "a"], ["--unifont", "--lang", "ur", "a"],
      ["--dump", "json", "--zoom", "2", "a"], ["--breaks", "line", "--patches", "a"], ["--zoom", "2", "a", "page.svg"],
    ])
  func conflicts(words: [String]) throws {
    let result = try BuiltCommand.render.run(words, home: folder.path)
    #expect(result.code == 2 && result.errors.contains("does not go with"), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test("Words that meet without a space are dumped and outlined once", arguments: ["한국어", "心abc猫", "ภาษาไทยดี"])
  func once(text: String) throws {
    let glyphs = try glyphs(try render("--dump", "json", text).output)
    let places = glyphs.map { "\($0["x"] ?? "") \($0["y"] ?? "") \($0["glyph"] ?? "") \($0["cluster"] ?? "")" }
    #expect(Set(places).count == places.count && glyphs.count <= text.unicodeScalars.count)
    let path = folder.file("page.svg")
    #expect(try render(text, path).code == 0)
    let svg = try String(contentsOfFile: path, encoding: .utf8)
    #expect(svg.components(separatedBy: "<path").count - 1 == glyphs.count)
  }

  static let mistakes: [(line: String, says: String)] = [
    (#"{"text":1}"#, "text must be a string"), (#"{"language":"zh"}"#, "the text is missing"),
    ("[]", "must be a JSON object"),
    (#"{"text":"a","wdth":3}"#, "unknown key \"wdth\""), (#"{"text":"a","size":1}"#, "size must be"),
    (#"{"text":"a","base":"up"}"#, "base must be"), (#"{"text":"a","width":0}"#, "width must be"),
    (#"{"text":"a\ud800"}"#, ":2:"),
    (#"{"text":"a","font":"/nonexistent.ttf"}"#, "/nonexistent.ttf"), ("{", ":2:"),
  ]

  @Test("A wrong line of a batch is explained with its place", arguments: mistakes)
  func mistake(line: String, says: String) throws {
    let path = folder.file("batch.jsonl")
    try "{\"text\":\"fine\"}\n\(line)\n".write(toFile: path, atomically: true, encoding: .utf8)
    let result = try render("--batch", path)
    #expect(result.code != 0)
    #expect(result.errors.contains(says), "\(result.errors)")
  }

  @Test("SVG has an outline for every letter, and a color glyph as an image")
  func svg() throws {
    let path = folder.file("page.svg")
    #expect(try render("abc 😀", path, "--patches").code == 0)
    let svg = try String(contentsOfFile: path, encoding: .utf8)
    #expect(svg.components(separatedBy: "<path").count == 4)
    #expect(svg.components(separatedBy: "<image").count == 2)
    #expect(try XMLish.isBalanced(svg))
  }

  /// In an optimized build a paragraph of another direction beside one of Hebrew had ended every command that draws.
  @Test(
    "Paragraphs of both directions are drawn, whatever parts them and in either order",
    arguments: ["\n", "\r", "\r\n", "\u{85}", "\u{2029}"])
  func paragraphs(separator: String) throws {
    for (first, second) in [("שלום", "ab"), ("ab", "שלום"), ("שלום 12", "אב"), ("ab", "cd (אב)")] {
      let path = folder.file("paragraphs.png")
      let drawn = try render(first + separator + second, path)
      #expect(drawn.code == 0 && FileManager.default.fileExists(atPath: path), "\(drawn.errors)")
      let dumped = try render(first + separator + second, "--dump", "json")
      let lines = try #require(try dump(dumped.output)["lines"] as? [[String: Any]], "\(dumped.errors)")
      #expect(lines.count == 2)
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test("Results that find no room are a failure, and a device stays one")
  func noRoom() throws {
    let line = "\(BuiltCommand.render.path) ab --dump json > /dev/full; echo $?"
    #expect(ShellOutput.of(line + " 2>\(folder.file("errors"))")?.contains("1") == true)
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let drawn = ShellOutput.of(
      "timeout -s KILL 20 cat \(pipe) | wc -c & timeout -s KILL 20 \(BuiltCommand.render.path) ab \(pipe); wait; test -p \(pipe) && echo pipe"
    )
    #expect(drawn?.contains("pipe") == true, "\(drawn ?? "")")
    #expect((drawn?.split(whereSeparator: \.isWhitespace).first).flatMap { Int($0) } ?? 0 > 100)
  }

  @Test("An image of absurd size is refused by its sides")
  func largeImage() throws {
    let drawn = try render("a", folder.file("a.png"), "--rows", "1024", "--columns", "1024", "--zoom", "32")
    #expect(drawn.code == 2 && drawn.errors.contains("524288 pixels wide"), "\(drawn.errors)")
  }

  @Test("The sheet of scripts shows them all")
  func scriptSheet() throws {
    let path = folder.file("scripts.png")
    let result = try render("--script-sheet", path)
    let count = result.errors.split(separator: " ").lazy.compactMap { Int($0) }.first ?? 0
    #expect(count >= 150, "\(result.errors)")
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test("Nothing to draw is a mistake in the command's use")
  func nothing() throws {
    let result = try render()
    #expect(result.code == 2 && result.errors.contains("say what to draw"))
  }
}

/// Enough of XML to see that every element ends.
enum XMLish {
  static func isBalanced(_ text: String) throws -> Bool {
    var open = 0
    for tag in text.split(separator: "<").compactMap({ $0.split(separator: ">").first }) {
      if tag.hasPrefix("/") { open -= 1 } else if !tag.hasSuffix("/") { open += 1 }
    }
    return open == 0
  }
}
