import FoundationEssentials
import JSON
import TestSupport
import Testing

@testable import Corpora

@Suite("Prompts")
struct PromptFileTests {
  private static func file(_ text: String) throws -> PromptFile {
    let folder = try TemporaryFolder()
    return try PromptFile(path: folder.write("f", text))
  }

  @Test(
    "Names are read in every form that people have",
    arguments: [
      ("丁鲷\n金鱼\n\n", nil, nil, [["丁鲷"], ["金鱼"]], nil),
      (#"["a", ["b", "bee"]]"#, nil, nil, [["a"], ["b", "bee"]], nil),
      (#"{"imagenet1k": ["a", "b"]}"#, nil, "zh", [["a"], ["b"]], nil),
      (#"{"x": ["a"], "Y": ["b"]}"#, "y", nil, [["b"]], nil),
      (
        #"{"language": "zh", "templates": ["{}"], "classes": {"x": ["a"], "y": [["b", "c"]]}}"#, "y", nil,
        [["b", "c"]], nil
      ),
      (#"{"ZH": [[3, 9], ["三", "九"]], "DE": [[1], ["eins"]]}"#, nil, "zh", [["三"], ["九"]], [3, 9]),
    ] as [(String, String?, String?, [[String]], [Int]?)])
  func names(text: String, set: String?, language: String?, names: [[String]], numbers: [Int]?) throws {
    #expect(try Self.file(text).names(of: set, language: language) == .init(names: names, numbers: numbers))
  }

  @Test(
    "Files say which languages they are in, where they do",
    arguments: [
      (#"{"EN": [[0, 1], ["red", "blue"]], "zh-Hant": [[0], ["紅"]]}"#, nil, ["EN", "zh-Hant"]),
      (#"{"language": "hi", "templates": ["{}"], "classes": {"x": ["a"]}}"#, nil, ["hi"]),
      (#"{"cifar10": ["a"], "imagenet1k": ["b"]}"#, nil, nil), (#"["a", "b"]"#, nil, nil), ("a\nb\n", nil, nil),
      (#"{"dtd": ["a"], "sun": ["b"]}"#, "dtd", nil),
    ] as [(String, String?, [String]?)])
  func languages(text: String, set: String?, languages: [String]?) throws {
    #expect(try Self.file(text).languages(of: set) == languages)
  }

  @Test("Templates are shared by all classes, or a class has texts of its own")
  func templates() throws {
    #expect(try Self.file("{}的照片\n").templates() == .shared(["{}的照片"]))
    #expect(try Self.file(#"{"ZH": ["{} x"], "DE": ["{}"]}"#).templates(language: "zh") == .shared(["{} x"]))
    #expect(
      try Self.file(#"{"imagenet1k": {"tench": ["a tench."], "cat": ["a cat."]}}"#).templates(of: "imagenet1k")
        == .own(["tench": ["a tench."], "cat": ["a cat."]]))
    #expect(try Self.file(#"{"classes": {"x": ["a"]}}"#).templates() == .shared(["{}"]))
  }

  @Test(
    "What is no list of names is refused with what there is",
    arguments: [
      (#"{"x": ["a"], "y": ["b"]}"#, nil, "several lists; say which: x, y"),
      (#"{"x": ["a"]}"#, "z", "there is no “z”: x"),
      (#"[3]"#, nil, "a text that is not empty, not 3"), (#"{"x": 5}"#, "x", "a list of names"),
      (#"[[]]"#, nil, "no name"),
      (#"{"ZH": [[0], ["红"]]}"#, nil, "there is no “en”: ZH"),
      (#"[[1, 2], ["a"]]"#, nil, "2 numbers of classes and 1 names"), ("[\"a\"", nil, "f"),
      ("", nil, "a list of names"),
    ] as [(String, String?, String)])
  func refusals(text: String, set: String?, message: String) throws {
    let error = #expect(throws: (any Error).self) {
      try Self.file(text).names(of: set, language: text.contains("ZH") ? "en" : nil)
    }
    #expect(error.map { "\($0)".contains(message) } == true, "\(String(describing: error))")
  }

  @Test("The built-in prompts are those of configs/prompts; every language has the same sets")
  func builtIn() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/../../configs/prompts"
    let languages = ["ar", "de", "en", "es", "fr", "hi", "ja", "ko", "ru", "zh"]
    #expect(PromptFile.builtInLanguages == languages)
    #expect(try PromptFile.builtIn("zh").languages() == ["zh"])
    for language in languages {
      let isSame = try builtInPromptsJSON[language].map { $0 + "\n" } == SourceFile.text("\(folder)/\(language).json")
      #expect(isSame, "run configs/prompts/embed after changing \(language).json")
      let file = try PromptFile.builtIn(language)
      for (set, count) in [("cifar10", 10), ("cifar100", 100), ("stl10", 10), ("eurosat", 10)] {
        let names = try file.names(of: set).names
        #expect(names.count == count && Set(names.map { $0[0] }).count == count)
      }
      guard case .shared(let templates) = try file.templates(of: "cifar10") else { continue }
      #expect(
        templates.count >= 10 && templates.allSatisfy { $0.contains("{}") } && Set(templates).count == templates.count)
    }
    #expect(try PromptFile.builtIn("zh-Hant").names(of: "stl10").names[3] == ["猫", "猫咪"])
    #expect(throws: CorpusError.self) { try PromptFile.builtIn("xx") }
  }
}
