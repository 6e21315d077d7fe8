import Runtime
import Testing

@Suite("Profiles")
struct ProfileTests {
  @Test func aWholeIsNotedWithoutItsParts() {
    let profile = Profile()
    profile.step {
      profile.measureWhole("whole") { profile.measure("part") {} }
      profile.measure("after") {}
    }
    profile.measureWhole("between") {}
    #expect(Set(profile.totals.map(\.name)) == ["whole", "after"])
    let none: Profile? = nil
    #expect(none.measureWhole("anything") { 7 } == 7)
  }

  @Test func whatRunsBetweenStepsIsNotNoted() {
    let profile = Profile()
    profile.measure("before") {}
    for _ in 0..<3 {
      profile.step { profile.measure("inside") {} }
      profile.measure("between") {}
    }
    #expect(profile.totals.map { [$0.name: $0.calls] }.contains(["inside": 3]))
    #expect(!profile.totals.contains { $0.name == "between" })
    #expect(profile.steps.count == 3)
    let none: Profile? = nil
    #expect(none.step { none.measure("anything") { 7 } } == 7)
  }
}
