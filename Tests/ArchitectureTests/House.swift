import FoundationEssentials

/// The targets of the package: on which floor they stand, what they say that they depend on, and what their files import.
struct House {
  var floors: [String: Int] = [:]
  /// What is declared, of targets and of tests.
  var dependencies: [String: Set<String>] = [:]
  /// What the files of a target of Swift import, the house's own targets and others.
  var imports: [String: Set<String>] = [:]
  /// Targets that stand in `Sources`.
  var sources: Set<String> = []

  /// What is wrong, a sentence each; nothing where the house is as its table says.
  var complaints: [String] {
    placeComplaints + floorComplaints + importComplaints + foundationComplaints
  }

  /// Foundation brings an ICU of its own, whose types are not the distribution's: whoever sees both does not compile in a release
  /// build. What commands are made of is not seen by their tests.
  private var foundationComplaints: [String] {
    func sees(_ target: String, _ met: Set<String> = []) -> Bool {
      dependencies[target, default: []].contains {
        $0 == "CICU" || !$0.hasPrefix("clippo-") && !met.contains($0) && sees($0, met.union([target]))
      }
    }
    return imports.filter { $0.value.contains("Foundation") && sees($0.key) }.keys.sorted().map {
      "\($0) imports Foundation and sees CICU; FoundationEssentials has no ICU"
    }
  }

  /// Every target of `Sources` has its floor, and every floor's target is there.
  private var placeComplaints: [String] {
    sources.subtracting(floors.keys).sorted().map { "\($0) has no floor" }
      + Set(floors.keys).subtracting(sources).sorted().map { "\($0) has a floor and is no target" }
  }

  private var floorComplaints: [String] {
    sources.sorted().flatMap { target -> [String] in
      let below = dependencies[target, default: []].union(imports[target, default: []].intersection(sources))
      return below.sorted().compactMap { other in
        guard let own = floors[target], let floor = floors[other], floor >= own else { return nil }
        return "\(target) on floor \(own) imports \(other), which stands on floor \(floor)"
      }
    }
  }

  /// What is imported is declared and the other way round; tests may need a command that they run.
  private var importComplaints: [String] {
    imports.keys.sorted().flatMap { target -> [String] in
      let declared = dependencies[target, default: []]
      let used = imports[target, default: []]
      let missing = used.intersection(dependencies.keys).subtracting(declared)
      let idle = declared.subtracting(used).filter { !$0.hasPrefix("clippo-") }
      return missing.sorted().map { "\(target) imports \($0) and does not depend on it" }
        + idle.sorted().map { "\(target) depends on \($0) and does not import it" }
        + (sources.contains(target) && used.contains("Foundation")
          ? ["\(target) imports Foundation; FoundationEssentials is enough"] : [])
    }
  }
}

extension House {
  /// Reads the package that this test belongs to.
  static func read(_ root: String) throws -> (house: House, table: FloorTable) {
    let table = FloorTable(try String(contentsOfFile: root + "/Sources/floors.txt", encoding: .utf8))
    let manifest = PackageManifest(try String(contentsOfFile: root + "/Package.swift", encoding: .utf8))
    var house = House()
    house.floors = table.floors
    house.dependencies = manifest.dependencies
    for place in ["Sources", "Tests"] {
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(place)") {
        guard name != "floors.txt", name != "Fuzzing" else { continue }
        if place == "Sources" { house.sources.insert(name) }
        let imported = try imports(inFolder: "\(root)/\(place)/\(name)")
        if let imported { house.imports[name] = imported }
      }
    }
    return (house, table)
  }

  /// What the Swift files of a folder import; nil where there is none.
  private static func imports(inFolder folder: String) throws -> Set<String>? {
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
    guard !files.isEmpty else { return nil }
    return try files.reduce(into: []) { found, file in
      for line in try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place + 1 == words.count - 1,
          words[..<place].allSatisfy({ $0.hasPrefix("@") || $0 == "public" })
        else { continue }
        found.insert(String(words[place + 1]))
      }
    }
  }
}
