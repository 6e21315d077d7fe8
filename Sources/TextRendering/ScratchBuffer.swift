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

  /// Empties the buffer and makes room for `room` elements. A giant caption's memory is not held for ever.
  @inline(__always)
  func restart(room: Int = 0) {
    count = 0
    if room > capacity || capacity > 1 << 17 && room < 1 << 16 { move(to: max(256, room)) }
  }

  /// Makes room for `wanted` elements, keeping those in use.
  @inline(__always)
  func reserve(_ wanted: Int) {
    if wanted > capacity { move(to: max(wanted, capacity * 2)) }
  }

  @inline(__always)
  func append(_ element: Element) {
    reserve(count + 1)
    (start + count).initialize(to: element)
    count += 1
  }

  /// Puts an element between others.
  func insert(_ element: Element, at index: Int) {
    append(element)
    let tail = count - 1 - index
    (start + index + 1).update(from: start + index, count: tail)
    start[index] = element
  }

  /// Gives memory back after an unusually large caption.
  func shrink(above limit: Int) {
    guard capacity > limit else { return }
    count = 0
    move(to: limit)
  }

  private func move(to newCapacity: Int) {
    let other = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
    other.moveInitialize(from: start, count: count)
    start.deallocate()
    start = other
    capacity = newCapacity
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { start[index] }
    set { start[index] = newValue }
  }

  /// What is in use, to be read by others until the buffer is filled again.
  @inline(__always)
  var view: ScratchView<Element> { ScratchView(start: start, count: count) }
}

/// What a stage gives to the stages behind it: values that they read and cannot write, in the stage's own buffer. They are there
/// until the stage takes its next caption, and while the stage lives.
struct ScratchView<Element> {
  let start: UnsafePointer<Element>
  let count: Int

  @inline(__always)
  init(start: UnsafeMutablePointer<Element>, count: Int) {
    self.start = UnsafePointer(start)
    self.count = count
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    assert(index >= 0 && index < count, "element \(index) of \(count)")
    return start[index]
  }

  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: start, count: count) }
}
