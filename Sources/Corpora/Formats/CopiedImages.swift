import Console

/// Images that are trained and held out under different names: links to a file, copies, shards made of the same files.
///
/// Records drawn by chance stand for all, so that a start costs no more however large the corpora are: of each source held out
/// 512 images at most, of all training sources 8,192 records at most. Each file is looked up; `ImageCopy.prefix`
/// bytes at most are read, and only of images that are as large as one of the other side.
struct CopiedImages {
  /// Images of a held-out source that are looked for at most.
  var heldOutLimit = 512
  /// Records of all training sources together that they are looked for among at most.
  var trainedLimit = 8_192

  /// A held-out image, and what was found of it.
  private struct Asked {
    let copy: ImageCopy
    let store: any RecordStore
    let record: Int
    let split: Int
    /// The hash of its first bytes: not computed, not to be had, or a number.
    var hash: UInt64??
    var isFound = false
  }

  private struct Split {
    let name: String
    /// Images that are not known to be trained by their paths.
    let images: Int
    var queried = 0
    var sameFiles = 0
    var sameBytes = 0
    var first: (heldOut: Origin, trained: Origin)?
  }

  private var splits: [Split] = []
  private var queried: [Asked] = []
  private var byFile: [ImageCopy.File: [Int]] = [:]
  private var byGroups: [Int: [Int]] = [:]
  private var looked = 0
  private var trained = 0

  init() {}

  /// Draws images of a held-out source.
  ///
  /// - Parameter known: marks of images that are known to be trained.
  mutating func hold(_ store: any RecordStore, as name: String, images: Int, known: Set<UInt64>) {
    var (split, drawn) = (Split(name: name, images: images - known.count), Set<UInt64>())
    let order = SeededPermutation(count: store.catalog.count, seed: 1)
    for place in 0..<min(store.catalog.count, heldOutLimit) {
      let record = order[place]
      let mark = store.imageMark(record)
      guard !known.contains(mark), drawn.insert(mark).inserted, let copy = store.copy(record) else { continue }
      byFile[copy.file, default: []].append(queried.count)
      byGroups[copy.groups, default: []].append(queried.count)
      queried.append(Asked(copy: copy, store: store, record: record, split: splits.count))
      split.queried += 1
    }
    splits.append(split)
  }

  /// Looks for the images drawn among records drawn of the training sources.
  mutating func look(in stores: [any RecordStore]) {
    guard !queried.isEmpty else { return }
    trained = stores.reduce(0) { $0 + $1.catalog.count }
    for store in stores {
      let count = store.catalog.count
      let share = trained <= trainedLimit ? count : count * trainedLimit / max(trained, 1)
      let order = SeededPermutation(count: count, seed: 2)
      for place in 0..<share { look(at: order[place], of: store) }
      looked += share
    }
  }

  private mutating func look(at record: Int, of store: any RecordStore) {
    guard let copy = store.copy(record) else { return }
    for number in byFile[copy.file] ?? [] { find(number, by: \.sameFiles, record, store) }
    let alike = (byGroups[copy.groups] ?? []).filter { !queried[$0].isFound }
    guard !alike.isEmpty, let hash = copy.prefixHash() else { return }
    for number in alike {
      let own: UInt64? = queried[number].hash ?? queried[number].copy.prefixHash()
      queried[number].hash = .some(own)
      if own == hash { find(number, by: \.sameBytes, record, store) }
    }
  }

  private mutating func find(
    _ number: Int, by way: WritableKeyPath<Split, Int>, _ record: Int, _ store: any RecordStore
  ) {
    guard !queried[number].isFound else { return }
    queried[number].isFound = true
    let split = queried[number].split
    splits[split][keyPath: way] += 1
    guard splits[split].first == nil, let heldOut = try? queried[number].store.record(queried[number].record).origin,
      let trained = try? store.record(record).origin
    else { return }
    splits[split].first = (heldOut, trained)
  }

  /// A sentence for each held-out source that shares images with training under other names.
  var sentences: [String] { splits.compactMap(sentence) }

  private func sentence(_ split: Split) -> String? {
    let found = split.sameFiles + split.sameBytes
    guard found > 0 else { return nil }
    let isWhole = split.queried == split.images && looked == trained
    let reach = Double(looked) / Double(max(trained, 1))
    let percent = min(100, 100 * Double(found) / Double(split.queried) / reach)
    let share =
      isWhole ? NumberText.thousands(found) : "about \(NumberText.fixed(percent, decimals: percent < 10 ? 1 : 0)) %"
    let ways = [
      split.sameFiles > 0 ? "\(NumberText.thousands(split.sameFiles)) are the same files" : nil,
      split.sameBytes > 0 ? "\(NumberText.thousands(split.sameBytes)) begin with the same bytes and are as large" : nil,
    ].compactMap { $0 }.joined(separator: ", ")
    let first = split.first.map { ", the first at \($0.heldOut), trained at \($0.trained)" } ?? ""
    return
      "\(share) of the \(NumberText.thousands(split.images)) images held out as “\(split.name)” are trained too under other "
      + "names\(first) (\(NumberText.thousands(split.queried)) of them were compared with \(NumberText.thousands(looked)) of "
      + "\(NumberText.thousands(trained)) records of the training: \(ways)): recall on them is not that of unseen images; "
      + "clippo-eval contamination lists them"
  }
}

extension RecordStore {
  /// What tells copies of a record's image; nil where the image is not there.
  fileprivate func copy(_ record: Int) -> ImageCopy? {
    (try? self.record(record)).flatMap { ImageCopy($0.image) }
  }
}
