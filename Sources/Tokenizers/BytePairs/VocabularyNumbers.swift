import JSON

/// Reads a `vocab.json`, an object of tokens and their ids, for vocabularies that are not numbered as their merges
/// imply.
struct VocabularyNumbers {
  let file: VocabularyFile

  /// The vocabulary with the ids of the file.
  ///
  /// Throws where the file is no such object, its ids are not 0 to their number, or a token of the merges or a special
  /// one is not in it.
  func renumbered(_ vocabulary: BytePairVocabulary) throws -> BytePairVocabulary {
    let ids = try read()
    var result = vocabulary
    result.tokens = [BytePairVocabulary.Token](repeating: .init(bytes: []), count: ids.count)
    for (name, id) in ids { result.tokens[Int(id)] = .init(bytes: name, name: String(decoding: name, as: UTF8.self)) }
    var numbers: [Int32] = []
    for token in vocabulary.tokens {
      guard let id = ids[token.spelled] else {
        throw file.failure(
          "the file lacks the token \"\(String(decoding: token.spelled, as: UTF8.self))\", which the merges "
            + "need; do both files belong together?"
        )
      }
      result.tokens[Int(id)] = token
      numbers.append(id)
    }
    result.merges = vocabulary.merges.map { (numbers[Int($0.left)], numbers[Int($0.right)], numbers[Int($0.result)]) }
    result.origin = .numbers
    result.specials = vocabulary.specials.map { numbers[Int($0)] }
    return result
  }

  private func read() throws -> [[UInt8]: Int32] {
    let document: JSONValue
    do { document = try JSONValue(parsing: file.bytes, source: file.path) } catch {
      throw TokenizerError("\(error)")
    }
    guard let members = document.objectValue else {
      throw file.failure("an object of tokens and their ids should stand here, not \(document.kind)")
    }
    var ids: [[UInt8]: Int32] = [:]
    var isTaken = [Bool](repeating: false, count: members.count)
    for member in members {
      guard let id = member.value.intValue, members.indices.contains(id) else {
        throw file.failure(
          "the id of \"\(member.name)\" should be a number from 0 to \(members.count - 1), as there are "
            + "\(members.count) tokens"
        )
      }
      guard !isTaken[id] else { throw file.failure("the id \(id) of \"\(member.name)\" belongs to another token too") }
      isTaken[id] = true
      ids[Array(member.name.utf8)] = Int32(id)
    }
    return ids
  }
}
