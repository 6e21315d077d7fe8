import Console
import Corpora
import Recipes

extension Recipe {
  /// Throws a sentence where the objective looks for entities, and none of its file stands in any of the captions that are looked at.
  func requireEntities(in corpus: Corpus) throws {
    for need in objective.needs {
      guard let path = need.requirements.entities else { continue }
      let entities: EntityList
      do { entities = try EntityList(path: path) } catch { throw CommandError("\(need.place).entities: \(error)") }
      let found = findRecord(in: corpus) { record in
        record.captions.contains { languages.contains($0.language) && entities.occurs(in: $0.text) }
      }
      guard !found.isFound else { continue }
      throw CommandError(
        "\(need.place).entities: of \(NumberText.counted(entities.count, "entry", "entries")) in \(path) "
          + "(\(entities.first.joined(separator: ", "))…) none stands in a caption of the "
          + "\(NumberText.thousands(found.looked)) records of \(corpus.folder) looked at; take a list in the captions' language, or "
          + "null, so that bags are words")
    }
  }
}
