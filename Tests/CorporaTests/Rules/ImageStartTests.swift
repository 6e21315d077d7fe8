import FoundationEssentials
import Images
import TestSupport
import Testing

@testable import Corpora

@Suite("The beginning of an image")
struct ImageStartTests {
  @Test("Sides are read of every format", arguments: SmallPairs.images)
  func formats(name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("image", bytes: SmallPairs.bytes(name))
    let start = try ImageStart(.file(folder.file("image")))
    #expect(start.shorter == 5 && start.longer == 7)
  }

  @Test("No pixel is read: the header of a file that ends behind it is enough")
  func headerAlone() throws {
    let folder = try TemporaryFolder()
    let whole = try PNG.encode(PixelImage(width: 300, height: 200, filledWith: .white))
    try folder.write("half.png", bytes: Array(whole.prefix(60)))
    let start = try ImageStart(.file(folder.file("half.png")))
    #expect(start.shorter == 200 && start.longer == 300)
    try folder.write("none.png", bytes: Array(whole.prefix(20)))
    #expect(throws: PixelError.self) { try ImageStart(.file(folder.file("none.png"))) }
    #expect(throws: CorpusError.self) { try ImageStart(.file(folder.file("gone.png"))) }
  }

  @Test("A header that begins behind much else is found, too")
  func lateHeader() throws {
    let folder = try TemporaryFolder()
    let image = try SmallPairs.bytes("scene.jpg")
    let filler = [0xFF, 0xE9, 0xF0, 0x02] + [UInt8](repeating: 7, count: 0xF000)
    try folder.write("late.jpg", bytes: Array(image.prefix(2)) + filler + image.dropFirst(2))
    #expect(filler.count > ImageStart.limit)
    #expect(try ImageStart(.file(folder.file("late.jpg"))).longer == 7)
  }

  @Test("Copies are one image wherever they lie; a byte more makes another")
  func identity() throws {
    let folder = try TemporaryFolder()
    let image = try SmallPairs.bytes("scene.jpg")
    try folder.write("a.jpg", bytes: image)
    try folder.write("b.jpg", bytes: image + [0])
    try folder.write("archive", bytes: [1, 2, 3] + image + [4])
    let member = ImageLocation.member(archive: folder.file("archive"), name: "x", offset: 3, count: image.count)
    let first = try ImageStart(.file(folder.file("a.jpg")))
    #expect(try ImageStart(member) == first && ImageStart(member.turned(.turnedLeft)) == first)
    #expect(try ImageStart(.file(folder.file("b.jpg"))).identity != first.identity)
    let letters = Data(image).base64EncodedString()
    try folder.write("letters", letters)
    #expect(try ImageStart(.base64(file: folder.file("letters"), offset: 0, count: letters.utf8.count)).longer == 7)
    try folder.write("planes", bytes: [UInt8](repeating: 9, count: 3 * 16))
    #expect(try ImageStart(.planes(file: folder.file("planes"), offset: 0, side: 4)).shorter == 4)
  }
}
