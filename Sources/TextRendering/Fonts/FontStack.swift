import FoundationEssentials

/// The fonts a renderer may use, found on this machine, with the rules that choose among them.
public struct FontStack: Sendable {
  /// A font and where its file lies; nil where the distribution's package does not have it.
  struct Font: Sendable, Hashable {
    var definition: FontDefinition
    var path: String?
  }

  let fonts: [Font]
  /// By ICU script code: indexes into `fonts`.
  let scripts: [UInt8: [Int]]
  let languages: [String: [Int: Int]]
  let emoji: Int?
  let fallback: [Int]

  /// What the built-in stack of letters with serifs is called where a stack's file could stand.
  public static let serif = "serif"

  /// Reads a stack file, or a built-in stack, where `file` is nil or `serif`, and finds its fonts in `fontFolders` and the
  /// system's folders.
  ///
  /// Throws a sentence where the file is not right, or where none of a package's fonts is installed.
  public static func load(from file: String?, fontFolders: [String] = []) throws -> FontStack {
    try load(from: file, fontFolders: fontFolders, standardFolders: FontFinder.standardFolders)
  }

  static func load(from file: String?, fontFolders: [String], standardFolders: [String]) throws -> FontStack {
    let stack: FontStackFile
    if file == serif {
      stack = try FontStackFile(json: Data(serifFontStackJSON.utf8), origin: "The built-in font stack serif")
    } else if let file {
      guard let json = FileManager.default.contents(atPath: file) else {
        throw RenderingError("The font stack file \(file) cannot be read.")
      }
      stack = try FontStackFile(json: json, origin: file)
    } else {
      stack = try FontStackFile(json: Data(defaultFontStackJSON.utf8), origin: "The built-in font stack")
    }
    let finder = try FontFinder(
      names: Set(stack.fonts.map(\.file)), required: fontFolders, standard: standardFolders)
    return try FontStack(stack, paths: finder.paths)
  }

  /// A stack of one font file, for `--font FILE[:face]`.
  public static func single(file path: String, face: Int = 0) throws -> FontStack {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard FileManager.default.fileExists(atPath: path) else {
      throw RenderingError("The font file \(path) does not exist.")
    }
    let definition = FontDefinition(name: name, file: name, face: face, package: "", scale: 1000, shift: 0)
    return FontStack(
      fonts: [Font(definition: definition, path: path)], scripts: [:], languages: [:], emoji: nil, fallback: [0])
  }

  private init(fonts: [Font], scripts: [UInt8: [Int]], languages: [String: [Int: Int]], emoji: Int?, fallback: [Int]) {
    self.fonts = fonts
    self.scripts = scripts
    self.languages = languages
    self.emoji = emoji
    self.fallback = fallback
  }

  private init(_ file: FontStackFile, paths: [String: String]) throws {
    fonts = file.fonts.map { Font(definition: $0, path: paths[$0.file]) }
    try Self.checkPackages(fonts)
    let index = Dictionary(uniqueKeysWithValues: file.fonts.enumerated().map { ($1.name, $0) })
    func indexes(_ names: [String]) -> [Int] { names.compactMap { index[$0] } }
    var scripts: [UInt8: [Int]] = [:]
    for (iso, names) in file.scripts {
      if let script = ScriptCode(iso: iso) { scripts[script.value] = indexes(names) }
    }
    self.scripts = scripts
    languages = file.languages.mapValues { swaps in
      var result: [Int: Int] = [:]
      for (old, new) in swaps { if let old = index[old], let new = index[new] { result[old] = new } }
      return result
    }
    emoji = file.emoji.flatMap { index[$0] }
    fallback = indexes(file.fallback)
  }

  /// Other releases of a distribution have a few files more or less, but a package without any file is not installed.
  private static func checkPackages(_ fonts: [Font]) throws {
    let packages = Set(fonts.map(\.definition.package))
    let present = Set(fonts.filter { $0.path != nil }.map(\.definition.package))
    let absent = packages.subtracting(present).sorted()
    guard let first = absent.first else { return }
    let example = fonts.first { $0.definition.package == first }?.definition.file ?? ""
    throw RenderingError(
      "The font \(example) was not found in any font folder: install the fonts with "
        + "`sudo apt-get install \(absent.joined(separator: " "))`.")
  }
}

/// One font of the stack as `fonts/stack.json` describes it.
struct FontDefinition: Sendable, Hashable {
  /// Name inside the stack file.
  var name: String
  /// File name without folder.
  var file: String
  /// Face inside a collection (.ttc), 0 first.
  var face: Int
  /// Debian package that installs the file.
  var package: String
  /// Size relative to the nominal text size, in thousandths.
  var scale: Int
  /// How far the baseline moves down, in thousandths of the nominal text size.
  var shift: Int
}
