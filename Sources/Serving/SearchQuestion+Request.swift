extension SearchQuestion {
  /// The question of a request to `/api/search`. Throws `QuestionError` where it is none.
  init(_ request: HTTPRequest, limits: SiteLimits) throws {
    guard let parameters = request.parameters else {
      throw QuestionError("the parameters are too many or not UTF-8")
    }
    let known = ["q", "lang", "minus", "weight", "top"]
    for parameter in parameters where !known.contains(parameter.name) {
      throw QuestionError(
        "there is no parameter “\(parameter.name.prefix(40))”; there are \(known.joined(separator: ", "))")
    }
    func values(_ name: String) -> [String] { parameters.filter { $0.name == name }.map(\.value) }
    let languages = try values("lang").map(Self.language)
    self.init(
      texts: try Self.texts(values("q"), languages, limits), minus: try Self.texts(values("minus"), languages, limits),
      image: request.body.isEmpty ? nil : request.body, textWeight: try Self.weight(values("weight")),
      top: try Self.top(values("top"), limits))
    guard !texts.isEmpty || image != nil else {
      throw QuestionError("the question is empty: give a text as q, or POST an image")
    }
    guard image != nil && !(texts + minus).isEmpty || values("weight").isEmpty else {
      throw QuestionError("weight is that of texts beside an image: without both it would change nothing")
    }
  }

  private static func language(_ tag: String) throws -> String? {
    guard !tag.isEmpty else { return nil }
    guard tag.utf8.count <= 35, tag.utf8.allSatisfy({ $0 == 0x2D || isLetterOrDigit($0) }) else {
      throw QuestionError("“\(tag.prefix(40))” is no language's tag, such as zh or zh-Hant")
    }
    return tag
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// The n-th text is of the n-th language; the last one's holds for all that follow.
  private static func texts(_ values: [String], _ languages: [String?], _ limits: SiteLimits) throws -> [Text] {
    let values = values.filter { !$0.allSatisfy(\.isWhitespace) }
    guard values.count <= limits.texts else { throw QuestionError("at most \(limits.texts) texts are taken at once") }
    return try values.enumerated().map { place, text in
      guard text.utf8.count <= limits.textBytes else {
        throw QuestionError("a text may take \(limits.textBytes) bytes, this one has \(text.utf8.count)")
      }
      return Text(text, language: languages.isEmpty ? nil : languages[min(place, languages.count - 1)])
    }
  }

  private static func weight(_ values: [String]) throws -> Double {
    guard let text = values.last else { return 1 }
    guard let weight = Double(text), SiteLimits.textWeights.contains(weight) else {
      let (least, most) = (SiteLimits.textWeights.lowerBound, Int(SiteLimits.textWeights.upperBound))
      throw QuestionError("weight is a number from \(least) to \(most), not “\(text.prefix(40))”")
    }
    return weight
  }

  private static func top(_ values: [String], _ limits: SiteLimits) throws -> Int {
    guard let text = values.last else { return min(20, limits.top) }
    guard let top = Int(text), (1...limits.top).contains(top) else {
      throw QuestionError("top is a number from 1 to \(limits.top), not “\(text.prefix(40))”")
    }
    return top
  }
}
