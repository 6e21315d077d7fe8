import Testing

@testable import Runtime
@testable import Tensors

@Suite struct ArrayConversionTests {
  private func backend() throws -> CPUBackend { try CPUBackend(pool: ThreadPool(threads: 1)) }

  @Test("a tensor made of an array has its shape and values", arguments: ArrayElement.allCases)
  func tensor(element: ArrayElement) throws {
    let bytes = [UInt8](repeating: 0, count: 6 * element.byteCount)
    let tensor = try ArrayEntry(name: "a", shape: [2, 3], element: element, bytes: bytes).tensor(on: backend())
    #expect(tensor.shape == [2, 3])
    #expect(try tensor.floatArray() == [0, 0, 0, 0, 0, 0])
  }

  @Test(
    "copying between equal types keeps every bit, also of values that are no numbers", arguments: ElementType.allCases)
  func bits(elementType: ElementType) throws {
    let backend = try backend()
    let bytes = (0..<256 * elementType.byteCount).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 250) }
    let source = try ArrayEntry(name: "a", shape: [256], element: ArrayElement(elementType), bytes: bytes)
    let target = try backend.zeros([256], elementType)
    try source.copy(into: target)
    #expect(try target.withBytes { Array($0) } == bytes)
    #expect(try ArrayEntry(name: "b", tensor: target).withBytes { Array($0) } == bytes)
  }

  @Test("a list of numbers comes back to the bit in its own type, and in no other")
  func numbers() throws {
    let doubles = [0.1, -0.0, .infinity, .leastNonzeroMagnitude]
    let array = ArrayEntry.numbers("a", doubles)
    #expect(array.shape == [4] && array.element == .float64)
    #expect(try array.numbers(as: Double.self).map(\.bitPattern) == doubles.map(\.bitPattern))
    #expect(try ArrayEntry.numbers("a", [Int64.min, 7]).integers() == [.min, 7])
    #expect(try ArrayEntry.numbers("a", [Float]()).numbers(as: Float.self).isEmpty)
    #expect { try array.numbers(as: Float.self) } throws: {
      "\($0)" == "array 'a' holds float64, where float32 was expected"
    }
  }

  @Test("other types become float32 tensors, and nothing else")
  func converts() throws {
    let backend = try backend()
    let halves: [Float16] = [1.5, -2, .infinity]
    let array = try ArrayEntry(name: "a", shape: [3], element: .float16, bytes: halves.withUnsafeBytes { Array($0) })
    let floats = try backend.zeros([3], .float32)
    try array.copy(into: floats)
    #expect(try floats.floatArray() == [1.5, -2, .infinity])
    let integers = try backend.zeros([3], .int32)
    #expect { try array.copy(into: integers) } throws: {
      "\($0)" == "array 'a' holds float16, where int32 was expected"
    }
    let other = try backend.zeros([1, 3], .float32)
    #expect { try array.copy(into: other) } throws: { "\($0)" == "array 'a' has shape [3], where [1, 3] was expected" }
  }
}
