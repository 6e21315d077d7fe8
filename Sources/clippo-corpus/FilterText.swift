import Console
import Corpora

/// What rules dropped and kept, as tables for people: one of captions, one of images, a row a language.
enum FilterText {
  static func text(of counts: RuleCounts) -> String {
    let note =
      counts.unreadImages == 0
      ? ""
      : "\n\nimages that cannot be read and were kept without being judged: \(NumberText.thousands(counts.unreadImages))"
    return table("captions", of: counts) { $0.captions } + "\n\n" + table("images", of: counts) { $0.images } + note
  }

  private static func table(
    _ what: String, of counts: RuleCounts, _ number: (RuleCounts.Tally) -> Int
  ) -> String {
    var table = TextTable(
      [.left(what), .right("found")] + counts.rules.map { .right($0.heading) } + [.right("kept")])
    let parts = [counts.found] + counts.rules.map { counts.part(droppedBy: $0) } + [counts.kept]
    func add(_ name: String, _ tally: (RuleCounts.Part) -> RuleCounts.Tally?) {
      table.add([name] + parts.map { NumberText.thousands(tally($0).map(number) ?? 0) })
    }
    for language in counts.languages { add(language) { $0.languages[language] } }
    add("all") { $0.all }
    return table.text()
  }
}
