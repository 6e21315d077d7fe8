/// Where the emoji corpus comes from: files of four distribution packages.
public struct EmojiSources: Sendable, Equatable {
  /// CLDR's `common` folder, with `annotations`, `annotationsDerived` and `supplemental`.
  public var cldr: String
  public var emojiTest: String
  public var notoFont: String
  /// A folder of PNGs named by code points.
  public var emojiOne: String

  public init(cldr: String, emojiTest: String, notoFont: String, emojiOne: String) {
    self.cldr = cldr
    self.emojiTest = emojiTest
    self.notoFont = notoFont
    self.emojiOne = emojiOne
  }

  /// The files as Debian and Ubuntu install them under `root`.
  ///
  /// Throws one sentence with the command that installs exactly the missing packages.
  public static func installed(root: String = "") throws -> EmojiSources {
    let gems = root + "/usr/share/rubygems-integration"
    let sources = EmojiSources(
      cldr: root + "/usr/share/unicode/cldr/common",
      emojiTest: root + "/usr/share/unicode/emoji/emoji-test.txt",
      notoFont: root + "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
      emojiOne: emojiOneFolder(in: gems) ?? gems + "/all/gems/gemojione/assets/png")
    let missing = sources.missingPackages()
    guard missing.isEmpty else {
      throw CorpusError(
        "the emoji corpus needs \(missing.count == 1 ? "a package that is" : "packages that are") not installed; run: "
          + "sudo apt-get install \(missing.joined(separator: " "))")
    }
    return sources
  }

  private func missingPackages() -> [String] {
    [
      ("unicode-cldr-core", cldr + "/annotations/en.xml"), ("unicode-data", emojiTest),
      ("fonts-noto-color-emoji", notoFont), ("ruby-gemojione", emojiOne),
    ].filter { !SourceFile.exists($0.1) }.map(\.0)
  }

  /// The gem's version is part of its folder's name.
  private static func emojiOneFolder(in gems: String) -> String? {
    guard let versions = try? SourceFile.names(in: gems) else { return nil }
    for version in versions {
      let folder = "\(gems)/\(version)/gems"
      guard let names = try? SourceFile.names(in: folder) else { continue }
      let images = names.filter { $0.hasPrefix("gemojione") }.map { "\(folder)/\($0)/assets/png" }
      if let found = images.first(where: SourceFile.exists) { return found }
    }
    return nil
  }

  /// What the images and names are, of which version, and under which license they may be passed on.
  var credits: [SourceCredit] {
    [
      SourceCredit(
        name: "Unicode CLDR", version: cldrVersion, package: "unicode-cldr-core", license: "Unicode-DFS-2016",
        use: "names and keywords of emoji", notice: "Copyright © 1991-2022 Unicode, Inc."),
      SourceCredit(
        name: "Unicode emoji data", version: emojiVersion, package: "unicode-data", license: "Unicode-DFS-2016",
        use: "the list of emoji",
        notice: "Copyright © Unicode, Inc."),
      SourceCredit(
        name: "Noto Color Emoji", version: notoVersion, package: "fonts-noto-color-emoji", license: "OFL-1.1",
        use: "images under noto/",
        notice: "Copyright 2013 Google Inc."),
      SourceCredit(
        name: "EmojiOne 2", version: emojiOneVersion, package: "ruby-gemojione", license: "CC-BY-SA-4.0",
        use: "images under emojione/",
        notice: "Copyright 2014 Ranks.com Inc."),
    ]
  }
}

/// A source of a corpus and its license.
public struct SourceCredit: Sendable, Equatable {
  public let name: String
  /// As the source itself says it, such as "41"; `nil` where it says none.
  public let version: String?
  /// The distribution's package.
  public let package: String
  /// SPDX identifier.
  public let license: String
  public let use: String
  public let notice: String
}
