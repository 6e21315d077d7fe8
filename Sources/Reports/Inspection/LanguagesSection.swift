import Corpora

/// Tables of languages, splits and roles.
struct LanguagesSection {
  private let inspection: CorpusInspection
  /// Those of most images first.
  private let splits: [CorpusSplit]

  init(_ inspection: CorpusInspection) {
    self.inspection = inspection
    splits = inspection.splits.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map(\.key)
  }

  var html: HTML {
    """
    <section><h2>Languages</h2>
    \(languages.html)<p class="note">Shared: captions that belong to several images. Half, 95 %: so much is enough for \
    that share of the captions. Patches are those of a random sample that was drawn; cut off: captions of it that do not fit \
    the page; missing: code points of it that no font draws.</p>
    <h3>Images by split</h3>
    \(splitTable.html)\(splitNote)<h3>Captions by role</h3>
    \(roles.html)</section>

    """
  }

  private var languages: SortableTable {
    let most = Double(inspection.languages.map(\.captionCount).max() ?? 1)
    return SortableTable(
      label: "Captions by language",
      columns: [
        .text("Language"), .number("Images"), .number("Captions"), .number("Shared"),
        .number("half", in: "Characters"), .number("95 %", in: "Characters"), .number("most", in: "Characters"),
        .number("half", in: "Patches"), .number("95 %", in: "Patches"), .number("most", in: "Patches"),
        .number("cut off", in: "Patches"), .number("missing", in: "Patches"),
      ],
      rows: inspection.languages.map { language in
        [
          .text(language.tag), .number(language.imageCount),
          .number(language.captionCount, share: Double(language.captionCount) / most),
          language.sharedPercent.map { .number($0, places: 1, unit: " %") } ?? .none,
        ] + marks(language.characters) + marks(language.pages.patches) + [
          share(language.pages.truncated, of: language.pages.captions),
          .number(language.pages.truncation.missing.values.reduce(0, +)),
        ]
      })
  }

  private func marks(_ values: ValueCounts) -> [SortableTable.Cell] {
    let marks = values.values(holding: [0.5, 0.95, 1])
    return marks.isEmpty ? [.none, .none, .none] : marks.map { .number($0) }
  }

  private func share(_ part: Int, of whole: Int) -> SortableTable.Cell {
    whole == 0 ? .none : .number(100 * Double(part) / Double(whole), places: 1, unit: " %")
  }

  /// Languages that a split's row has room for.
  private static let languageColumns = 8

  private var splitTable: SortableTable {
    let shown = inspection.languages.prefix(Self.languageColumns)
    return SortableTable(
      label: "Images by split",
      columns: [.text("Split"), .number("Images")] + shown.map { .number($0.tag) },
      rows: splits.map { split in
        let count = inspection.splits[split] ?? 0
        return [
          .text(split.rawValue), .number(count, share: Double(count) / Double(max(1, inspection.records))),
        ] + shown.map { .number($0.images[split] ?? 0) }
      })
  }

  private var splitNote: HTML {
    inspection.languages.count > Self.languageColumns
      ? "<p class=\"note\">With a caption in each of the \(Self.languageColumns) languages of most images.</p>\n" : ""
  }

  private var roles: SortableTable {
    SortableTable(
      label: "Captions by role", columns: [.text("Role"), .number("Captions"), .number("Languages")],
      rows: inspection.roles.map { role, captions in
        [
          .text(role.rawValue), .number(captions, share: Double(captions) / Double(max(1, inspection.captions))),
          .number(inspection.languages.count { $0.roles[role] != nil }),
        ]
      })
  }
}
