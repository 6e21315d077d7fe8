import Application
import Console

/// The one language of texts that have none of their own.
struct TextLanguageOption: OptionGroup {
  @Option("language of the texts; the run's first by default", placeholder: "tag") var lang: CommaSeparated<String>?

  func validate() throws {
    guard let lang, lang.onlyLanguage == nil else { return }
    throw UsageError("--lang: these are texts of one language; measure others one by one")
  }

  func chosen(_ model: RunModel) -> String { lang?.onlyLanguage ?? model.recipe.languages[0] }
}
