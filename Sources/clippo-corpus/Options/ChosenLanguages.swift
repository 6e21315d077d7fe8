import Console
import Corpora

/// Which of a corpus' captions are looked at.
struct ChosenLanguages: OptionGroup {
  @Option("languages of the captions, all for every one; zh by default, or all where there is no zh")
  var lang: CommaSeparated<String>?

  func validate() throws { try LanguageWords.check(lang?.elements) }

  func chosen(of corpus: Corpus) throws -> [String] {
    guard let queried = lang?.elements else { return corpus.languages.contains("zh") ? ["zh"] : corpus.languages }
    if queried == [LanguageWords.all] { return corpus.languages }
    return try queried.map { word in
      guard let tag = corpus.languages.first(where: { $0.lowercased() == word.lowercased() }) else {
        throw CommandError(
          "\(corpus.folder): the corpus has no captions in \(word), it has \(corpus.languages.joined(separator: ", "))")
      }
      return tag
    }
  }
}
