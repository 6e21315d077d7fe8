import Runtime
import TestSupport
import Testing

@testable import Corpora

/// Folders of images that need no captions.
@Suite struct ImageFolderTests {
  private func open(_ folder: TemporaryFolder, language: String?) throws -> SourceContent {
    var source = CorpusSource(path: folder.path)
    source.language = language
    return try source.openImages(pool: ThreadPool(threads: 2))
  }

  @Test("a folder of images alone is enough; texts beside them are captions where their language is known")
  func captions() throws {
    let folder = try TemporaryFolder()
    try SmallPairs.writeImages(folder)
    try SmallPairs.writeImages(folder, under: "within/")
    try folder.write("a.txt", "a red cat")
    try folder.write("notes.md", "nothing")
    for (language, expected) in [(nil, []), ("en", ["a red cat"])] as [(String?, [String])] {
      let content = try open(folder, language: language)
      let images = try (0..<content.store.catalog.count).map { try content.store.record($0) }
      #expect(images.count == 6 && content.skipped.count == 0)
      #expect(images.flatMap(\.captions).map(\.text) == expected)
      #expect(Set(images.map(\.image)).count == 6)
    }
  }

  @Test("as pairs the same folder still needs its texts")
  func pairs() throws {
    let folder = try TemporaryFolder()
    try SmallPairs.writeImages(folder)
    let pool = try ThreadPool(threads: 1)
    #expect { try CorpusSource(path: folder.path).open(unreadableLimit: 1, pool: pool) } throws: {
      "\($0)".contains("the captions name no language")
    }
  }

  @Test("a folder without an image and one that is missing are sentences")
  func empty() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "alone")
    #expect { try open(folder, language: "en") } throws: { "\($0)".contains("no records are in it") }
    let pool = try ThreadPool(threads: 1)
    #expect { try CorpusSource(path: folder.file("none")).openImages(pool: pool) } throws: {
      "\($0)".contains("there is no such file or folder")
    }
  }

  @Test("images that cannot be read stand beside those that can")
  func outcomes() throws {
    let folder = try TemporaryFolder()
    try SmallPairs.writeImages(folder)
    try folder.write("z.jpg", "no image")
    let content = try open(folder, language: nil)
    let images = try (0..<content.store.catalog.count).map { try content.store.record($0) }
    let photo = PhotoPreparation(side: 32, patchSize: 16)
    let outcomes = photo.evaluationOutcomes(
      of: images.map { ($0.image, $0.origin) }, pool: try ThreadPool(threads: 2))
    #expect(outcomes.map { (try? $0.get().count) } == [4, 4, 4, nil])
    guard case .failure(let problem) = outcomes[3] else { return }
    #expect("\(problem)".hasPrefix(folder.file("z.jpg")))
    #expect(try photo.evaluationPatches(ofFile: SmallPairs.bytes("scene.jpg")).pixels == outcomes[0].get().pixels)
  }
}
