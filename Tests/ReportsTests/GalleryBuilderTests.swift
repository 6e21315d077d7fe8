import Images
import MadeUpEmbeddings
import Runtime
import Testing

@testable import Evaluation
@testable import Reports

@Suite struct GalleryBuilderTests {
  /// Three texts and twelve images: text 0 finds image 0 at once, text 1 its image 1 second, text 2 its image last.
  func builder() throws -> GalleryBuilder {
    let task = try RetrievalTask(
      texts: oneHotQueries(3), images: gallery(scores: handMadeScores),
      imagesOfTexts: [[0], [1], [2, 0]])
    let material = GalleryBuilder.Material(
      language: "zh", pageColumns: 14, text: { "text \($0)" }, page: { MadeUpReport.page($0) },
      image: { PixelImage(width: 4, height: 4, filledWith: Color(red: UInt8($0), green: 0, blue: 0)) },
      name: { "image \($0)" })
    return GalleryBuilder(task: task, ranks: try task.ranks().textToImage, material: material)
  }

  @Test func itemsTellWhatWasFoundAndWhatWasWanted() throws {
    var generator = SeededGenerator(seed: 1)
    let items = try builder().sample(10, using: &generator)
    #expect(items.map(\.text) == ["text 0", "text 1", "text 2"])
    #expect(items.map(\.rightPlace) == [1, 2, 11])
    #expect(
      items.map { $0.found.map(\.isRight) } == [
        [true, false, false, false, false], [false, true, false, false, false], Array(repeating: false, count: 5),
      ])
    // Of text 2's two right images, image 0 scores higher.
    #expect(items.map { $0.rightImage?.description } == [nil, nil, "image 0"])
    #expect(
      items[1].found.map(\.image.description) == ["image 0", "image 1", "image 3", "image 4", "image 9"])
    #expect(items[0].page?.width == 14 * 16)
  }

  @Test func worstMissesAreThoseOutsideTheFirstFive() throws {
    #expect(try builder().worstMisses(10).map(\.text) == ["text 2"])
    #expect(try builder().worstMisses(0).isEmpty)
  }

  @Test func theSeedDecidesTheSample() throws {
    func sample(_ seed: UInt64) throws -> [String] {
      var generator = SeededGenerator(seed: seed)
      return try builder().sample(1, using: &generator).map(\.text)
    }
    #expect(try sample(3) == sample(3))
    #expect(try Set((0..<20).flatMap { try sample($0) }).count == 3)
  }
}
