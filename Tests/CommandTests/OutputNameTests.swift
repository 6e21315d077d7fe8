import Foundation
import TestSupport
import Testing

/// What commands refuse before they read or compute anything.
@Suite("Outputs and options that could not be followed")
struct OutputNameTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Command, words, a part of the sentence.
  typealias Case = (command: BuiltCommand, words: [String], says: String)

  private func expectRefusal(_ refused: Case) throws {
    let result = try refused.command.run(refused.words, home: folder.path)
    #expect(result.code == 2 && result.output == "", "\(refused.words): \(result.code) \(result.errors)")
    #expect(result.errors.contains(refused.says), "\(result.errors)")
    // Nothing is left but what the test's own runner writes.
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.allSatisfy { $0.hasSuffix(".out") || $0.hasSuffix(".err") }, "\(left)")
  }

  @Test(
    "A name that says another format is refused with the known endings",
    arguments: [
      (.render, ["a", "page.gif"], "page.gif: a page ends in .png or .svg"),
      (.render, ["--unifont", "a", "page.jpg"], "page.jpg: a page ends in .png or .svg"),
      (.render, ["--script-sheet", "all.svg"], "all.svg: a sheet of scripts ends in .png"),
      (.search, ["a", "--html", "found.png"], "found.png: a page ends in .html or .htm"),
      (.search, ["a", "--sheet", "found.gif"], "found.gif: a contact sheet ends in .png"),
      (
        .search, ["index", "x", "--skipped", "p.csv"],
        "p.csv: a list of skipped images ends in .jsonl, .ndjson or .json"
      ),
      (.corpus, ["audit", "x", "--out", "page.txt"], "page.txt: a page ends in .html or .htm"),
      (.corpus, ["inspect", "x", "--out", "page.json"], "page.json: a page ends in .html or .htm"),
      (.corpus, ["inspect", "x", "--skipped", "p.html"], "p.html: a list of skipped records ends in"),
      (.corpus, ["sheet", "x", "--out", "sheet.jpg"], "sheet.jpg: a sheet ends in .png"),
      (.corpus, ["tokens", "x", "--out", "t"], "t: a report on lengths ends in .html, .htm or .json"),
      (.eval, ["retrieval", "--out", "r.csv"], "r.csv: a report ends in .html, .htm or .json"),
      (
        .eval, ["predict", "--data", "x", "--queries", "y", "--predictions", "p.tsv"],
        "p.tsv: a list of predictions ends in"
      ),
    ] as [Case])
  func names(refused: Case) throws { try expectRefusal(refused) }

  @Test("A page without an ending is a PNG")
  func unnamed() throws {
    let result = try BuiltCommand.render.run(["a", "page"], home: folder.path)
    #expect(result.code == 0, "\(result.errors)")
    let bytes = FileManager.default.contents(atPath: folder.file("page"))
    #expect(bytes?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
  }

  @Test(
    "The word for all languages stands alone",
    arguments: [
      (.eval, ["retrieval", "--lang", "all,zh"], "--lang names “all”, which stands for every language, beside zh"),
      (.corpus, ["audit", "x", "--lang", "zh,all"], "--lang names “all”"),
    ] as [Case])
  func languages(refused: Case) throws { try expectRefusal(refused) }

  @Test("A recipe's languages are checked alike, wherever they come from", arguments: ["--lang", "--set"])
  func recipeLanguages(option: String) throws {
    let words = option == "--set" ? [option, #"languages=["en","all"]"#] : [option, "all,en"]
    for command in [BuiltCommand.train, .compare] {
      let recipe = command == .compare ? [try recipe()] : ["--config", try recipe()]
      let result = try command.run(recipe + words + ["--dry-run"], home: folder.path)
      #expect(result.code != 0 && result.errors.contains("beside en; leave out one or the other"), "\(result.errors)")
    }
  }

  private func recipe() throws -> String {
    let path = folder.file("recipe.json")
    try Data(#"{"languages": ["zh"]}"#.utf8).write(to: URL(filePath: path))
    return path
  }

  @Test(
    "A level of instructions that does not exist is refused by every command, with those that do",
    arguments: [
      (.train, ["--dry-run"], ""), (.search, ["a"], ""), (.eval, [], ""), (.corpus, ["languages"], ""),
      (.render, ["a", "page.png"], ""), (.render, ["--batch", "-"], ""), (.compare, ["a", "b"], ""),
      (.weights, ["info", "x"], ""),
    ] as [Case])
  func levels(refused: Case) throws {
    let result = try refused.command.run(
      refused.words, home: folder.path, environment: ["CLIPPO_CPU_LEVEL": "fast"])
    #expect(result.code == 1 && result.output == "", "\(result.code) \(result.errors)")
    #expect(result.errors.contains("CLIPPO_CPU_LEVEL is no level of instructions; allowed: 0 ("), "\(result.errors)")
    #expect(result.errors.contains("5 (AMX with bfloat16)"), "\(result.errors)")
  }

  @Test(
    "What cannot be written is a sentence: what, where, why, and what to do",
    arguments: [
      (["a", "none/page.png"], "cannot write none/page.png: No such file or directory; check the path"),
      (["a", "none/page.svg"], "cannot write none/page.svg: No such file or directory; check the path"),
      (["a", "folder"], "cannot write folder: Is a directory; this is a folder, so name a file"),
      (["a", "file/page.png"], "cannot write file/page.png: Not a directory; a part of the path is a file"),
      (["a", "/dev/full"], "cannot write /dev/full: No space left on device; free some space"),
      (["a", String(repeating: "x", count: 300)], "File name too long; choose a shorter name"),
    ])
  func unwritable(words: [String], says: String) throws {
    try FileManager.default.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: folder.file("file")))
    let result = try BuiltCommand.render.run(words, home: folder.path)
    #expect(result.code == 1 && result.errors.contains(says), "\(result.code) \(result.errors)")
    #expect(!result.errors.contains("CocoaError") && result.errors.filter(\.isNewline).count == 1, "\(result.errors)")
  }
}
