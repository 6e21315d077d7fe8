import Application
import Console
import Corpora
import Evaluation

/// Classes of images by the texts that name them.
struct ZeroShotCommand: Command {
  static let name = "zeroshot"
  static let summary = "Zero-shot classification: images into classes that texts name."
  static let examples = [
    CommandExample(
      "clippo-eval zeroshot --data cifar-10-batches-bin --class-set cifar10 --lang zh", "CIFAR-10 by Chinese texts"),
    CommandExample(
      "clippo-eval zeroshot --data imagenet/val --classes names.txt --templates templates.txt",
      "with files of your own"),
  ]

  @Option("a folder of classes, tar shards with .cls, CIFAR's files or JSON lines", required: true)
  var data: FilePath = ""
  @Option("split to take where the files name splits; all by default") var split: String?
  @Option("names of the classes: a file of lines or JSON; the built-in ones by default") var classes: FilePath?
  @Option("texts around names: a file of lines or JSON; the built-in ones by default") var templates: FilePath?
  @Option("which list, where a file has several; built in are cifar10, cifar100, stl10 and eurosat")
  var classSet: String?
  @Option("languages of the texts, the run's first by default; all stands for every one")
  var lang: CommaSeparated<String>?
  @Option("how several labels are counted, and whose scripts texts are read like", name: "protocol")
  var retrievalProtocol = RetrievalProtocol.clippo
  @Option(
    "how the texts of a class become one: the mean of their embeddings, or of their softmax over classes (Wukong)")
  var ensemble: PromptEnsemble?
  @Option("by what images and texts are compared; by default what the run has trained", name: "compare")
  var compared: ComparedOutputs?
  var trained = RunOptions()
  var unreadable = UnreadableOption()
  var report = ReportOptions()

  func validate() throws {
    try report.validate()
    try LanguageWords.check(lang?.elements)
  }

  func run() throws {
    let images = try LabeledImages.open(data.string, split: split)
    let model = try trained.model(retrievalProtocol, comparing: compared)
    let choice = PromptChoice(names: classes?.string, templates: templates?.string, set: classSet)
    var (languages, without) = (lang?.elements ?? [model.recipe.languages[0]], [String]())
    if languages == [LanguageWords.all] { (languages, without) = try choice.languages(for: images) }
    var measured = try unreadable.embedding(model) { embedding in
      try ZeroShotRun(
        embedding, images: images, choice: choice, languages: languages, retrievalProtocol: retrievalProtocol,
        ensemble: ensemble
      ).run(title: trained.title(data), showsImages: report.isShown)
    }
    if !without.isEmpty {
      measured.notes.append(
        "There are not both names and templates in \(NumberText.counted(without.count, "language", "languages")): \(without.joined(separator: ", "))."
      )
    }
    try report.publish(measured)
  }
}

extension PromptEnsemble: OptionValue {}
