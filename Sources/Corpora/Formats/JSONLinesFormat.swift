import Console
import FoundationEssentials
import Tensors

/// One JSON object a line:
///
///     {"image": "a.jpg", "captions": {"zh": ["…"], "en": ["…"]}, "split": "train"}
///
/// `captions` may also be a text or a list of texts, in the source's language; a language's value may be a text, a list, or
/// an object from roles (`raw`, `rewrite`, `synthetic`, `translation`, `label`, `keyword`) to either. `id` names the picture.
/// Other members are left to their owners.
struct JSONLinesFormat: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let paths = try files(SourceFile.isFolder(path) ? path + "/captions.jsonl" : path)
    var images: [CaptionedImage] = []
    var problems = SkippedParts()
    for path in paths { images += try read(file: path, problems: &problems, pool: pool) }
    return SourceContent(store: try ListedRecords(images), problems: problems)
  }

  /// A line that cannot be read is a problem, not the end.
  private func read(file path: String, problems: inout SkippedParts, pool: ThreadPool) throws -> [CaptionedImage] {
    let bytes = try SourceFile.bytes(path)
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let folder = source.images ?? SourceFile.folder(of: path)
    let outcomes = try pool.map(lines.count) { index, _ -> Result<CaptionedImage?, CorpusProblem> in
      let origin = Origin(file: path, line: index + 1)
      do { return .success(try record(lines[index], folder: folder, origin: origin)) } catch let error as JSONError {
        return .failure(CorpusProblem(origin: origin, reason: "column \(error.column): \(error.problem)"))
      } catch let problem as CorpusProblem { return .failure(problem) }
    }
    var images: [CaptionedImage] = []
    for outcome in outcomes {
      switch outcome {
      case .success(let image): if let image { images.append(image) }
      case .failure(let problem): problems.add(problem)
      }
    }
    return images
  }

  /// Nil for an empty line and for another split.
  private func record(_ line: ArraySlice<UInt8>, folder: String, origin: Origin) throws -> CaptionedImage? {
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
    let json = try JSONValue(parsing: line, source: origin.file)
    func problem(_ reason: String) -> CorpusProblem { CorpusProblem(origin: origin, reason: reason) }
    guard case .object = json else { throw problem("an object should stand here, not \(json.kind)") }
    guard let name = json["image"]?.stringValue, !name.isEmpty else {
      throw problem("the member “image” should name a picture's file")
    }
    let split = try json["split"].map { value in
      guard let split = value.stringValue else { throw problem("“split” must be a string, not \(value.kind)") }
      return split
    }
    if let wanted = source.split, split != wanted { return nil }
    guard let value = json["captions"] ?? json["caption"] else { throw problem("the member “captions” is missing") }
    let reader = CaptionReader(language: source.language, role: source.role)
    let captions = try reader.captions(value, problem: problem)
    guard !captions.isEmpty else { throw problem("the record has no caption") }
    return CaptionedImage(
      id: json["id"]?.stringValue ?? name, picture: .file(name.hasPrefix("/") ? name : folder + "/" + name),
      split: CorpusSplit(rawValue: split ?? CorpusSplit.train.rawValue), captions: captions, origin: origin)
  }
}

/// Captions as JSON: a text, a list of texts, or objects from languages, then roles, to either.
struct CaptionReader {
  /// Language of captions without one.
  let language: String?
  /// Role of captions without one.
  let role: CaptionRole

  func captions(_ value: JSONValue, problem: (String) -> CorpusProblem) throws -> [Caption] {
    guard let languages = value.objectValue else {
      guard let language else {
        throw problem("the captions name no language; give the source's language, such as \"en\"")
      }
      return try texts(value, language: language, role: role, problem: problem)
    }
    return try languages.flatMap { member -> [Caption] in
      guard let roles = member.value.objectValue else {
        return try texts(member.value, language: member.name, role: role, problem: problem)
      }
      return try roles.flatMap { entry in
        guard let role = CaptionRole(rawValue: entry.name) else {
          let known = CaptionRole.allCases.map(\.rawValue)
          throw problem(
            "“\(entry.name)” is no role of a caption; there are \(known.joined(separator: ", "))\(Suggestion.tail(entry.name, in: known))"
          )
        }
        return try texts(entry.value, language: member.name, role: role, problem: problem)
      }
    }
  }

  /// Texts that hold nothing but space are left out.
  private func texts(
    _ value: JSONValue, language: String, role: CaptionRole, problem: (String) -> CorpusProblem
  ) throws -> [Caption] {
    let values = value.arrayValue ?? [value]
    return try values.compactMap { value in
      guard let text = value.stringValue else {
        throw problem("a caption in \(language) must be a string, not \(value.kind)")
      }
      return text.contains { !$0.isWhitespace } ? Caption(text: text, language: language, role: role) : nil
    }
  }
}
