import Application
import Console

/// The images and captions that a model is measured on.
struct PairOptions: OptionGroup {
  @Option("images with captions: a file, folder or pattern; the run's own corpus by default") var data: FilePath?
  @Option("languages of the captions, all of them by default; captions that name none are of the only one given")
  var lang: CommaSeparated<String>?
  var unreadable = UnreadableOption()
  var files = SourceOptions()

  func validate() throws {
    try LanguageWords.check(lang?.elements)
    if data == nil { try files.refuse("without --data the run's own corpus is measured, as its recipe says") }
  }

  /// Whether the run's own corpus is measured as its training measured it.
  var isOwn: Bool { data == nil && lang == nil && !unreadable.isGiven }

  /// The model with the images and captions.
  ///
  /// - Parameter needsImages: whether images are read.
  func retrieval(_ model: RunModel, needsImages: Bool = true) throws -> RetrievalRun {
    let limit = unreadable.maxUnreadable
    guard let data else {
      var recipe = model.recipe
      let corpus = try recipe.openCorpus(pool: model.compute.pool)
      return try RetrievalRun(
        model, corpus: corpus, languages: lang?.elements ?? model.recipe.languages, leavingOut: [.train],
        unreadable: limit, needsImages: needsImages)
    }
    let content = try unreadable.open(
      files.source(data.string, assuming: lang?.onlyLanguage), pool: model.compute.pool)
    return try RetrievalRun(
      model, corpus: content.corpus(at: data.string), languages: lang?.elements, unreadable: limit,
      needsImages: needsImages)
  }
}
