import Testing

@testable import Tensors

@Suite struct ArrayFileReadingTests {
  struct Expectation: CustomTestStringConvertible {
    var name: String
    var shape: Shape
    var element: ArrayElement
    var floats: [Float]
    var testDescription: String { name }
  }

  static let floats: [Expectation] = [
    .init(name: "half", shape: [2, 3], element: .float16, floats: ramp(6)),
    .init(name: "single", shape: [2, 3], element: .float32, floats: ramp(6)),
    .init(name: "double", shape: [2, 3], element: .float64, floats: ramp(6)),
    .init(name: "bfloat16", shape: [2, 3], element: .bfloat16, floats: ramp(6)),
    .init(name: "int8", shape: [2, 3], element: .int8, floats: [-3, -2, -1, 0, 1, 2]),
    .init(name: "int32", shape: [2, 3], element: .int32, floats: [-3, -2, -1, 0, 1, 2]),
    .init(name: "int64", shape: [2, 3], element: .int64, floats: [-3, -2, -1, 0, 1, 2]),
    .init(name: "uint8", shape: [2, 3], element: .uint8, floats: [250, 251, 252, 253, 254, 255]),
    .init(name: "boolean", shape: [3], element: .boolean, floats: [1, 0, 1]),
    .init(name: "scalar", shape: [], element: .float32, floats: [1.5]),
    .init(name: "empty", shape: [0, 7], element: .float32, floats: []),
  ]

  static let numpyOnly: [Expectation] = [
    .init(name: "deep/single", shape: [2, 3, 4], element: .float32, floats: ramp(24)),
    .init(name: "big_endian", shape: [2, 3], element: .float32, floats: ramp(6)),
    .init(name: "big_endian_int64", shape: [6], element: .int64, floats: [-3, -2, -1, 0, 1, 2]),
    .init(name: "fortran", shape: [2, 3, 4], element: .float32, floats: ramp(24)),
    .init(name: "fortran_big_endian", shape: [3, 2], element: .float64, floats: ramp(6)),
  ]

  private func check(_ array: ArrayEntry, _ expected: Expectation) throws {
    #expect(array.name == expected.name)
    #expect(array.shape == expected.shape)
    #expect(array.element == expected.element)
    #expect(try array.floats() == expected.floats)
  }

  @Test("arrays written by NumPy", arguments: ["stored.npz", "deflated.npz"], floats + numpyOnly)
  func numpy(file: String, expected: Expectation) throws {
    let archive = try NumpyArchive(path: arrayFixture(file))
    try check(archive.array(expected.name), expected)
    #expect(Set(archive.names) == Set((Self.floats + Self.numpyOnly).map(\.name)))
  }

  @Test("arrays written by the safetensors library", arguments: floats)
  func safetensors(expected: Expectation) throws {
    let file = try SafetensorsFile(path: arrayFixture("library.safetensors"))
    try check(file.array(expected.name), expected)
    #expect(file.metadata == ["format": "np", "note": "tür"])
    #expect(Set(file.names) == Set(Self.floats.map(\.name)))
  }

  @Test("every version of .npy", arguments: ["single.npy", "version2.npy", "version3.npy"])
  func versions(file: String) throws {
    let array = try NumpyFile.read(path: arrayFixture(file))
    #expect(array.shape == [2, 3])
    #expect(try array.floats() == ramp(6))
  }

  @Test("zip files with 64-bit directories")
  func wide() throws {
    let archive = try NumpyArchive(path: arrayFixture("wide.npz"))
    #expect(archive.names == ["single", "int32"])
    #expect(try archive.array("single").floats() == ramp(6))
    #expect(try archive.array("int32").integers() == [-3, -2, -1, 0, 1, 2])
  }

  @Test("whole numbers come out whole, floats do not become whole numbers in silence")
  func integers() throws {
    let archive = try NumpyArchive(path: arrayFixture("stored.npz"))
    for name in ["int8", "int32", "int64"] { #expect(try archive.array(name).integers() == [-3, -2, -1, 0, 1, 2]) }
    #expect(try archive.array("boolean").integers() == [1, 0, 1])
    #expect { try archive.array("half").integers() } throws: { "\($0)".contains("'half' holds float16") }
  }

  @Test(
    "element types that are not read are refused",
    arguments: [("complex.npy", "'<c8' are not read"), ("structured.npy", "structured element types are not read")])
  func refused(file: String, reason: String) throws {
    let path = arrayFixture(file)
    #expect { try NumpyFile.read(path: path) } throws: { "\($0)".hasPrefix(path) && "\($0)".contains(reason) }
  }

  @Test("a missing array, file or folder is a sentence with its path")
  func missing() throws {
    let path = arrayFixture("stored.npz")
    #expect { try NumpyArchive(path: path).array("absent") } throws: {
      "\($0)" == "\(path): there is no array 'absent'"
    }
    #expect { try NumpyArchive(path: "/nowhere/a.npz") } throws: {
      "\($0)" == "cannot open /nowhere/a.npz: No such file or directory"
    }
    #expect { try SafetensorsFile(path: "/tmp") } throws: { "\($0)" == "/tmp: not a plain file" }
  }
}
