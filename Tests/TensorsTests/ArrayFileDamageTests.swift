import TestSupport
import Testing

@testable import Files
@testable import Tensors

@Suite struct ArrayFileDamageTests {
  static let originals: [(ArrayFormat, String)] = [
    (.npy, "single.npy"), (.npy, "version3.npy"), (.npz, "stored.npz"), (.npz, "deflated.npz"), (.npz, "wide.npz"),
    (.safetensors, "library.safetensors"),
  ]

  @Test("damaged files give an error or arrays that fit their shapes, never a crash", arguments: originals)
  func fuzz(format: ArrayFormat, file: String) throws {
    let original = try bytes(ofFile: arrayFixture(file))
    var mutations = Mutations(seed: 11)
    var refused = 0
    for _ in 0..<2_000 {
      do {
        for array in try format.read(mutations.mutated(original), name: file) {
          #expect(try array.withBytes { $0.count } == array.byteCount)
          #expect(try array.floats().count == array.count)
        }
      } catch {
        #expect((error is TensorError || error is FileError) && "\(error)".hasPrefix(file), "\(error)")
        refused += 1
      }
    }
    #expect(refused > 1_000)
  }

  @Test("a file cut anywhere is refused", arguments: originals)
  func cut(format: ArrayFormat, file: String) throws {
    let original = try bytes(ofFile: arrayFixture(file))
    for length in 0..<original.count {
      #expect("\(length) bytes") {
        try format.read(Array(original[..<length]))
      } throws: {
        $0 is TensorError || $0 is FileError
      }
    }
  }

  @Test("a flipped bit of an array's bytes in an .npz is noticed", arguments: ["stored.npz", "deflated.npz"])
  func checksums(file: String) throws {
    let original = try bytes(ofFile: arrayFixture(file))
    let members = try original.withUnsafeBytes { try ZipDirectory($0, name: file).members }
    for member in members where !member.range.isEmpty {
      var damaged = original
      damaged[member.range.upperBound - 1] ^= 1
      #expect(throws: TensorError.self, "\(member.name)") { try ArrayFormat.npz.read(damaged) }
    }
  }

  @Test(
    ".npy headers that lie are refused",
    arguments: [
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", "do not fit shape"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "63 bits"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 9223372036854775807, 9), }", "do not fit shape"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "63 bits"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)", "expected '}'"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } x", "something follows"),
      ("{'descr': '<f4', 'descr': '<f4', 'shape': (2, 3), }", "twice"),
      ("{'descr': '<f4', 'shape': (2, 3), }", "is missing"),
      ("{'descr': '|f4', 'fortran_order': False, 'shape': (2, 3), }", "'|f4' are not read"),
      ("{'descr': '<é', 'fortran_order': False, 'shape': (2, 3), }", "are not read"),
      ("{'descr': '<f4', 'fortran_order': None, 'shape': (2, 3), }", "True or False"),
      ("", "expected '{'"),
    ])
  func npyHeaders(text: String, reason: String) {
    let header = Array(text.utf8)
    let file = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header
    let bytes = file + [UInt8](repeating: 0, count: 24)
    #expect { try ArrayFormat.npy.read(bytes, name: "a.npy") } throws: {
      "\($0)".hasPrefix("a.npy: ") && "\($0)".contains(reason)
    }
  }

  @Test(
    "safetensors headers that lie are refused",
    arguments: [
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "cannot have 4 bytes"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#, "outside the file"),
      (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[8,0]}}"#, "outside the file"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, "outside the file"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "hole"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "4 bytes at the end belong to no array"),
      (
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}"#,
        "overlap"
      ),
      (
        #"{"a":{"dtype":"U8","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}"#,
        "impossible shape"
      ),
      (#"{"a":{"dtype":"U8","shape":[-8],"data_offsets":[0,8]}}"#, "impossible shape"),
      (#"{"a":{"dtype":"U8","shape":[8.0],"data_offsets":[0,8]}}"#, "needs a 'dtype'"),
      (#"{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}"#, "'F8_E4M3', which are not read"),
      (#"{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8],"more":1}}"#, "nothing else"),
      (#"{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"a":{}}"#, "twice"),
      (#"{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"__metadata__":{"b":1}}"#, "a number under 'b'"),
      ("[]", "not a JSON object"), ("{", "header"), ("", "header"),
    ])
  func safetensorsHeaders(text: String, reason: String) {
    let bytes = littleEndian(UInt64(text.utf8.count)) + Array(text.utf8) + [UInt8](repeating: 0, count: 8)
    #expect { try ArrayFormat.safetensors.read(bytes, name: "a.safetensors") } throws: {
      "\($0)".hasPrefix("a.safetensors") && "\($0)".contains(reason)
    }
  }

  @Test("lengths beyond all reason allocate nothing", arguments: [UInt64.max, 1 << 62, 100_000_001, 9])
  func headerLengths(length: UInt64) {
    #expect(throws: TensorError.self) { try ArrayFormat.safetensors.read(littleEndian(length) + Array("{}".utf8)) }
  }
}
