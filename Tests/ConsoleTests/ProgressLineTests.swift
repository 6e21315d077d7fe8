import Console
import Testing

@Suite("Progress")
struct ProgressLineTests {
  /// A clock and a page under the test's control.
  private final class Stage {
    var now = 100.0
    var written = ""

    func line(isTerminal: Bool, columns: Int = 100) -> ProgressLine {
      ProgressLine(
        label: "training", unit: "pairs",
        surface: .init(isTerminal: isTerminal, columns: { columns }, write: { self.written += $0 }),
        seconds: { self.now })
    }
  }

  @Test("a terminal sees one line rewritten, with bar, times, rate and fields")
  func terminal() {
    let stage = Stage()
    let line = stage.line(isTerminal: true)
    stage.now += 10
    line.update(completed: 2500, fraction: 0.25, fields: "loss 2.31")
    #expect(stage.written == "\r\u{1B}[Ktraining  ▕████            ▏  25%  0:10 of 0:40  250 pairs/s  loss 2.31")
    stage.now += 0.05
    line.update(completed: 2600, fraction: 0.26)
    #expect(stage.written.count { $0 == "\r" } == 1, "a line just shown is not shown again")
    line.finish()
    #expect(stage.written.count { $0 == "\r" } == 2)
    #expect(stage.written.hasSuffix("\n"))
  }

  @Test("a narrow terminal never wraps")
  func narrow() {
    let stage = Stage()
    let line = stage.line(isTerminal: true, columns: 30)
    stage.now += 1
    line.update(completed: 1, of: 2, fields: "红色的心红色的心红色的心")
    #expect(DisplayWidth.of(stage.written.drop { $0 != "t" }) <= 29)
    #expect(stage.written.hasSuffix("…"))
  }

  @Test("a log file sees a plain line every ten seconds and at the end")
  func plain() {
    let stage = Stage()
    let line = stage.line(isTerminal: false)
    for second in 1...25 {
      stage.now += 1
      line.update(completed: second * 10, of: 250)
    }
    line.finish()
    #expect(
      stage.written == """
        training  40%  0:10 of 0:25  10 pairs/s
        training  80%  0:20 of 0:25  10 pairs/s
        training  100%  0:25 of 0:25  10 pairs/s

        """)
  }

  @Test("the rate follows the last ten seconds")
  func rate() {
    let stage = Stage()
    let line = stage.line(isTerminal: true)
    for second in 1...60 {
      stage.now += 1
      line.update(completed: second <= 30 ? 0 : (second - 30) * 100, of: 3000)
    }
    #expect(stage.written.hasSuffix("100%  1:00 of 1:00  100 pairs/s"))
  }

  @Test("work that goes on counts from where it was, and pauses do not lower its rate")
  func goingOn() {
    let stage = Stage()
    let line = ProgressLine(
      label: "training", unit: "pairs", start: .init(completed: 500, fraction: 0.5, workSeconds: 50),
      surface: .init(isTerminal: true, columns: { 100 }, write: { stage.written += $0 }), seconds: { stage.now })
    stage.now += 40
    line.update(completed: 600, fraction: 0.6, workSeconds: 60)
    #expect(stage.written.hasSuffix("60%  0:40 of 3:20  10 pairs/s"))
  }

  @Test("another piece of work on the same line begins anew, and no rate is below nothing")
  func next() {
    let stage = Stage()
    let line = stage.line(isTerminal: true)
    stage.now += 4
    line.update(completed: 400, of: 400)
    stage.now += 1
    line.update(completed: 50, of: 1000)
    #expect(!stage.written.contains("-"), "\(stage.written)")
    stage.now += 5
    line.update(completed: 300, of: 1000)
    #expect(stage.written.hasSuffix("30%  0:05 of 0:19  50 pairs/s"), "\(stage.written)")
    // More than before, of a larger whole.
    stage.now += 1
    line.update(completed: 310, of: 100_000)
    stage.now += 10
    line.update(completed: 330, of: 100_000)
    #expect(stage.written.hasSuffix("  2.0 pairs/s"), "\(stage.written)")
    // A clock that goes back.
    stage.now -= 60
    line.update(completed: 340, of: 100_000)
    stage.now += 1
    line.update(completed: 345, of: 100_000)
    #expect(!stage.written.contains("-"), "\(stage.written)")
  }

  @Test("a message stands above the line")
  func interjection() {
    let stage = Stage()
    let line = stage.line(isTerminal: true)
    stage.now += 1
    line.update(completed: 1, of: 2)
    line.interject("saved step 1")
    #expect(stage.written.contains("\r\u{1B}[Ksaved step 1\n\r\u{1B}[Ktraining"))
  }

  @Test("what never began leaves no trace")
  func nothing() {
    let stage = Stage()
    stage.line(isTerminal: true).finish()
    #expect(stage.written == "")
  }
}
