import Glibc
import Testing

/// Memory for one call of a kernel. Every buffer starts one element past an aligned address and lies between sentinels,
/// which must be untouched at the end.
final class Arena {
  private static let guardBytes = 256
  private static let sentinel: UInt8 = 0xFF  // A NaN in every float type, so that a stray read is seen as well.
  private var blocks: [(memory: UnsafeMutableRawBufferPointer, live: Range<Int>)] = []

  func place<Element>(_ values: [Element]) -> UnsafeMutablePointer<Element> {
    let stride = MemoryLayout<Element>.stride
    let start = Self.guardBytes + stride
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: start + values.count * stride + Self.guardBytes, alignment: 64)
    let base = memory.baseAddress.unsafelyUnwrapped
    memset(base, Int32(Self.sentinel), memory.count)
    blocks.append((memory, start..<start + values.count * stride))
    let pointer = (base + start).bindMemory(to: Element.self, capacity: values.count)
    pointer.initialize(from: values, count: values.count)
    return pointer
  }

  /// A buffer to be written, full of NaN.
  func output(_ count: Int) -> UnsafeMutablePointer<Float> { place([Float](repeating: .nan, count: count)) }

  func output<Element: Activation>(_ count: Int, as: Element.Type) -> UnsafeMutablePointer<Element> {
    place([Element](repeating: Element(rounding: .nan), count: count))
  }

  var sentinelsAreIntact: Bool {
    blocks.allSatisfy { block in
      block.memory[..<block.live.lowerBound].allSatisfy { $0 == Self.sentinel }
        && block.memory[block.live.upperBound...].allSatisfy { $0 == Self.sentinel }
    }
  }

  deinit {
    for block in blocks { block.memory.deallocate() }
  }
}

/// Runs the body with fresh memory and checks that it stayed inside its buffers.
func withArena<Result>(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: (Arena) throws -> Result
) rethrows -> Result {
  let arena = Arena()
  return try withExtendedLifetime(arena) {
    let result = try body(arena)
    #expect(arena.sentinelsAreIntact, "a kernel wrote outside its buffers", sourceLocation: sourceLocation)
    return result
  }
}

func doubles<Element: Activation>(_ pointer: UnsafeMutablePointer<Element>, _ count: Int) -> [Double] {
  (0..<count).map { pointer[$0].double }
}
