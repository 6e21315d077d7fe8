import Tensors
import Testing

@Suite("The library for products")
struct ProductLibraryTests {
  @Test("it says its version")
  func library() { #expect(ProductLibrary.name.hasPrefix("oneDNN ") && ProductLibrary.name.contains(".")) }
}
