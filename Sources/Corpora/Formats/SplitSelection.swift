import Console

/// The split of a source that was asked for, and what splits its records name.
struct SplitSelection {
  private let wanted: String?
  /// Records a name; those without one under the empty name.
  private var seen: [String: Int] = [:]
  private var taken = 0

  init(_ wanted: String?) {
    self.wanted = wanted
  }

  /// Counts a record, or `count` of them; true where it is one of those that were asked for.
  mutating func takes(_ name: String?, count: Int = 1) -> Bool {
    seen[name ?? "", default: 0] += count
    guard let wanted else { return true }
    guard let name, SplitName.takes(name, as: wanted) else { return false }
    taken += count
    return true
  }

  /// What people may not expect of the choice.
  ///
  /// - Parameters:
  ///   - path: of the source.
  ///   - namesAll: whether every record should name its split, whatever the others do.
  ///
  /// Throws `CorpusError` where records were found, but none of the split.
  func notes(at path: String, namesAll: Bool = false) throws -> [String] {
    let names = seen.keys.filter { !$0.isEmpty }.sorted()
    let unnamed = names.isEmpty && !namesAll ? nil : seen[""].map { NumberText.thousands($0) }
    guard let wanted else {
      let train = CorpusSplit.train.rawValue
      return [
        restval.map {
          "\(path): \(NumberText.counted($0, "image is", "images are")) of the split “restval”, which papers train on "
            + "besides “train”"
        },
        unnamed.map { "\(path): images that name no split: \($0); they are taken for “\(train)”" },
      ].compactMap { $0 }
    }
    if taken == 0, !seen.isEmpty {
      let there = names.isEmpty ? "its records name no split" : "its splits are \(names.joined(separator: ", "))"
      throw CorpusError("\(path): no records of the split “\(wanted)” are in it; \(there)")
    }
    var notes = unnamed.map { ["\(path): images that name no split: \($0); they are skipped"] } ?? []
    if wanted.lowercased() != SplitName.restval, SplitName.isTraining(wanted), let restval {
      let images = NumberText.counted(restval, "image", "images")
      notes.append("\(path): the split “\(wanted)” takes \(images) of “restval” too, as papers do")
    }
    let others = names.filter {
      $0 != wanted && $0.lowercased() != SplitName.restval && SplitName.takes($0, as: wanted)
    }
    if !others.isEmpty {
      notes.append(
        "\(path): the split “\(wanted)” is called \(others.map { "“\($0)”" }.joined(separator: " and ")) there")
    }
    return notes
  }

  private var restval: Int? {
    seen.first { $0.key.lowercased() == SplitName.restval }.map(\.value)
  }
}
