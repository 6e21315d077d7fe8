import Recipes
import Console
import FoundationEssentials
import Training

/// A folder that holds everything about one run.
public struct RunFolder: Sendable, Equatable {
  /// Where runs are kept unless told otherwise.
  public static let home = "runs"

  public let path: String

  public init(path: String) { self.path = path }

  /// A folder for a new run, named after the recipe, its languages and the time.
  public init(newFor recipe: Recipe, now: Date = Date()) {
    let languages =
      recipe.languages.count > 4 ? "\(recipe.languages.count)-languages" : recipe.languages.joined(separator: "+")
    path = Self.newPath(named: "\(recipe.name)-\(languages)", now: now)
  }

  /// A folder's path under `home` that tells when it was made.
  public static func newPath(named name: String, now: Date = Date()) -> String { "\(home)/\(name)-\(stamp(now))" }

  /// The run last changed under `home`. Throws a sentence when there is none.
  public static func newest(in home: String = RunFolder.home) throws -> RunFolder {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []
    let runs = names.compactMap { name -> (path: String, date: Date, isTrained: Bool)? in
      let path = "\(home)/\(name)"
      let recipe = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(recipeName)")
      let folder = try? FileManager.default.attributesOfItem(atPath: path)
      guard recipe != nil, let date = folder?[.modificationDate] as? Date else { return nil }
      // What training refused or has just begun hides no run that can be used.
      return (path, date, FileManager.default.fileExists(atPath: "\(path)/checkpoints/latest"))
    }
    let usable = runs.contains(where: \.isTrained) ? runs.filter(\.isTrained) : runs
    guard let newest = usable.max(by: { ($0.date, $0.path) < ($1.date, $1.path) }) else {
      throw CommandError("there is no run in \(home)/; train one with clippo-train, or name its folder with --run")
    }
    return RunFolder(path: newest.path)
  }

  private static let recipeName = "recipe.json"

  public var recipeFile: String { "\(path)/\(Self.recipeName)" }
  public var metricsFile: String { "\(path)/metrics.jsonl" }
  var tokenizerFolder: String { "\(path)/tokenizer" }
  /// A vocabulary's file.
  func tokenizerFile(_ name: String) -> String { "\(tokenizerFolder)/\(name)" }
  var checkpoints: CheckpointFolder { CheckpointFolder(path: "\(path)/checkpoints") }

  /// Weights of the best evaluation, where the recipe wants them kept.
  var best: CheckpointFolder { CheckpointFolder(path: "\(path)/best", keep: 1) }

  /// The checkpoint to continue from. Throws a sentence when there is none.
  func latestCheckpoint() throws -> String {
    guard let latest = try checkpoints.latest() else {
      guard FileManager.default.fileExists(atPath: recipeFile) else {
        throw CommandError(
          "\(path): there is no checkpoint here; name the folder of a run, such as one of those in runs/")
      }
      throw CommandError(
        "\(path): this run has no checkpoint yet, so there is nothing to go on from; train it again without --resume, with the "
          + "same --out")
    }
    return latest
  }

  /// The checkpoint with the run's model: the best where the run keeps that, else the latest. Throws a sentence when there is none.
  func modelCheckpoint() throws -> String { try best.latest() ?? latestCheckpoint() }

  /// Date and time to the second, in order when sorted.
  private static func stamp(_ date: Date) -> String {
    let text = date.ISO8601Format(.init(dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted))
    return String(text.prefix { $0 != "Z" }).replacing("T", with: "-")
  }
}
