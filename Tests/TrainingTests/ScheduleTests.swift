import Testing

@testable import Training

@Suite struct ScheduleTests {
  @Test(
    "cosine rises in a line and falls to its floor",
    arguments: [
      (0, 0), (0.05, 0.5), (0.1, 1), (0.55, 0.55), (1, 0.1), (-1, 0), (2, 0.1),
      (0.325, 0.1 + 0.45 * 1.7071067811865475),
    ] as [(Double, Double)])
  func cosine(progress: Double, factor: Double) {
    #expect(abs(Schedule.cosine(warmUp: 0.1, floor: 0.1).factor(at: progress) - factor) < 1e-12)
  }

  @Test(
    "reciprocal square root with warm-up and cool-down is big_vision's, here with 100,000 steps of which 10,000 each",
    arguments: [
      (0, 0), (5_000, 0.5), (10_000, 1), (20_000, 0.7071067811865475), (40_000, 0.5), (90_000, 1.0 / 3),
      (95_000, 0.5 / 9.5.squareRoot()), (100_000, 0),
    ] as [(Double, Double)])
  func reciprocalSquareRoot(step: Double, factor: Double) {
    let schedule = Schedule.reciprocalSquareRoot(warmUp: 0.1, timescale: 0.1, coolDown: 0.1)
    #expect(abs(schedule.factor(at: step / 100_000) - factor) < 1e-12)
  }

  @Test("a constant stays at the peak", arguments: [(0, 1), (0.5, 1), (1, 1)] as [(Double, Double)])
  func constant(progress: Double, factor: Double) {
    #expect(Schedule.constant(warmUp: 0).factor(at: progress) == factor)
    #expect(Schedule.constant(warmUp: 0.5).factor(at: progress) == min(1, 2 * progress))
  }

  @Test(
    "lengths that are no parts of a run are refused by name",
    arguments: [
      (.cosine(warmUp: -0.1, floor: 0), "schedule.warmup: "),
      (.cosine(warmUp: 0, floor: 2), "schedule.floor: 2 is out of range; allowed: 0 to 1"),
      (.constant(warmUp: .nan), "schedule.warmup: "),
      (.reciprocalSquareRoot(warmUp: 0, timescale: 0, coolDown: 0), "schedule.timescale: 0 is out of range"),
      (.reciprocalSquareRoot(warmUp: 0.6, timescale: 1, coolDown: 0.6), "longer than the run"),
    ] as [(Schedule, String)])
  func refused(schedule: Schedule, reason: String) {
    #expect { try schedule.validate() } throws: { "\($0)".contains(reason) }
  }

  @Test("sensible schedules are accepted")
  func accepted() throws {
    for schedule: Schedule in [
      .constant(warmUp: 0), .cosine(warmUp: 1, floor: 1),
      .reciprocalSquareRoot(warmUp: 0.5, timescale: 10, coolDown: 0.5),
    ] { try schedule.validate() }
  }
}
