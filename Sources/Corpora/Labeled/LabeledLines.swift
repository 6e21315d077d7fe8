import JSON

/// JSON lines: `{"image": "a.jpg", "label": "cat"}`, or `"labels": ["cat", "dog"]`. Classes are names, ordered by code unit, or
/// numbers from 0 on. Other members are left to their owners.
struct LabeledLines {
  let path: String

  private typealias Row = (image: ImageLocation, labels: [JSONValue], origin: Origin)

  func read() throws -> LabeledImages {
    var rows: [Row] = []
    var skipped = SkippedRecords()
    var lines = try LineReader(OpenFile(path: path))
    while let line = try lines.next() {
      guard CaptionFile.isText(line.text) else { continue }
      let origin = Origin(file: path, line: line.number)
      do throws(SkippedRecord) { rows.append(try row(line.text, origin: origin)) } catch { skipped.add(error) }
    }
    skipped.add(lines.skipped)
    let classes = try classes(of: rows)
    let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, $0.offset) })
    let items = rows.map { row in
      let labels = row.labels.compactMap { numbers[Self.name($0)] }
      return LabeledImages.Item(image: row.image, labels: Set(labels).sorted(), origin: row.origin)
    }
    return try LabeledImages(path: path, classes: classes, items: items, skipped: skipped)
  }

  private func row(_ line: String, origin: Origin) throws(SkippedRecord) -> Row {
    let json = try JSONValue.ofRecord(Array(line.utf8), origin: origin)
    guard let name = json["image"]?.stringValue, let label = json["labels"]?.arrayValue ?? json["label"].map({ [$0] })
    else {
      throw SkippedRecord(origin: origin, reason: "“image” and “label” (or a list “labels”) should be there")
    }
    guard label.allSatisfy({ $0.stringValue != nil || ($0.intValue ?? -1) >= 0 }) else {
      throw SkippedRecord(origin: origin, reason: "a class should be a name or a number from 0 on")
    }
    return (try ImagePath.location(name, in: SourceFile.folder(of: path), origin: origin), label, origin)
  }

  /// Numbers stand for themselves, so that classes which no image has keep their place.
  private func classes(of rows: [Row]) throws -> [String] {
    let all = rows.lazy.flatMap(\.labels)
    let numbers = all.compactMap(\.intValue)
    guard let most = numbers.max() else {
      return Set(all.map(Self.name)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    guard all.allSatisfy({ $0.intValue != nil }), most < 1_000_000 else {
      throw CorpusError(
        "\(path): classes are names in one place and numbers in another; make them all one or the other")
    }
    return (0...most).map(String.init)
  }

  private static func name(_ label: JSONValue) -> String {
    label.stringValue ?? label.intValue.map(String.init) ?? ""
  }
}
