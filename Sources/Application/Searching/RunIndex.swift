import Console
import Corpora
import Files
import FoundationEssentials
import Recipes
import Runtime
import Search

/// The index of a run's own images, in its folder.
enum RunIndex {
  /// Images that it holds at most.
  private static let limit = 20_000

  static func path(in folder: RunFolder) -> String { "\(folder.path)/index.clippo" }

  /// Embeds the images of a corpus that a run's search looks through. The index takes the place of an older one when it is whole; what
  /// an interruption leaves is gone on with. Images that cannot be read are not in it: a run that was trained is not lost for them.
  ///
  /// - Parameter model: that of the run.
  /// - Throws: among others a `FileError` that is busy where another program makes it.
  static func make(_ model: IndexModel, in folder: RunFolder, corpus: Corpus) throws {
    let path = path(in: folder)
    let writer = try writer(to: path + ".partial", model)
    try fill(writer, with: model, of: folder, corpus: corpus)
    try Disk().rename(writer.path, to: path)
  }

  private static func fill(
    _ writer: VectorIndexWriter, with model: IndexModel, of folder: RunFolder, corpus: Corpus
  ) throws {
    let content = try corpus.searchable(limit: limit, in: model.model.recipe.languages)
    // No image is known by its path from the corpus: ids are as the corpus tells them.
    _ = try IndexBuild(model: model, source: folder.path, writer: writer).run(content)
    guard writer.liveCount > 0 else { throw CommandError("\(corpus.folder): no image to search can be read") }
  }

  private static func writer(to path: String, _ model: IndexModel) throws -> VectorIndexWriter {
    func open() throws -> VectorIndexWriter {
      try VectorIndexWriter(
        path: path, width: model.model.recipe.model.embedding, model: model.header(ofIndex: path),
        pool: model.model.compute.pool
      ) { try model.require($0, index: path) }
    }
    do { return try open() } catch  where !(error is FileError) {
      // Another model's beginnings, or damaged ones.
      try Disk().remove(path)
      return try open()
    }
  }
}

extension ImageSearch {
  /// Opens a run's own index. Where it is missing, as after a run that was interrupted or of an earlier version, or not of the run's
  /// model, it is made of the run's corpus, by one program at a time; the others wait.
  ///
  /// - Parameter report: told where that is done.
  /// - Throws: a sentence where there is no checkpoint, or one that is damaged or of another renderer.
  public static func ofRun(
    _ folder: RunFolder, options: LoadingOptions = LoadingOptions(), report: (String) -> Void
  ) throws -> ImageSearch {
    let model = try IndexModel(path: folder.path, options: options)
    let path = RunIndex.path(in: folder)
    func open() throws -> ImageSearch {
      try ImageSearch(path: path, model: model, ignoresContract: options.ignoresContract)
    }
    // It took its place when it was whole: one whose end is missing is damaged.
    func whole() -> ImageSearch? { (try? open()).flatMap { $0.index.unfinished == nil ? $0 : nil } }
    if let search = whole() { return search }
    report(
      FileManager.default.fileExists(atPath: path)
        ? "\(path): the index is damaged or another model's, so the run's images are embedded anew"
        : "\(path): the run has no index yet, so its images are embedded now")
    var recipe = model.model.recipe
    let corpus = try recipe.openCorpus(pool: model.model.compute.pool)
    var waits = false
    while true {
      do {
        try RunIndex.make(model, in: folder, corpus: corpus)
        return try open()
      } catch let error as FileError where error.isBusy {
        if !waits { report("\(path): another program embeds the run's images already; waiting for it") }
        waits = true
        Pause.short()
      }
      if let search = whole() { return search }
    }
  }
}
