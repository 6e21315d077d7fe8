import FoundationEssentials
import Testing

@Suite("The floors of the house")
struct FloorTests {
  @Test("every target stands on its floor, imports what it depends on, and only what stands below it")
  func house() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let (house, table) = try House.read(root)
    #expect(table.complaints == [])
    #expect(house.complaints == [])
    // What is read is the whole house.
    #expect(house.sources.count > 40 && house.imports["Corpora"]?.contains("Images") == true)
    #expect(house.dependencies["CDNNL"] == ["CKernels"] && house.imports["FilesTests"]?.contains("Files") == true)
  }

  /// A small house in order: a cellar, a room above it, and the room's tests.
  static let small: House = {
    var house = House()
    house.floors = ["Cellar": 0, "Room": 1]
    house.sources = ["Cellar", "Room"]
    house.dependencies = ["Cellar": [], "Room": ["Cellar"], "RoomTests": ["Room", "clippo-train"]]
    house.imports = ["Cellar": ["Glibc"], "Room": ["Cellar"], "RoomTests": ["Room", "Testing"]]
    return house
  }()

  static let disorders: [(complaint: String, change: @Sendable (inout House) -> Void)] = [
    (
      "Cellar on floor 0 imports Room, which stands on floor 1",
      {
        $0.dependencies["Cellar"] = ["Room"]; $0.imports["Cellar"] = ["Room"]
      }
    ),
    ("Room on floor 0 imports Cellar, which stands on floor 0", { $0.floors["Room"] = 0 }),
    ("Room imports Cellar and does not depend on it", { $0.dependencies["Room"] = [] }),
    ("Cellar depends on CKernels and does not import it", { $0.dependencies["Cellar"] = ["CKernels"] }),
    ("RoomTests imports Cellar and does not depend on it", { $0.imports["RoomTests"]?.insert("Cellar") }),
    (
      "RoomTests imports Foundation and sees CICU; FoundationEssentials has no ICU",
      {
        $0.floors["CICU"] = 0
        $0.sources.insert("CICU")
        $0.imports["Cellar"]?.insert("CICU")
        $0.dependencies["Cellar"] = ["CICU"]
        $0.floors["Cellar"] = 1
        $0.floors["Room"] = 2
        $0.imports["RoomTests"]?.insert("Foundation")
      }
    ),
    ("Room has no floor", { $0.floors["Room"] = nil }),
    ("Attic has a floor and is no target", { $0.floors["Attic"] = 3 }),
    ("Room imports Foundation; FoundationEssentials is enough", { $0.imports["Room"]?.insert("Foundation") }),
  ]

  @Test("each disorder is one sentence", arguments: disorders.indices)
  func disorder(index: Int) {
    #expect(Self.small.complaints == [])
    var house = Self.small
    Self.disorders[index].change(&house)
    #expect(house.complaints == [Self.disorders[index].complaint])
  }

  @Test("the table's lines are a floor and its targets, each target once")
  func table() {
    let table = FloorTable("# floors\n0  A B\n\n1  C\n2 A\nx D\n")
    #expect(table.floors == ["A": 2, "B": 0, "C": 1])
    #expect(table.complaints == ["A stands in the table twice", "a line begins with no floor: x D"])
  }

  @Test("the manifest's targets are read with what they depend on, however they are declared")
  func manifest() {
    let manifest = PackageManifest(
      """
      func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
        .target(name: name, dependencies: dependencies)
      }
      targets: [
        systemLibrary("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
        .target(name: "CDNNL", dependencies: ["CKernels"], linkerSettings: [.linkedLibrary("dnnl")]),
        // library("Old", ["CZlib"]),
        library("JSON", []),
        library(
          "Corpora",
          [
            "JSON", "CZlib",
          ]),
        tests("CorporaTests", ["Corpora"], fixtures: true),
      ]
      """)
    #expect(
      manifest.dependencies == [
        "CZlib": [], "CPNG": [], "CDNNL": ["CKernels"], "JSON": [], "Corpora": ["JSON", "CZlib"],
        "CorporaTests": ["Corpora"],
      ])
  }
}
