import Application
import Console

/// Writes a run's weights for other programs.
struct ExportCommand: Command {
  static let name = "export"
  static let summary = "A run's weights as safetensors and JSON, with an example to check a reader by."
  static let examples = [CommandExample("clippo-weights export runs/emoji-zh --out weights", "of that run")]

  @Argument("folder of the run; the newest one under runs/ by default", name: "run") var source: FilePath?
  @Option("folder for the files", required: true) var out: FilePath = ""
  @Option("caption of the example") var caption = "a photo of a cat"
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads = 0
  @Option("go on although the renderer or the tokenizer is not the training's") var ignoreContract = false

  func run() throws {
    let folder = try source.map { RunFolder(path: $0.string) } ?? RunFolder.newest()
    let options = LoadingOptions(threads: threads, ignoresContract: ignoreContract)
    for path in try WeightExport(folder, options: options).write(to: out.string, caption: caption) {
      StandardStream.output.writeLine(path)
    }
  }
}
