import Testing

@testable import Application

@Suite("The vector of a query")
struct QuerySumTests {
  private static let image: [Float] = [0.6, 0.8, 0]
  private static let text: [Float] = [0, 0.6, 0.8]

  private static func unit(_ values: [Double]) -> [Float] {
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { Float($0 / length) }
  }

  private static func sum(_ parts: [(vector: [Float], weight: Double)]) throws -> [Float] {
    var sum = QuerySum()
    for part in parts { sum.add(part.vector, weight: part.weight) }
    return try sum.unit
  }

  @Test("An image and a text are x + w t, scaled to unit length", arguments: [0.01, 0.5, 1, 2, 100, -1, -0.5])
  func weighted(weight: Double) throws {
    let found = try Self.sum([(Self.image, 1), (Self.text, weight)])
    let expected = Self.unit((0..<3).map { Double(Self.image[$0]) + weight * Double(Self.text[$0]) })
    #expect(found == expected)
    #expect(abs(found.reduce(0) { $0 + $1 * $1 } - 1) < 1e-6)
    // Every text has the weight, and the order of the parts changes nothing.
    let several = try Self.sum([(Self.text, weight), (Self.image, 1), (Self.text, weight)])
    #expect(several == Self.unit((0..<3).map { Double(Self.image[$0]) + 2 * weight * Double(Self.text[$0]) }))
  }

  @Test("A weight turns the query from the image to the text")
  func turning() throws {
    func cosine(_ weight: Double) throws -> Float {
      zip(try Self.sum([(Self.image, 1), (Self.text, weight)]), Self.text).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let cosines = try [0.01, 0.5, 1, 2, 100].map(cosine)
    #expect(cosines == cosines.sorted() && cosines[0] < 0.5 && cosines[4] > 0.999)
  }

  @Test("One part keeps its bits, whatever its weight; one that is not wanted does not")
  func single() throws {
    #expect(try Self.sum([([0.1, 0.2, 0.3], 0.7)]) == [0.1, 0.2, 0.3])
    #expect(try Self.sum([(Self.text, -2)]) == Self.text.map { -$0 })
  }

  @Test("Parts that cancel each other out, or none at all, are no query")
  func nothing() {
    #expect(throws: SearchQueryError.self) { try Self.sum([(Self.text, 2), (Self.text, -2)]) }
    #expect(throws: SearchQueryError.self) { try Self.sum([]) }
  }

  @Test("A title says the weight where it is not one")
  func title() {
    var query = SearchQuery(
      texts: [.init("海"), .init("sea")], images: [.init(name: "a.jpg", bytes: [])], minus: [.init("人")])
    #expect(query.title == "海 + sea + a.jpg − 人")
    query.textWeight = 0.5
    #expect(query.title == "0.5 × 海 + 0.5 × sea + a.jpg − 0.5 × 人")
  }
}
