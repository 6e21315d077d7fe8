import Images
import MadeUpEmbeddings
import Runtime
import Testing

@testable import Evaluation
@testable import Reports

@Suite struct GalleryBuilderTests {
  /// Three texts and twelve pictures: text 0 finds picture 0 at once, text 1 its picture 1 second, text 2 its picture last.
  func builder() throws -> GalleryBuilder {
    let task = try RetrievalTask(
      texts: oneHotQueries(3), pictures: gallery(scores: handMadeScores),
      picturesOfTexts: [[0], [1], [2, 0]])
    let material = GalleryBuilder.Material(
      language: "zh", pageColumns: 14, text: { "text \($0)" }, page: { MadeUpReport.page($0) },
      picture: { PixelImage(width: 4, height: 4, filledWith: Colour(red: UInt8($0), green: 0, blue: 0)) },
      name: { "picture \($0)" })
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
    // Of text 2's two right pictures, picture 0 scores higher.
    #expect(items.map { $0.rightPicture?.description } == [nil, nil, "picture 0"])
    #expect(
      items[1].found.map(\.picture.description) == ["picture 0", "picture 1", "picture 3", "picture 4", "picture 9"])
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
