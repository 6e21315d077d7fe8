@testable import Application
import FoundationEssentials
import Testing

@testable import Recipes

@Suite("Run folders")
struct RunFolderTests {
  @Test("a new run is named after its recipe, its languages and the time")
  func naming() {
    var recipe = Recipe()
    let moment = Date(timeIntervalSince1970: 1_700_000_000)
    #expect(RunFolder(newFor: recipe, now: moment).path == "runs/emoji-zh-20231114-221320")
    recipe.languages = ["zh", "en"]
    #expect(RunFolder(newFor: recipe, now: moment).path == "runs/emoji-zh+en-20231114-221320")
    recipe.languages = ["a", "b", "c", "d", "e"]
    #expect(RunFolder(newFor: recipe, now: moment).path == "runs/emoji-5-languages-20231114-221320")
  }

  @Test("no run is a sentence")
  func none() {
    #expect(throws: (any Error).self) { try RunFolder.newest(in: "/nonexistent") }
  }
}
