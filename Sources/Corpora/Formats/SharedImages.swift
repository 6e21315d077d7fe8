import Console

/// Images that are trained and held out as well: recall on them says nothing of images that were never seen.
///
/// An image is known by its place, its file or its bytes within one, so that nothing has to be read; `CopiedImages` finds others
/// that are the same, a few of each source, and `clippo-eval contamination` all, by reading them.
struct SharedImages {
  private var heldOut: [UInt64: [Int]] = [:]
  private var splits: [(name: String, images: Int, shared: Set<UInt64>, first: Origin?)] = []

  /// Adds a held-out source under its name.
  mutating func hold(_ store: any RecordStore, as name: String) {
    let marks = Set((0..<store.catalog.count).map(store.imageMark))
    for mark in marks { heldOut[mark, default: []].append(splits.count) }
    splits.append((name, marks.count, [], nil))
  }

  /// Looks for the held-out images in a training source.
  mutating func look(in store: any RecordStore) {
    guard !heldOut.isEmpty else { return }
    for record in 0..<store.catalog.count {
      let mark = store.imageMark(record)
      for split in heldOut[mark] ?? [] where splits[split].shared.insert(mark).inserted {
        if splits[split].first == nil { splits[split].first = (try? store.record(record))?.origin }
      }
    }
  }

  /// How many images a held-out source has, and the marks of those that are trained; sources count in the order they were added.
  func found(_ split: Int) -> (images: Int, marks: Set<UInt64>) { (splits[split].images, splits[split].shared) }

  /// A sentence for each held-out source that shares images with training.
  var sentences: [String] {
    splits.compactMap { split in
      guard !split.shared.isEmpty else { return nil }
      let first = split.first.map { ", the first at \($0)" } ?? ""
      return
        "\(NumberText.thousands(split.shared.count)) of the \(NumberText.thousands(split.images)) images held out as "
        + "“\(split.name)” are trained too\(first): recall on them is not that of unseen images; choose another split for one "
        + "of the two"
    }
  }
}
