import Runtime
import TextRendering

/// Renderers that each draw a whole list, one on every thread.
final class RenderPool {
  /// Everything of one thread. Nothing is shared, or counting references to it would cost more than drawing gains.
  private final class Worker {
    let renderer: TextRenderer
    let captions: [(language: String, text: [UInt8])]
    var page = Page()
    var failure: (any Error)?

    init(fonts: FontStack, list: CaptionList) throws {
      renderer = try TextRenderer(fonts: fonts)
      captions = list.captions.map { caption in
        let text = [UInt8](unsafeUninitializedCapacity: caption.text.count) { room, count in
          count = room.initialize(fromContentsOf: caption.text)
        }
        return (caption.language, text)
      }
    }

    func draw() {
      do { try RenderBenchmark.draw(captions, renderer, &page) } catch { failure = error }
    }
  }

  private let pool: ThreadPool
  private let workers: [Worker]

  init(threads: Int, fonts: FontStack, list: CaptionList) throws {
    pool = try ThreadPool(threads: threads)
    workers = try (0..<threads).map { _ in try Worker(fonts: fonts, list: list) }
  }

  /// Draws the list on every thread. Throws where a font is broken.
  func draw() throws {
    nonisolated(unsafe) let workers = workers
    pool.parallel(workers.count) { range, _ in
      for index in range { workers[index].draw() }
    }
    if let failure = workers.lazy.compactMap(\.failure).first { throw failure }
  }
}
