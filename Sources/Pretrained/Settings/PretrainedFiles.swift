import Console
import FoundationEssentials
import Tensors

/// The files of released weights: a file, a folder with one, or the index of several; and what lies beside them.
package struct PretrainedFiles {
  /// In the order in which they are read.
  package let weights: [String]
  /// Where configurations and vocabularies are looked for.
  package let folder: String
  /// What a run of them is called.
  package let name: String

  /// Throws a sentence where there is no such file, or a folder holds none or several.
  package init(_ path: String) throws {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandError("\(path): there is no such file or folder")
    }
    let trimmed = String(path.reversed().drop { $0 == "/" }.reversed())
    folder = isFolder ? trimmed : trimmed.lastIndex(of: "/").map { String(trimmed[..<$0]) } ?? "."
    let file = isFolder ? try Self.onlyFile(of: trimmed) : path
    weights = file.hasSuffix(".index.json") ? try Self.shards(file, in: folder) : [file]
    name = Self.name(of: isFolder ? trimmed : path)
  }

  private static func onlyFile(of folder: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let indices = names.filter { $0.hasSuffix(".safetensors.index.json") }
    let found = indices.isEmpty ? names.filter { $0.hasSuffix(".safetensors") || $0.hasSuffix(".npz") } : indices
    guard let first = found.first else {
      let others = names.filter { name in [".bin", ".pt", ".pth", ".ckpt", ".msgpack"].contains { name.hasSuffix($0) } }
      throw CommandError(
        "\(folder): there is no .safetensors and no .npz here"
          + (others.first.map { "; write \($0) as .safetensors first, with the package that it belongs to" } ?? ""))
    }
    guard found.count == 1 else {
      throw CommandError(
        "\(folder): there are \(found.count) files of weights here, \(found.joined(separator: ", ")); name one")
    }
    return "\(folder)/\(first)"
  }

  /// The files that an index of transformers names.
  private static func shards(_ index: String, in folder: String) throws -> [String] {
    guard let bytes = FileManager.default.contents(atPath: index) else {
      throw CommandError("\(index): the file cannot be read")
    }
    let file = try ConfigurationFile(bytes: Array(bytes), path: index, name: index)
    let names = Set((file.root["weight_map"]?.objectValue ?? []).compactMap { $0.value.stringValue }).sorted()
    guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty && !$0.contains("/") }) else {
      throw CommandError("\(index): weight_map should name files beside it")
    }
    return names.map { "\(folder)/\($0)" }
  }

  /// A name that a recipe can have.
  private static func name(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    let stem =
      [".safetensors.index.json", ".safetensors", ".npz"].first { last.hasSuffix($0) }
      .map { String(last.dropLast($0.count)) } ?? last
    let letters = stem.unicodeScalars.map { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_.".unicodeScalars.contains(scalar)
        ? Character(scalar) : "-"
    }
    let name = String(letters.drop { $0 == "." })
    return name.isEmpty ? "weights" : name
  }

  /// Every array of the files, in float32. Throws where a file is damaged.
  package func arrays() throws -> [String: WeightArray] {
    var arrays: [String: WeightArray] = [:]
    for file in weights {
      let entries =
        file.hasSuffix(".safetensors")
        ? try SafetensorsFile(path: file).arrays() : try NumpyArchive(path: file).arrays()
      try arrays.merge(WeightArray.byName(entries)) { _, last in last }
    }
    return arrays
  }

  /// The vocabulary of a kind beside the weights; nil where there is none.
  package func vocabulary(for family: ReleasedTwin.Family) -> String? {
    let names =
      switch family {
      case .openCLIP, .transformersCLIP:
        ["bpe_simple_vocab_16e6.txt.gz", "bpe_simple_vocab_16e6.txt", "merges.txt"]
      case .chineseCLIP: ["vocab.txt"]
      case .siglip, .siglipNaFlex, .openCLIPSigLIP, .bigVision:
        ["spiece.model", "tokenizer.model", "sentencepiece.model"]
      }
    return names.map { "\(folder)/\($0)" }.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// Whether a file lies beside the weights.
  package func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(name)") }

  /// A configuration beside the weights; nil where there is none.
  package func configuration(_ name: String) throws -> ConfigurationFile? {
    try ConfigurationFile(folder: folder, name: name)
  }
}
