import Console
import Reports

/// What becomes of a report besides being printed.
struct ReportOptions: OptionGroup {
  @Option("report to write besides what is printed, .html for people or .json for programs") var out: [FilePath] = []

  /// Whether a page for people is among what is written.
  var isShown: Bool { out.contains { MeasureReport.isPage($0.string) } }

  func validate() throws {
    for file in out { try MeasureReport.check(path: file.string) }
  }

  /// Prints a report and writes it wherever it is wanted.
  func publish(_ report: MeasureReport) throws {
    StandardStream.output.writeLine(report.text())
    for file in out {
      try report.write(to: file.string)
      StandardStream.error.writeLine("written to \(file.string)")
    }
  }
}
