import Application
import Console
import Search

/// How the vectors of an index are searched.
struct MethodOptions: OptionGroup {
  @Option("look at vectors in eight bits first; the answer is the same") var int8 = false
  @Option("search by the graph that index --approximate made") var approximate = false
  @Option("candidates that an approximate search keeps in view; 128 by default", in: 10...10_000) var efSearch: Int?

  var method: SearchMethod { approximate ? .approximate(efSearch: efSearch ?? 128) : int8 ? .bytes : .exact }

  func validate() throws {
    if approximate, int8 { throw UsageError("--int8 does not go with --approximate, whose vectors are floats") }
    if efSearch != nil, !approximate { throw UsageError("--ef-search would change nothing without --approximate") }
  }

  /// The search of an index that is named or lies in the usual place. Where there is none, or a run is named instead, that of the
  /// images of a run, which is returned with it.
  func search(index: String?, _ model: ModelOptions) throws -> (ImageSearch, run: RunFolder?) {
    if let path = index ?? (model.named == nil ? IndexPlace.present : nil) { return (try search(path, model), nil) }
    guard model.checkpoint == nil else {
      throw UsageError("--checkpoint searches an index; name it with --index, or the run with --run")
    }
    if isGiven {
      throw UsageError("\(given.joined(separator: ", ")): an index is searched so; name it with --index")
    }
    let run = try model.folder.map { RunFolder(path: $0.string) } ?? RunFolder.newest()
    return (try ImageSearch.ofRun(run, options: model.loading) { StandardStream.error.writeLine($0) }, run)
  }

  /// The search of an index, with the model that made it.
  private func search(_ path: String, _ model: ModelOptions) throws -> ImageSearch {
    let run = try model.named ?? VectorIndex(path: path, verifying: .structure).ownRun()
    let search = try ImageSearch(
      path: path, model: IndexModel(path: run, options: model.loading), method: method,
      ignoresContract: model.ignoreContract)
    if let sentence = search.index.unfinished { StandardStream.error.writeLine(sentence) }
    return search
  }
}

extension VectorIndex {
  /// Where the run was whose model made the index.
  func ownRun() throws -> String {
    guard let run = IndexModel.run(ofIndex: path, model: model) else {
      throw CommandError("\(path): the index does not say which run made it; name the run with --run")
    }
    return run
  }
}
