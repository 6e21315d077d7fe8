import Console
import Corpora
import Images

/// What the pictures' files are and how large.
struct PicturesSection {
  private let pictures: InspectedPictures

  init(_ inspection: CorpusInspection) { pictures = inspection.pictures }

  var html: HTML {
    guard pictures.count > 0 else { return "" }
    let kibibytes = pictures.bytes.counts.reduce(into: ValueCounts()) { $0.add($1.key / 1024, times: $1.value) }
    let charts = [
      HistogramChart(title: "Width", unit: "pixels", values: pictures.widths),
      HistogramChart(title: "Height", unit: "pixels", values: pictures.heights),
      HistogramChart(title: "Aspect ratio", unit: "width to height", values: pictures.aspects, format: Self.hundredths),
      HistogramChart(title: "File size", unit: "KiB", values: kibibytes, scale: .doubling),
    ]
    return """
      <section><h2>Pictures</h2>
      \(formats.html)<div class="charts">
      \(charts.map(\.figure))</div>
      <p class="note">As the first bytes of each file say, turned upright. Paler: everything above.</p></section>

      """
  }

  private var formats: SortableTable {
    let known = PictureFormat.allCases.compactMap { format in pictures.formats[format].map { (format, $0) } }
    return SortableTable(
      label: "Pictures by format",
      columns: [.text("Format"), .number("Pictures"), .number("Bytes"), .number("Bytes a picture")],
      rows: known.map { format, found in
        [
          .text(format.rawValue),
          .number(found.pictures, share: Double(found.pictures) / Double(pictures.count)),
          Self.bytes(found.bytes), Self.bytes(found.bytes / max(1, found.pictures)),
        ]
      })
  }

  private static func bytes(_ count: Int) -> SortableTable.Cell {
    SortableTable.Cell(content: "\(NumberText.bytes(count))", value: String(count))
  }

  private static func hundredths(_ value: Int) -> String {
    ReadableNumber.decimal(Double(value) / 100, places: 2)
  }
}
