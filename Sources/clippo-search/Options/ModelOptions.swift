import Application
import Console

/// The model that embeds texts and images.
struct ModelOptions: OptionGroup {
  @Option("folder of the run; the index's own or the newest one under runs/ by default", name: "run")
  var folder: FilePath?
  @Option("folder of a checkpoint, or of a run whose latest is meant") var checkpoint: FilePath?
  @Option("go on although the renderer, the tokenizer or the index is another model's") var ignoreContract = false
  @Option("worker threads; the run's by default", in: 1...256) var threads: Int?

  var loading: LoadingOptions { LoadingOptions(threads: threads, ignoresContract: ignoreContract) }

  /// Where a model was named.
  var named: String? { (checkpoint ?? folder)?.string }
}
