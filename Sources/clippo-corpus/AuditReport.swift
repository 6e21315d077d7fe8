import Console
import Corpora

/// What becomes of a corpus' captions, as tables for people.
enum AuditReport {
  static func text(of audits: [CaptionAudit]) -> String {
    var table = TextTable([
      .left("language"), .right("captions"), .right("patches"), .right("half"), .right("95 %"), .right("most"),
      .right("blank"), .right("cut off"), .right("missing"),
    ])
    for audit in audits {
      table.add([
        audit.language, String(audit.captions), NumberText.fixed(audit.meanPatches, decimals: 1),
        String(audit.patches(holding: 0.5)), String(audit.patches(holding: 0.95)), String(audit.patches(holding: 1)),
        NumberText.fixed(100 * audit.blankShare, decimals: 1) + " %", String(audit.truncated),
        String(audit.truncation.missing.values.reduce(0, +)),
      ])
    }
    return ([table.text()] + audits.flatMap(details)).joined(separator: "\n")
  }

  /// A bar for every number of patches, and what was lost by name.
  private static func details(of audit: CaptionAudit) -> [String] {
    let most = audit.patches.values.max() ?? 1
    var lines = ["", "\(audit.language): captions by number of patches"]
    for (count, captions) in audit.patches.sorted(by: { $0.key < $1.key }) {
      let bar = String(repeating: "█", count: max(1, captions * 40 / most))
      let label = String(count)
      lines.append(String(repeating: " ", count: max(0, 4 - label.count)) + label + "  \(bar) \(captions)")
    }
    for (point, count) in audit.truncation.missing.sorted(by: { $0.key < $1.key }) {
      lines.append("no font has U+\(String(point, radix: 16, uppercase: true)), which occurs \(count) times")
    }
    return lines + audit.examples.map { "\($0.kind.rawValue): “\($0.text)” (\($0.origin))" }
  }
}
