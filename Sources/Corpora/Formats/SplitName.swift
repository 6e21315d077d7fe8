/// What corpora call their splits.
enum SplitName {
  /// Karpathy's images of COCO's validation that nobody validates with: papers train on them.
  static let restval = "restval"

  private static let families = [
    ["train", "training", "trn"], ["val", "valid", "validation", "dev", "devel"], ["test", "testing", "tst"],
  ]

  /// A split's name and all others that mean the same.
  static func aliases(_ name: String) -> [String] {
    families.first { $0.contains(name.lowercased()) } ?? [name]
  }

  /// Whether records of the split `name` are taken where `wanted` is asked for.
  static func takes(_ name: String, as wanted: String) -> Bool {
    let (name, isSame) = (name.lowercased(), name == wanted)
    return isSame || families.contains { $0.contains(name) && $0.contains(wanted.lowercased()) }
      || (isTraining(wanted) && name == restval)
  }

  static func isTraining(_ name: String) -> Bool { families[0].contains(name.lowercased()) }

  /// The split that a file's name tells, such as "val" of `captions_val2014.json`; nil where it tells none, or two.
  static func inFile(_ path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    let words = name.split { !($0.isASCII && $0.isLetter) }.filter { word in
      families.contains { $0.contains(word.lowercased()) }
    }
    return words.count == 1 ? words.first.map(String.init) : nil
  }

  /// The split that a file's name tells, or else that of the folder it lies in, where that is called by nothing but a split:
  /// `cb/test/0.tar`, `val2017/a.tar`; nil where neither tells one.
  static func inPath(_ path: String) -> String? {
    if let split = inFile(path) { return split }
    return path.split(separator: "/").dropLast().last.flatMap { inFolder(String($0)) }
  }

  /// The split that a folder is called by, perhaps with a year behind it; nil where its name says anything else.
  static func inFolder(_ path: String) -> String? {
    guard let folder = path.split(separator: "/").last else { return nil }
    let letters = folder.prefix { !$0.isNumber }
    let isSplit = families.contains { $0.contains(letters.lowercased()) }
    return isSplit && folder.dropFirst(letters.count).allSatisfy(\.isNumber) ? String(letters) : nil
  }
}
