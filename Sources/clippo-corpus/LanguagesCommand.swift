import Console
import Corpora

/// Lists what `--lang` of the emoji corpus takes.
struct LanguagesCommand: Command {
  static let name = "languages"
  static let summary = "The languages that have emoji names."

  func run() throws {
    let locales = try CLDRLocales(folder: EmojiSources.installed().cldr)
    StandardStream.output.writeLine(locales.tags.joined(separator: "\n"))
  }
}
