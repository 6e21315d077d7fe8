import CKernels

/// The loops of the routes that not every processor has (clippo_search.h): its own, or another implementation of the same
/// functions.
struct SearchKernels: Sendable {
  typealias Candidates = UnsafeMutablePointer<clippo_search_candidate>

  let tiles:
    @convention(c) @Sendable (
      Candidates?, _ rows: UnsafePointer<Float>?, _ count: Int, _ packed: UnsafePointer<UInt32>?, _ queries: Int,
      _ width: Int, _ floors: UnsafePointer<Float>?, _ scratch: UnsafeMutableRawPointer?
    ) -> Int
  let rounded:
    @convention(c) @Sendable (
      Candidates?, _ rows: UnsafePointer<Float>?, _ count: Int, UnsafePointer<clippo_search_byte_queries>?,
      _ width: Int, _ floors: UnsafePointer<Float>?, _ scratch: UnsafeMutableRawPointer?
    ) -> Int

  static let native = SearchKernels(tiles: clippo_search_tiles, rounded: clippo_search_rounded)
}
