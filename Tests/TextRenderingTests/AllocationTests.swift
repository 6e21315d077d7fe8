import CHarfBuzz
import TestSupport
import Testing

@testable import TextRendering

@Suite("Memory while drawing", .enabled(if: Allocations.areCounted, "another allocator is in use"))
struct AllocationTests {
  /// Captions as bytes: a Swift string's own conversions are not the renderer's.
  private static let captions = Golden.texts.map { (language: $0.language, bytes: Array($0.text.utf8)) }

  private func draw(_ renderer: TextRenderer, into page: inout Page) throws {
    for caption in Self.captions {
      try caption.bytes.withUnsafeBufferPointer {
        try renderer.draw(utf8: $0, language: caption.language, into: &page)
      }
    }
  }

  @Test("The counter sees what Swift and C ask for")
  func counter() {
    var memory: UnsafeMutableRawPointer?
    #expect(Allocations.count { memory = .allocate(byteCount: 64, alignment: 16) } == 1)
    memory?.deallocate()
    #expect(Allocations.count { hb_buffer_destroy(hb_buffer_create()) } >= 1)
  }

  #if DEBUG
    static let isOptimized = false
  #else
    static let isOptimized = true
  #endif

  @Test(
    "Captions seen before are drawn without asking for memory, in every script",
    .enabled(if: isOptimized, "without optimization every closure asks for memory; see `make conformance`"))
  func warm() throws {
    let renderer = try Golden.renderer()
    var page = Page()
    for _ in 0..<3 { try draw(renderer, into: &page) }
    // FriBidi asks for memory where directions meet.
    for caption in Self.captions where !["he", "ar"].contains(caption.language) {
      let count = try Allocations.count {
        try caption.bytes.withUnsafeBufferPointer {
          try renderer.draw(utf8: $0, language: caption.language, into: &page)
        }
      }
      #expect(count == 0, "\(caption.language)")
    }
  }
}
