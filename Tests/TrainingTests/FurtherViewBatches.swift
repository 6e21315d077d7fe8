import Corpora
import Images
import Runtime
import Training

extension CachedForwardTests.TowerKind {
  /// Batches of squares as the tower reads them, in which images that are shown again are warped.
  ///
  /// - Parameters:
  ///   - views: that they show.
  ///   - state: where to go on.
  func loader(
    _ squares: SquaresCorpus, showing views: Set<BatchView>, pool: ThreadPool, from state: LoaderState? = nil
  ) throws -> BatchLoader {
    var options = options
    options.views = views
    options.photo.furtherAugmentation = .warp(PhotoAugmentation())
    return try BatchLoader(
      corpus: squares.corpus, options: options, pool: pool, state: state, makeReader: { reader })
  }
}
