import FoundationEssentials
import TestSupport
import Testing

@testable import Corpora

@Suite("Bags of captions")
struct CaptionBagsTests {
  private func list(_ lines: String) throws -> (folder: TemporaryFolder, entities: EntityList) {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/entities.txt"
    try Data(lines.utf8).write(to: URL(filePath: path))
    return (folder, try EntityList(path: path))
  }

  private func pieces(_ caption: String, _ bags: CaptionBags) throws -> [String] {
    let bytes = Array(caption.utf8)
    return try bags.ranges(of: caption).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test(
    "entities are found the longest first, and what is left is words, and characters where there are no spaces",
    arguments: [
      ("a red panda eats", ["a", "red panda", "eats"]),
      ("Red Pandas", ["Red", "Pandas"]),
      ("一只大熊猫在吃竹子", ["一", "只", "大熊猫", "在", "吃", "竹子"]),
      ("red-panda, ok", ["red", "-", "panda", ",", "ok"]),
      ("CAFÉ table", ["CAFÉ", "table"]),
      ("cafe\u{301} table", ["cafe\u{301}", "table"]),
      ("", []), ("  ", []),
    ])
  func entities(caption: String, expected: [String]) throws {
    let (folder, entities) = try list("red panda\n panda \r\n\n熊猫\n大熊猫\n竹子\ncafé\n")
    #expect(entities.count == 6)
    #expect(try pieces(caption, CaptionBags(entities: entities)) == expected)
    withExtendedLifetime(folder) {}
  }

  @Test(
    "words are ICU's in every script",
    arguments: [
      ("a red panda", ["a", "red", "panda"]), ("don't, 3.5 kg", ["don't", ",", "3.5", "kg"]),
      ("大熊猫吃竹子", ["大熊猫", "吃", "竹子"]), ("👩‍👧 ok", ["👩‍👧", "ok"]),
    ])
  func words(caption: String, expected: [String]) throws {
    #expect(try pieces(caption, CaptionBags(entities: nil)) == expected)
  }

  @Test("a list is told from another by what it holds, not by the order of its lines or by its capital letters")
  func checksum() throws {
    func checksum(_ lines: String) throws -> UInt64 { try list(lines).entities.checksum }
    let known = try checksum("red panda\n竹子\n")
    #expect(try checksum("\n竹子 \nRed Panda\r\n竹子") == known)
    #expect(try checksum("red panda\n") != known && checksum("red pandas\n竹子\n") != known)
  }

  @Test("a bag has the patches that show it, on one line or two, with the share that is its own")
  func patches() throws {
    let (folder, entities) = try list("red panda\n")
    let bags = try CaptionBags(entities: entities)
    // "a re|d |panda| ok": the entity is broken between two lines.
    let found = try bags.bags(of: "a red panda ok", layout: [0..<4, 4..<6, 6..<11, 0..<0, 11..<14])
    #expect(
      found == [
        PatchBag(patches: [0], shares: [0.25]), PatchBag(patches: [0, 1, 2], shares: [0.5, 1, 1]),
        PatchBag(patches: [4], shares: [2.0 / 3]),
      ])
    // What no patch shows, because it was cut off, is no bag.
    #expect(try bags.bags(of: "a red panda ok", layout: [0..<1]).count == 1)
    withExtendedLifetime(folder) {}
  }

  @Test("an entity occurs where it is a word of its own")
  func occurs() throws {
    let (folder, entities) = try list("cat\n猫\n")
    #expect(entities.occurs(in: "my CAT") && entities.occurs(in: "大熊猫") && !entities.occurs(in: "category concat"))
    withExtendedLifetime(folder) {}
  }

  @Test("a file without entries, or none, is refused with its name")
  func refused() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/entities.txt"
    try Data("\n  \n".utf8).write(to: URL(filePath: path))
    #expect(throws: CorpusError.self) { try EntityList(path: path) }
    let missing = #expect(throws: (any Error).self) { try EntityList(path: "\(folder.path)/no.txt") }
    #expect("\(missing.map { "\($0)" } ?? "")".contains("no.txt"))
    try Data([0x61, 0x0A, 0xFF, 0x0A]).write(to: URL(filePath: path))
    let broken = #expect(throws: CorpusError.self) { try EntityList(path: path) }
    #expect(broken?.description.contains("entities.txt") == true && broken?.description.contains("2") == true)
  }
}
