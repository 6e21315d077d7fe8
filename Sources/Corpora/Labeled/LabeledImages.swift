/// Images of which each belongs to a class or to several: what classification is measured on.
public struct LabeledImages: Sendable {
  /// An image that is not decoded yet, and its classes.
  public struct Item: Sendable, Equatable {
    public let image: ImageLocation
    /// Numbers of its classes, ascending; one, but where images may have several.
    public let labels: [Int]
    public let origin: Origin

    public init(image: ImageLocation, labels: [Int], origin: Origin) {
      self.image = image
      self.labels = labels
      self.origin = origin
    }
  }

  /// Where they were opened.
  public let path: String
  /// Names of the classes as the files have them; people's words for them may stand elsewhere.
  public let classes: [String]
  public let items: [Item]
  /// Texts around a class's name that lie beside the images, as `webdataset` folders have them; nil where there are none.
  public let templates: [String]?
  /// What was skipped, with its origin.
  public let skipped: SkippedRecords

  /// Whether an image may have several classes.
  public var hasSeveralLabels: Bool { items.contains { $0.labels.count != 1 } }

  init(
    path: String, classes: [String], items: [Item], templates: [String]? = nil,
    skipped: SkippedRecords = SkippedRecords()
  ) throws {
    guard !items.isEmpty else { throw CorpusError("\(path): no images with a class are in it") }
    self.path = path
    self.classes = classes
    self.items = items
    self.templates = templates
    self.skipped = skipped
  }

  /// Finds the images of a folder, file or pattern; they are not opened. What it is, is told by what is in it:
  ///
  /// - a folder for every class (Chinese-CLIP's and ELEVATER's `test/000/…` too), classes in the order of the folders' names;
  /// - tar shards with an image and a number in `.cls` a sample, `classnames.txt` beside them (CLIP_benchmark's form);
  /// - the binary files of CIFAR-10 and CIFAR-100;
  /// - JSON lines, `{"image": "a.jpg", "label": "cat"}`, or `"labels": ["cat", "dog"]` where there may be several.
  ///
  /// - Parameters:
  ///   - split: a folder within, such as `test`, or CIFAR's files of that name. The path may be that of the split itself, as
  ///     it tells.
  ///   - usual: the split that is taken where there is one of this name and none is asked for.
  ///
  /// Throws `CorpusError` when nothing with a class is there, and where a file's path does not tell the split that is asked for.
  public static func open(
    _ path: String, split: String? = nil, usual: String = "test"
  ) throws -> LabeledImages {
    var path = path
    while path.hasSuffix("/"), path.utf8.count > 1 { path.removeLast() }
    try SourceFile.checkContent(path)
    guard SourceFile.isFolder(path) else {
      if let split { try check(split, of: path) }
      if SourceFile.unpackedName(path).hasSuffix(".tar") { return try LabeledShards(path: path).read() }
      guard SourceFile.isReadable(path) else { throw CorpusError("\(path): there is no such file or folder") }
      return try LabeledLines(path: path).read()
    }
    if let cifar = CIFARFiles(folder: path, split: split ?? usual) { return try cifar.read() }
    // The folder may be the split's itself.
    let isSplit = split.map { wanted in SplitName.inFolder(path).map { SplitName.takes($0, as: wanted) } ?? false }
    let inner = path + "/" + (split ?? usual)
    guard split == nil || isSplit == true || SourceFile.isFolder(inner) else {
      let there = try SourceFile.names(in: path).filter { SourceFile.isFolder(path + "/" + $0) }
      throw CorpusError("\(inner): there is no such folder; there are \(there.prefix(8).joined(separator: ", "))")
    }
    let folder = SourceFile.isFolder(inner) ? inner : path
    return ShardFolder.holdsShards(folder)
      ? try LabeledShards(path: folder).read() : try ClassFolders(path: folder).read()
  }

  /// Throws where a file's path does not tell the split that was asked for, which would change nothing.
  private static func check(_ split: String, of path: String) throws {
    let told = SplitName.inPath(path)
    if let told, SplitName.takes(told, as: split) { return }
    throw CorpusError(
      "\(path): the split “\(split)” is asked for, and the path tells \(told.map { "“\($0)”" } ?? "none"); name the split's own "
        + "file or folder and leave --split out")
  }

  /// The same images, some of them.
  public func choosing(_ numbers: some Sequence<Int>) throws -> LabeledImages {
    try LabeledImages(
      path: path, classes: classes, items: numbers.map { items[$0] }, templates: templates, skipped: skipped)
  }

  /// The images of some classes, which become classes 0, 1, … in the order given.
  ///
  /// Throws when a number names no class, or no image is of any of them.
  public func keeping(classes numbers: [Int]) throws -> LabeledImages {
    guard numbers.allSatisfy(classes.indices.contains) else {
      throw CorpusError(
        "\(path): there are \(classes.count) classes, and the class \(numbers.max() ?? 0) is asked for; is this the right data for these names?"
      )
    }
    let places = Dictionary(
      numbers.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let kept = items.compactMap { item -> Item? in
      let labels = item.labels.compactMap { places[$0] }.sorted()
      return labels.isEmpty ? nil : Item(image: item.image, labels: labels, origin: item.origin)
    }
    return try LabeledImages(
      path: path, classes: numbers.map { classes[$0] }, items: kept, templates: templates, skipped: skipped)
  }

  /// Numbers of the images of every class, ascending; images of several classes stand in each.
  public var imagesOfClasses: [[Int]] {
    var images = [[Int]](repeating: [], count: classes.count)
    for (number, item) in items.enumerated() { for label in item.labels { images[label].append(number) } }
    return images
  }
}
