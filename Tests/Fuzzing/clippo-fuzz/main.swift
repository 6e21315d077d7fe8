import CLibFuzzer
import FoundationEssentials
import Glibc

// `clippo-fuzz` lists what can be fuzzed; `clippo-fuzz SUBJECT FOLDER [options of libFuzzer]` writes good examples into
// the folder and goes on from what is there; `clippo-fuzz SUBJECT FILE` reads one input, which may be one that broke a reader.
// `scripts/fuzz` runs all.

/// The subject of this process; the fuzzer's callback is a C function and cannot carry it.
nonisolated(unsafe) var chosen: FuzzSubject?

let subjects =
  FuzzSubject.archives + FuzzSubject.texts + FuzzSubject.formats + FuzzSubject.images + FuzzSubject.arrays
  + FuzzSubject.vocabularies + FuzzSubject.cleanings + FuzzSubject.configurations + FuzzSubject.rendering
  + FuzzSubject.serving

guard CommandLine.arguments.count > 2 else {
  for subject in subjects { print(subject.name) }
  exit(0)
}
guard let subject = subjects.first(where: { $0.name == CommandLine.arguments[1] }) else {
  print("clippo-fuzz: there is no subject '\(CommandLine.arguments[1])'; without words it lists them")
  exit(2)
}
chosen = subject

let folder = CommandLine.arguments[2]
var isFolder = false
let isFile = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) && !isFolder
if !isFile {
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try subject.requireReadableExample()
    for (number, example) in try subject.examples().enumerated() {
      try Data(example).write(to: URL(filePath: "\(folder)/example-\(number)"))
    }
  } catch {
    print("clippo-fuzz: \(error)")
    exit(2)
  }
}

// libFuzzer takes the program's name and what stands behind the subject.
var arguments: [UnsafeMutablePointer<CChar>?] =
  ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
var count = Int32(arguments.count - 1)
let status = arguments.withUnsafeMutableBufferPointer { buffer in
  var words = buffer.baseAddress
  return withUnsafeMutablePointer(to: &words) { pointer in
    pointer.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self, capacity: 1) {
      LLVMFuzzerRunDriver(&count, $0) { bytes, count in
        chosen?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
      }
    }
  }
}
exit(status)
