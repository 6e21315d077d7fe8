import Console
import Tensors

/// COCO's captions as distributed: `{"images": [{"id", "file_name"}], "annotations": [{"image_id", "caption"}]}`; or
/// Karpathy's splits of COCO and Flickr30k: `{"images": [{"filename", "filepath", "split", "sentences": [{"raw"}]}]}`.
struct COCOFormat: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var images: [CaptionedImage] = []
    var problems = SkippedParts()
    for file in try files(path) {
      let document = try JSONValue(parsing: SourceFile.bytes(file), source: file)
      guard let entries = document["images"]?.arrayValue else {
        throw CorpusError(
          "\(file): the member “images” should hold a list of pictures; this is no captions file of COCO")
      }
      guard let language = source.language else {
        throw CorpusError("\(file): the captions name no language; give the source's language, such as \"en\"")
      }
      let folder = source.images ?? SourceFile.folder(of: file)
      let context = Context(file: file, folder: folder, language: language, source: source)
      if let annotations = document["annotations"]?.arrayValue {
        images += context.official(entries, annotations, problems: &problems)
      } else {
        images += context.karpathy(entries, problems: &problems)
      }
    }
    return SourceContent(store: try ListedRecords(images), problems: problems)
  }

  /// One file.
  private struct Context {
    let file: String
    let folder: String
    let language: String
    let source: CorpusSource

    func caption(_ text: String) -> Caption { Caption(text: text, language: language, role: source.role) }

    func origin(_ list: String, _ index: Int) -> Origin { Origin(file: file, place: .member("\(list)[\(index)]")) }

    func official(
      _ entries: [JSONValue], _ annotations: [JSONValue], problems: inout SkippedParts
    ) -> [CaptionedImage] {
      var captions: [Int: [Caption]] = [:]
      for (index, annotation) in annotations.enumerated() {
        guard let id = annotation["image_id"]?.intValue, let text = annotation["caption"]?.stringValue else {
          problems.add(origin("annotations", index), "“image_id” and “caption” should be a number and a text")
          continue
        }
        captions[id, default: []].append(caption(text))
      }
      return entries.enumerated().compactMap { index, entry in
        guard let id = entry["id"]?.intValue, let name = entry["file_name"]?.stringValue else {
          problems.add(origin("images", index), "“id” and “file_name” should be a number and a text")
          return nil
        }
        guard let own = captions.removeValue(forKey: id) else {
          problems.add(origin("images", index), "no annotation belongs to the picture \(id)")
          return nil
        }
        return CaptionedImage(
          id: String(id), picture: .file("\(folder)/\(name)"), split: .train, captions: own,
          origin: origin("images", index))
      }
    }

    func karpathy(_ entries: [JSONValue], problems: inout SkippedParts) -> [CaptionedImage] {
      entries.enumerated().compactMap { index, entry in
        let split = entry["split"]?.stringValue
        if let wanted = source.split, split != wanted { return nil }
        let texts = (entry["sentences"]?.arrayValue ?? []).compactMap { $0["raw"]?.stringValue }
        guard let name = entry["filename"]?.stringValue, !texts.isEmpty else {
          problems.add(origin("images", index), "“filename” and “sentences” should be a text and a list of captions")
          return nil
        }
        let place = entry["filepath"]?.stringValue.map { "\(folder)/\($0)/\(name)" } ?? "\(folder)/\(name)"
        return CaptionedImage(
          id: name, picture: .file(place), split: .train, captions: texts.map(caption), origin: origin("images", index))
      }
    }
  }
}
