import JSON

/// The fields of a summary, each read with its name for the message when it is not as it should be.
struct SummaryFields {
  let json: JSONValue
  let source: String

  func number(_ name: String) throws -> Double {
    guard let value = json[name]?.doubleValue else { throw wrong(name, "a number") }
    return value
  }

  func integer(_ name: String) throws -> Int {
    guard let value = json[name]?.intValue else { throw wrong(name, "a whole number") }
    return value
  }

  /// - Parameter former: what earlier versions called the field.
  func object(_ name: String, former: String? = nil) throws -> [JSONMember] {
    guard let value = (json[name] ?? former.flatMap { json[$0] })?.objectValue else { throw wrong(name, "an object") }
    return value
  }

  /// How recall was counted; the first versions did not say, later ones called it a convention.
  func retrievalProtocol() throws -> RetrievalProtocol {
    guard let value = json["protocol"] ?? json["convention"] else { return .optimistic }
    guard let retrievalProtocol = value.stringValue.flatMap(RetrievalProtocol.init) else {
      throw wrong("protocol", "one of \(RetrievalProtocol.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return retrievalProtocol
  }

  func recall() throws -> [RunSummary.Recall] {
    try object("recall").flatMap { split in
      try (split.value.objectValue.orThrow(wrong("recall.\(split.name)", "an object"))).map { language in
        let place = "recall.\(split.name).\(language.name)"
        return RunSummary.Recall(
          split: split.name, language: language.name,
          textToImage: try percents(language.value["t2i"], place + ".t2i"),
          imageToText: try percents(language.value["i2t"], place + ".i2t"), gallery: language.value["gallery"]?.intValue
        )
      }
    }
  }

  private func percents(_ value: JSONValue?, _ name: String) throws -> [Double] {
    let values = (value?.arrayValue ?? []).compactMap(\.doubleValue)
    guard values.count == RetrievalRecall.depths.count else { throw wrong(name, "a list of three percentages") }
    return values
  }

  private func wrong(_ name: String, _ expected: String) -> EvaluationError {
    EvaluationError("\(source): \"\(name)\" should be \(expected); run clippo-eval on the run to write the file anew.")
  }
}

extension Optional {
  fileprivate func orThrow(_ error: EvaluationError) throws -> Wrapped {
    guard let self else { throw error }
    return self
  }
}
