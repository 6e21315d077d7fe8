import Runtime
import Schema

/// Which of the captions that a record has in a language training draws, a new one at every visit.
public struct CaptionSampling: Sendable, Equatable {
  /// What is drawn alike.
  public enum Draw: String, RecipeWord {
    /// All captions: the original and its rewrites alike (LaCLIP, Fan et al. 2023).
    case captions
    /// First one of the roles that the record has, then one of its captions.
    case roles
  }

  /// Roles that are drawn; all but keywords and labels where empty. A record that has none of them draws from all that it has.
  public var roles: [CaptionRole]
  public var draw: Draw

  public init(roles: [CaptionRole] = [], draw: Draw = .captions) {
    self.roles = roles
    self.draw = draw
  }

  /// One of the captions; nil where there is none. What is not asked for takes no number from the generator.
  func drawn(from captions: [Caption], using generator: inout SeededGenerator) -> Caption? {
    let wanted = captions.filter { roles.isEmpty ? $0.role != .label : roles.contains($0.role) }
    var candidates = wanted.isEmpty ? captions : wanted
    if draw == .roles {
      var present: [CaptionRole] = []
      for caption in candidates where !present.contains(caption.role) { present.append(caption.role) }
      guard let role = Self.one(of: present, using: &generator) else { return nil }
      candidates.removeAll { $0.role != role }
    }
    return Self.one(of: candidates, using: &generator)
  }

  private static func one<Element>(of list: [Element], using generator: inout SeededGenerator) -> Element? {
    list.isEmpty ? nil : list[Int(generator.next().multipliedFullWidth(by: UInt64(list.count)).high)]
  }
}
