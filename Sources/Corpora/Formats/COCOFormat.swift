import JSON
import Runtime

/// COCO's captions as distributed: `{"images": [{"id", "file_name"}], "annotations": [{"image_id", "caption"}]}`; or
/// Karpathy's splits of COCO and Flickr30k: `{"images": [{"filename", "filepath", "split", "sentences": [{"raw"}]}]}`.
///
/// Records have the splits that Karpathy's files name, or that the official files bear in their names. Captions are told apart by
/// the files' numbers, an annotation's `id` or a sentence's `sentid`. Images are found where COCO's archives unpack them; see
/// `COCOImage`.
struct COCOFormat: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var images: [CaptionedImage] = []
    var skipped = SkippedRecords()
    var splits = SplitSelection(source.split)
    // Karpathy's files name every image's split.
    var namesAll = false
    for file in try files(path) {
      let document = try SourceFile.json(file)
      guard let entries = document["images"]?.arrayValue else {
        throw CorpusError(
          "\(file): the member “images” should hold a list of images; this is no captions file of COCO")
      }
      if let complaint = COCOComplaint.ofNoCaptions(document, entries, in: file) { throw complaint }
      guard let language = source.captionLanguage else {
        throw CorpusError(
          "\(file): the captions name no language; give --lang (language in a recipe), such as \"en\"")
      }
      var reading = COCOReading(
        file: file, folders: ImageFolders(source.images, beside: file), language: language, source: source)
      if let annotations = document["annotations"] {
        guard let annotations = annotations.arrayValue else {
          throw CorpusError("\(file): the member “annotations” should hold a list, not \(annotations.kind)")
        }
        guard splits.takes(reading.splitOfFile, count: entries.count) else { continue }
        images += reading.official(entries, annotations)
      } else {
        images += reading.karpathy(entries, &splits)
        namesAll = true
      }
      skipped.add(reading.skipped)
    }
    return SourceContent(
      store: try ListedRecords(images), skipped: skipped, notes: try splits.notes(at: path, namesAll: namesAll))
  }
}

/// One file of `COCOFormat`.
private struct COCOReading {
  let file: String
  let folders: ImageFolders
  let language: String
  let source: CorpusSource
  /// As an official file's name says, such as “val” of `captions_val2014.json`.
  var splitOfFile: String? { SplitName.inFile(file) }
  private(set) var skipped = SkippedRecords()

  init(file: String, folders: ImageFolders, language: String, source: CorpusSource) {
    self.file = file
    self.folders = folders
    self.language = language
    self.source = source
  }

  mutating func official(_ entries: [JSONValue], _ annotations: [JSONValue]) -> [CaptionedImage] {
    // Numbers of the entries by their id; an annotation finds its image wherever it stands.
    var places: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      guard let id = Self.id(entry["id"]), entry["file_name"]?.stringValue != nil else {
        skipped.add(origin("images", index), "“id” and “file_name” should be a number and a text")
        continue
      }
      if places.updateValue(places[id] ?? index, forKey: id) != nil {
        skipped.add(origin("images", index), "an earlier image has the id \(MemberName.shown(id)) too")
      }
    }
    var captions = [[Caption]](repeating: [], count: entries.count)
    for (index, annotation) in annotations.enumerated() {
      guard let id = Self.id(annotation["image_id"]), let text = annotation["caption"]?.stringValue else {
        skipped.add(origin("annotations", index), "“image_id” and “caption” should be a number and a text")
        continue
      }
      guard let place = places[id], CaptionFile.isText(text) else {
        let reason = places[id] == nil ? "no image has the id \(MemberName.shown(id))" : "the caption is empty"
        skipped.add(origin("annotations", index), reason)
        continue
      }
      captions[place].append(
        Caption(text: text, language: language, role: source.role, key: Self.id(annotation["id"])))
    }
    return places.values.sorted().compactMap { index in
      image(
        [entries[index]["file_name"]?.stringValue], id: Self.id(entries[index]["id"]), split: splitOfFile,
        captions[index], index)
    }
  }

  mutating func karpathy(_ entries: [JSONValue], _ splits: inout SplitSelection) -> [CaptionedImage] {
    var images: [CaptionedImage] = []
    for (index, entry) in entries.enumerated() {
      let split = entry["split"]?.stringValue
      guard source.split == nil || split != nil else {
        skipped.add(origin("images", index), "“split” should name the image's split")
        continue
      }
      guard splits.takes(split) else { continue }
      guard let name = entry["filename"]?.stringValue, let sentences = entry["sentences"]?.arrayValue else {
        skipped.add(origin("images", index), "“filename” and “sentences” should be a text and a list of captions")
        continue
      }
      let captions = captions(sentences, of: index)
      let names = [entry["filepath"]?.stringValue.map { "\($0)/\(name)" }, name]
      if let image = image(names, id: name, split: split, captions, index) { images.append(image) }
    }
    return images
  }

  private mutating func captions(_ sentences: [JSONValue], of index: Int) -> [Caption] {
    sentences.enumerated().compactMap { number, sentence -> Caption? in
      guard let text = sentence["raw"]?.stringValue, CaptionFile.isText(text) else {
        skipped.add(origin("images[\(index)].sentences", number), "“raw” should be a caption")
        return nil
      }
      return Caption(text: text, language: language, role: source.role, key: Self.id(sentence["sentid"]))
    }
  }

  /// - Parameter names: what the image's file may be called; the first that is there counts.
  private mutating func image(
    _ names: [String?], id: String?, split: String?, _ captions: [Caption], _ index: Int
  ) -> CaptionedImage? {
    let origin = origin("images", index)
    let names = names.compactMap { $0 }
    guard !captions.isEmpty, !names.isEmpty, let id else {
      skipped.add(origin, "the image \(MemberName.shown(id ?? "")) has no caption")
      return nil
    }
    do throws(SkippedRecord) {
      return CaptionedImage(
        id: id, image: try ImageFinder.location(ofAny: names, in: folders, .anywhere, origin: origin),
        split: CorpusSplit(named: split), captions: captions, origin: origin)
    } catch {
      skipped.add(error)
      return nil
    }
  }

  private func origin(_ list: String, _ index: Int) -> Origin {
    Origin(file: file, place: .member("\(list)[\(index)]"))
  }

  /// Ids are numbers; some corpora in COCO's form have texts.
  private static func id(_ value: JSONValue?) -> String? { value?.intValue.map(String.init) ?? value?.stringValue }
}
