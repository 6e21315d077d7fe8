import TestSupport

@testable import Files
@testable import Tensors

/// The path of a recorded file.
func arrayFixture(_ name: String) -> String { Fixture.path("ArrayFiles/\(name)") }

/// All bytes of a file.
func bytes(ofFile path: String) throws -> [UInt8] { try FileBytes(path: path).withBytes { Array($0) } }

/// What the recording script puts into its arrays of floats.
func ramp(_ count: Int) -> [Float] { (0..<count).map { Float($0) * 0.5 - 3 } }

/// Reads everything there is in some bytes, as its reader would.
enum ArrayFormat: String, CaseIterable {
  case npy, npz, safetensors

  func read(_ bytes: [UInt8], name: String = "memory") throws -> [ArrayEntry] {
    let file = FileBytes(bytes, name: name)
    switch self {
    case .npy: return [try NumpyFile.entry(in: file, range: nil, name: name, place: name)]
    case .npz: return try NumpyArchive(file).arrays()
    case .safetensors: return try SafetensorsFile(file).arrays()
    }
  }
}
