import FoundationEssentials
import TestSupport
import Testing

@testable import Corpora

/// Damaged files of every format give records, complaints that say where, or an error. `make damage` goes on for longer.
@Suite struct FormatFuzzTests {
  @Test(
    "Damage of any kind is met with sentences that name the file",
    arguments: FormatConformanceTests.cases.filter(\.isGood))
  func damage(form: FormatCase) throws {
    let folder = try TemporaryFolder()
    try form.write(to: folder)
    let files = form.files.filter { $0.value.count > 2 }.sorted { $0.key < $1.key }
    var chance = Mutations(seed: 7)
    let end = ContinuousClock.now + .seconds(ParserFuzzTests.seconds / 10)
    var count = 0
    while count < 60 || ContinuousClock.now < end {
      let (name, bytes) = files[chance.below(files.count)]
      try Data(chance.mutated(bytes)).write(to: URL(filePath: folder.file(name)))
      for keptText in form.source.format == .table || form.source.format == .jsonl ? [0, 1 << 20] : [nil] {
        let outcome = FormatOutcome(form.source, in: folder, keptText: keptText)
        let complaints = outcome.problems + [outcome.error].compactMap { $0 }
        #expect(complaints.allSatisfy { $0.hasPrefix("~/") }, "\(complaints)")
        #expect(outcome.records.allSatisfy { !$0.hasSuffix("not as listed") })
      }
      try Data(bytes).write(to: URL(filePath: folder.file(name)))
      count += 1
    }
  }
}
