import Autograd
import Corpora
import Objectives
import Schema
import Testing

@testable import Recipes

@Suite("Recipes of objectives that ask for further views")
struct FurtherViewRecipeTests {
  /// Asks for one view beside image and caption.
  private struct Asking: ObjectiveKind, Objective, Hashable {
    static let names = ["asking"]
    var view = BatchView.imageAgain(1)

    static var fields: [RecipeField<Asking>] { [] }
    var logits: LogitSettings { LogitSettings(scale: 10) }
    var requests: [ViewRequest] { .pairs + [ViewRequest(view)] }

    func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
      throw ObjectiveError("nothing is trained here")
    }
  }

  private func complaint(_ view: BatchView, _ json: String) throws -> String {
    var recipe = try Recipe(json: .init(parsing: json))
    recipe.objective = ObjectiveSettings(Asking(view: view))
    do { try recipe.validate(at: .root) } catch { return error.description }
    return ""
  }

  @Test(
    "are refused where what is shown twice would look alike",
    arguments: [
      (
        BatchView.imageAgain(1), #"{"image": {"patchKeepRate": 1, "augmentation": {"kind": "none"}}}"#,
        "image.viewAugmentation: asking learns from an image that is shown twice"
      ),
      (.imageAgain(1), #"{"image": {"patchKeepRate": 0.5, "augmentation": {"kind": "none"}}}"#, ""),
      (.imageAgain(1), "{}", ""),
      (
        .imageAgain(1),
        #"{"image": {"patchKeepRate": 1, "augmentation": {"kind": "none"}, "viewAugmentation": {"kind": "crop"}}}"#, ""
      ),
      (.textAgain(1), "{}", "rendering.viewAugmentation: asking learns from a caption that is drawn twice"),
      (.textAgain(1), #"{"rendering": {"augmentation": {"sizeHigh": 1.2}}}"#, ""),
      (.textAgain(1), #"{"rendering": {"viewAugmentation": {"fonts": ["serif"]}}}"#, ""),
      (
        .textAgain(1), #"{"model": {"tower": "twin"}, "rendering": {"viewAugmentation": {"jitter": 2}}}"#,
        "objective.kind: asking learns from a caption that is drawn twice, and model.tower twin reads tokens"
      ),
      (.caption(CaptionChoice(role: .synthetic)), "{}", ""),
    ])
  func refused(view: BatchView, json: String, expected: String) throws {
    let found = try complaint(view, json)
    #expect(expected.isEmpty ? found.isEmpty : found.hasPrefix(expected), "\(found)")
  }

  @Test(
    "A sum of objectives has one teacher, finished or an average",
    arguments: [
      (#"{"kind": "otter"}"#, #"{"kind": "clip"}"#, ""),
      (#"{"kind": "albef"}"#, #"{"kind": "univlc"}"#, ""),
      (
        #"{"kind": "albef"}"#, #"{"kind": "univlc", "teacherDecay": 0.9}"#,
        "objective.terms[1].objective.teacherDecay: makes another teacher than that of objective.terms[0].objective"
      ),
      (#"{"kind": "otter"}"#, #"{"kind": "albef"}"#, "objective.terms[1].objective.teacherDecay"),
      (
        #"{"kind": "distillation", "teacher": "runs/x"}"#, #"{"kind": "otter"}"#,
        "objective.terms[0].objective.teacher: is a finished model, and objective.terms[1].objective learns from an average"
      ),
      (#"{"kind": "otter", "targets": "smoothing"}"#, #"{"kind": "albef"}"#, ""),
    ])
  func teachers(first: String, second: String, expected: String) throws {
    let json = #"{"objective": {"kind": "weighted", "terms": [{"objective": \#(first)}, {"objective": \#(second)}]}}"#
    var found = ""
    do { _ = try Recipe(json: .init(parsing: json)) } catch { found = "\(error)" }
    #expect(expected.isEmpty ? found.isEmpty : found.hasPrefix(expected), "\(found)")
  }

  @Test("hand the changes of what is shown once more to the loader")
  func options() throws {
    var recipe = try Recipe(
      json: .init(
        parsing: #"{"image": {"viewAugmentation": {"kind": "crop", "areaLow": 0.1, "blurProbability": 0.5}}}"#))
    recipe.objective = ObjectiveSettings(Asking())
    let options = recipe.batchOptions
    #expect(options.views == [.image, .text, .imageAgain(1)])
    guard case .transform(let transform) = options.photo.furtherAugmentation else {
      Issue.record("no crops")
      return
    }
    #expect(transform.crop?.area == 0.1...1 && transform.blur != nil)
    #expect(try Recipe(json: .object([])).photoPreparation.furtherAugmentation == nil)
  }
}
