import Tensors
import TextRendering

/// Renderers that each draw a whole list, one on every thread.
final class RenderPool {
  private let pool: ThreadPool
  private let renderers: [TextRenderer]
  private var pages: [Page]

  init(threads: Int, fonts: FontStack) throws {
    pool = try ThreadPool(threads: threads)
    renderers = try (0..<threads).map { _ in try TextRenderer(fonts: fonts) }
    pages = Array(repeating: Page(), count: threads)
  }

  /// Draws the list on every thread. Throws where a font is broken.
  func draw(_ list: CaptionList) throws {
    let renderers = renderers
    var failures = [(any Error)?](repeating: nil, count: renderers.count)
    pages.withUnsafeMutableBufferPointer { pages in
      failures.withUnsafeMutableBufferPointer { failures in
        nonisolated(unsafe) let pages = pages
        nonisolated(unsafe) let failures = failures
        nonisolated(unsafe) let renderers = renderers
        pool.parallel(renderers.count) { range, _ in
          for index in range {
            do {
              try RenderBenchmark.draw(list.captions, renderers[index], &pages[index])
            } catch {
              failures[index] = error
            }
          }
        }
      }
    }
    if let failure = failures.lazy.compactMap({ $0 }).first { throw failure }
  }
}
