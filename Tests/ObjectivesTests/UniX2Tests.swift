import Autograd
import Corpora
import JSON
import Schema
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("An image and captions in two languages (ERNIE-UniX2)")
struct UniX2Tests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  private static let view = BatchView.caption(CaptionChoice(language: .other, isAnother: false))

  private func evaluate(
    _ objective: UniX2, isSame: Bool = false, shown: [Bool] = [true, true, true, true],
    captions: [String] = ["a", "b", "c", "d"]
  ) throws -> (loss: Float, gradients: [[Float]]) {
    let images = embeddings.unit(4, 8) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }
    let first = embeddings.unit(4, 8) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }
    let second = isSame ? first : embeddings.unit(4, 8) { sin(0.33 * Double($0 + 2) * Double($1 + 1)) }
    let variables = try [images, first, second].map { try embeddings.parameter($0, [4, 8]) }
    let input = ObjectiveInput(
      embeddings: [
        ViewRequest(.image): variables[0], ViewRequest(.text): variables[1], ViewRequest(Self.view): variables[2],
      ], logScale: try embeddings.parameter([2], [1]), pairs: 4, duplicateIds: { [0, 1, 2, 3] },
      facts: {
        captions.enumerated().map { number, caption in
          var facts = RecordFacts(caption: "\(number)", language: "en")
          facts.further[Self.view] = .init(Caption(text: caption, language: "zh", role: .raw))
          return facts
        }
      }, shown: { $0 == Self.view ? shown : [true, true, true, true] })
    let tape = Tape(backend: backend, activation: .float32)
    let result = try objective.evaluate(input, on: tape)
    try tape.backward(from: result.loss)
    return (try result.loss.value.floatArray()[0], try variables.map { try #require($0.gradient).floatArray() })
  }

  @Test("equal captions have equal gradients in both languages")
  func equal() throws {
    let found = try evaluate(UniX2(), isSame: true)
    for (a, b) in zip(found.gradients[1], found.gradients[2]) { #expect(abs(a - b) < 1e-6) }
    let other = try evaluate(UniX2())
    #expect(other.gradients[1] != other.gradients[2])
  }

  @Test("a language that no pair has, or only one, leaves the loss of images and captions")
  func masked() throws {
    let images = embeddings.unit(4, 8) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }
    let first = embeddings.unit(4, 8) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }
    let (x, t) = (try embeddings.parameter(images, [4, 8]), try embeddings.parameter(first, [4, 8]))
    let tape = Tape(backend: backend, activation: .float32)
    let clip = try SoftmaxContrastive().evaluate(
      ObjectiveInput(images: x, texts: t, logScale: embeddings.parameter([2], [1])), on: tape)
    try tape.backward(from: clip.loss)
    for shown in [[false, false, false, false], [false, true, false, false]] {
      let found = try evaluate(UniX2(), shown: shown)
      #expect(found.loss == (try clip.loss.value.floatArray()[0]))
      #expect(found.gradients[0] == (try #require(x.gradient).floatArray()))
      #expect(found.gradients[2].allSatisfy { $0 == 0 })
    }
    #expect(try evaluate(UniX2(), shown: [true, true, false, false]).loss != (try clip.loss.value.floatArray()[0]))
  }

  @Test("pairs with one second caption are not told apart by it")
  func duplicates() throws {
    var negative = UniX2()
    negative.duplicates = .negative
    let captions = ["a", "b", "a", "d"]
    #expect(try evaluate(UniX2(), captions: captions).loss < (try evaluate(negative, captions: captions).loss))
    #expect(try evaluate(UniX2()).loss == (try evaluate(negative).loss))
  }

  @Test("languages that are named are asked for by name; one twice is refused")
  func languages() throws {
    var objective = UniX2()
    #expect(objective.requests.map(\.view) == [.image, .text, Self.view])
    objective.second = "zh"
    #expect(objective.requests.last?.view == .caption(CaptionChoice(language: .only("zh"), isAnother: false)))
    objective.first = "en"
    #expect(objective.requests[1].view == .caption(CaptionChoice(language: .only("en"), isAnother: false)))
    (objective.first, objective.second) = ("en", nil)
    #expect(objective.requests.last?.view == .caption(CaptionChoice(language: .except("en"), isAnother: false)))
    func complaint(_ json: String) -> String {
      var settings = UniX2()
      do { try settings.update(from: JSONValue(parsing: json), at: RecipePath(text: "objective")) } catch {
        return "\(error)"
      }
      return ""
    }
    #expect(complaint(#"{"first": "zh", "second": "zh"}"#).contains("compare captions in two languages"))
    #expect(complaint(#"{"second": ""}"#).contains("objective.second") && complaint(#"{"first": "zh"}"#).isEmpty)
  }
}
