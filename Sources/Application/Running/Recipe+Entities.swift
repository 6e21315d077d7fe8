import Console
import Corpora
import Files
import JSON
import Recipes
import Training

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

extension Recipe {
  /// What a checkpoint keeps of lists of entities, by the objectives' places in the recipe; null where there are none.
  ///
  /// Throws, naming the place, where one cannot be read.
  func entityChecksums() throws -> JSONValue {
    let checksums = try objective.needs.compactMap { need in
      try need.requirements.entities.map { path -> JSONMember in
        do {
          return JSONMember(need.place, .string(Checksum.text(try EntityList(path: path).checksum)))
        } catch { throw CommandError("\(need.place).entities: \(error)") }
      }
    }
    return checksums.isEmpty ? .null : .object(checksums)
  }

  /// Throws where a run was begun with another list of entities, by which captions were cut into other bags; the file may have moved.
  /// Checkpoints from before this was kept have nothing of it and pass.
  func requireEntities(of checkpoint: CheckpointContent) throws {
    guard checkpoint.entities != .null else { return }
    let checksums = try entityChecksums()
    for need in objective.needs where checksums[need.place] != checkpoint.entities[need.place] {
      throw CommandError(
        "\(need.place).entities: \(need.requirements.entities ?? "") holds other entities than when the run was begun; put them back, or "
          + "begin anew")
    }
  }
}
