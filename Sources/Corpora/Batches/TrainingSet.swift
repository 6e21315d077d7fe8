import Glibc
import Pixels
import Tensors

/// All that training may see of a corpus, in memory.
struct TrainingSet {
  let items: [TrainingItem]
  /// How often each language is drawn, relative to the others.
  let languageWeights: [String: Double]
  let bytes: Int
  let unreadable: [PictureStore.Unreadable]

  init(corpus: Corpus, languages: [String], options: BatchOptions, pool: ThreadPool) throws {
    for language in languages where corpus.images(of: .train, in: language).isEmpty {
      throw CorpusError(
        "\(corpus.folder): the corpus trains nothing in \(language), it has \(corpus.languages.joined(separator: ", "))"
      )
    }
    let images = corpus.images.filter { image in languages.contains { image.isQuery(of: .train, in: $0) } }
    let store = try PictureStore(
      reading: images, side: options.side, unreadableLimit: options.unreadableLimit, pool: pool)
    let groups = Self.groups(of: images)
    items = images.indices.compactMap { index in
      store.pictures[index].map { picture in
        TrainingItem(
          picture: picture, texts: Self.texts(of: images[index], languages: languages), group: groups[index],
          origin: images[index].origin)
      }
    }
    var counts: [String: Int] = [:]
    for item in items { for texts in item.texts { counts[texts.language, default: 0] += 1 } }
    languageWeights = counts.mapValues { pow(Double($0), options.languageExponent) / Double($0) }
    bytes = store.bytes
    unreadable = store.unreadable
  }

  private static func texts(of image: CaptionedImage, languages: [String]) -> [TrainingItem.Texts] {
    languages.filter { image.isQuery(of: .train, in: $0) }.map { language in
      TrainingItem.Texts(
        language: language, names: image.texts(language), keywords: image.texts(language, .keyword))
    }
  }

  /// Pictures that share a name share a group: the first picture's number.
  private static func groups(of images: [CaptionedImage]) -> [Int32] {
    var firstWithName: [String: Int32] = [:]
    return images.indices.map { index in
      let names = images[index].captions.filter { $0.role == .name }.map(\.text)
      let group = names.compactMap { firstWithName[$0] }.min() ?? Int32(index)
      for name in names where firstWithName[name] == nil { firstWithName[name] = group }
      return group
    }
  }
}
