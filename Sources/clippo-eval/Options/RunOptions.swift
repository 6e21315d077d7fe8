import Application
import Console
import Evaluation

/// Which run is measured, and how its model is loaded.
struct RunOptions: OptionGroup {
  @Option("folder of the run; the newest one under runs/ by default", name: "run") var folder: FilePath?
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads = 0
  @Option("go on although the renderer or the tokenizer is not the training's") var ignoreContract = false

  func chosen() throws -> RunFolder { try folder.map { RunFolder(path: $0.string) } ?? RunFolder.newest() }

  func loading(
    _ retrievalProtocol: RetrievalProtocol = .clippo, comparing compared: ComparedOutputs? = nil
  ) -> LoadingOptions {
    LoadingOptions(
      threads: threads, ignoresContract: ignoreContract, retrievalProtocol: retrievalProtocol, compared: compared)
  }

  func model(
    _ retrievalProtocol: RetrievalProtocol = .clippo, comparing compared: ComparedOutputs? = nil
  ) throws -> RunModel {
    try RunModel.load(chosen(), options: loading(retrievalProtocol, comparing: compared)).model
  }

  /// What a report is called: the last name of `data`'s path, or the run's.
  func title(_ data: FilePath? = nil) -> String {
    let path = data?.string ?? folder?.string
    return path.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "the run's own corpus"
  }
}

extension RetrievalProtocol: OptionValue {}
