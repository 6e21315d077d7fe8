import Console

/// Pictures that are trained and held out as well: recall on them says nothing of pictures that were never seen.
///
/// A picture is known by its place, its file or its bytes within one, so that nothing has to be read; `CopiedPictures` finds others
/// that are the same, a few of each source, and `clippo-eval contamination` all, by reading them.
struct SharedPictures {
  private var heldOut: [UInt64: [Int]] = [:]
  private var splits: [(name: String, pictures: Int, shared: Set<UInt64>, first: Origin?)] = []

  /// Adds a held-out source under its name.
  mutating func hold(_ store: any RecordStore, as name: String) {
    let marks = Set((0..<store.catalog.count).map(store.pictureMark))
    for mark in marks { heldOut[mark, default: []].append(splits.count) }
    splits.append((name, marks.count, [], nil))
  }

  /// Looks for the held-out pictures in a training source.
  mutating func look(in store: any RecordStore) {
    guard !heldOut.isEmpty else { return }
    for record in 0..<store.catalog.count {
      let mark = store.pictureMark(record)
      for split in heldOut[mark] ?? [] where splits[split].shared.insert(mark).inserted {
        if splits[split].first == nil { splits[split].first = (try? store.record(record))?.origin }
      }
    }
  }

  /// How many pictures a held-out source has, and the marks of those that are trained; sources count in the order they were added.
  func found(_ split: Int) -> (pictures: Int, marks: Set<UInt64>) { (splits[split].pictures, splits[split].shared) }

  /// A sentence for each held-out source that shares pictures with training.
  var sentences: [String] {
    splits.compactMap { split in
      guard !split.shared.isEmpty else { return nil }
      let first = split.first.map { ", the first at \($0)" } ?? ""
      return
        "\(NumberText.thousands(split.shared.count)) of the \(NumberText.thousands(split.pictures)) pictures held out as "
        + "“\(split.name)” are trained too\(first): recall on them is not that of unseen pictures; choose another split for one "
        + "of the two"
    }
  }
}
