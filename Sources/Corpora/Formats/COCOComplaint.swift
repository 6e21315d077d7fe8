import JSON

/// Files of COCO that are no captions: `image_info_test2017.json` lists images alone, `instances_val2017.json` says what is where.
enum COCOComplaint {
  /// What to say of a file that lists images and has no caption; nil where it has one, or lists nothing.
  static func ofNoCaptions(_ document: JSONValue, _ entries: [JSONValue], in file: String) -> CorpusError? {
    guard !entries.isEmpty, !entries.contains(where: { $0["sentences"] != nil }) else { return nil }
    let annotations = document["annotations"].map { $0.arrayValue }
    // What is no list is complained of by itself.
    if let annotations, annotations == nil { return nil }
    let list = (annotations ?? nil) ?? []
    guard !list.contains(where: { $0["caption"] != nil }) else { return nil }
    guard !list.isEmpty || entries.contains(where: { $0["file_name"] != nil }) else { return nil }
    let what =
      list.isEmpty
      ? "lists images and has no captions (those of COCO's test images were never given out)"
      : "describes images otherwise than by captions"
    return CorpusError("\(file): the file \(what); \(whereCaptionsAre(beside: file))")
  }

  private static func whereCaptionsAre(beside file: String) -> String {
    let names = (try? SourceFile.readableNames(in: SourceFile.folder(of: file))) ?? []
    let captions = names.filter { $0.hasPrefix("captions_") && $0.hasSuffix(".json") }
    guard captions.isEmpty else {
      return "captions are in \(captions.prefix(8).map { MemberName.shown($0) }.joined(separator: ", ")) beside it"
    }
    return "COCO's captions are in captions_train2017.json and captions_val2017.json of annotations_trainval2017.zip"
  }
}
