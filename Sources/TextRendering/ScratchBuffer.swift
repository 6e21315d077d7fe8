/// A growable block of plain values that is reused from caption to caption, so that the warm path allocates nothing.
///
/// The pointer is valid until the next call that may grow the buffer and while the buffer lives; elements must be trivial.
final class ScratchBuffer<Element> {
  private(set) var start: UnsafeMutablePointer<Element>
  private(set) var capacity: Int
  /// Elements in use; kept by the owner.
  var count = 0

  init(capacity: Int = 256) {
    self.capacity = capacity
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  /// Makes room for `wanted` elements, keeping those in use.
  @inline(__always)
  func reserve(_ wanted: Int) {
    if wanted > capacity { grow(to: max(wanted, capacity * 2)) }
  }

  @inline(__always)
  func append(_ element: Element) {
    reserve(count + 1)
    (start + count).initialize(to: element)
    count += 1
  }

  /// Gives memory back after an unusually large caption.
  func shrink(above limit: Int) {
    guard capacity > limit else { return }
    count = 0
    grow(to: limit)
  }

  private func grow(to newCapacity: Int) {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
    larger.moveInitialize(from: start, count: count)
    start.deallocate()
    start = larger
    capacity = newCapacity
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { start[index] }
    set { start[index] = newValue }
  }

  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: start, count: count) }
}
