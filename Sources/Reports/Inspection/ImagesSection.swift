import Console
import Corpora
import Images

/// What the images' files are and how large.
struct ImagesSection {
  private let images: InspectedImages

  init(_ inspection: CorpusInspection) { images = inspection.images }

  var html: HTML {
    guard images.count > 0 else { return "" }
    let kibibytes = images.bytes.counts.reduce(into: ValueCounts()) { $0.add($1.key / 1024, times: $1.value) }
    let charts = [
      HistogramChart(title: "Width", unit: "pixels", values: images.widths),
      HistogramChart(title: "Height", unit: "pixels", values: images.heights),
      HistogramChart(title: "Aspect ratio", unit: "width to height", values: images.aspects, format: Self.hundredths),
      HistogramChart(title: "File size", unit: "KiB", values: kibibytes, scale: .doubling),
    ]
    return """
      <section><h2>Images</h2>
      \(formats.html)<div class="charts">
      \(charts.map(\.figure))</div>
      <p class="note">As the first bytes of each file say, turned upright. Paler: everything above.</p></section>

      """
  }

  private var formats: SortableTable {
    let known = ImageFormat.allCases.compactMap { format in images.formats[format].map { (format, $0) } }
    return SortableTable(
      label: "Images by format",
      columns: [.text("Format"), .number("Images"), .number("Bytes"), .number("Bytes an image")],
      rows: known.map { format, found in
        [
          .text(format.rawValue),
          .number(found.images, share: Double(found.images) / Double(images.count)),
          Self.bytes(found.bytes), Self.bytes(found.bytes / max(1, found.images)),
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
