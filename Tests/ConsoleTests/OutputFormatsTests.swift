import Testing

@testable import Console

@Suite("Names of files that are written")
struct OutputFormatsTests {
  private static let page = OutputFormats("a page", endings: ["png", "svg"], unnamed: "png")

  @Test(
    "The ending says the format, whatever its case; a name without one stands for the usual",
    arguments: [
      ("a.png", "png"), ("x/a.b.SVG", "svg"), ("a", "png"), ("x.gif/a", "png"), (".gif", "png"), ("/dev/stdout", "png"),
      ("page.2", "png"), ("runs-0.25", "png"), ("a.", "png"),
    ])
  func known(name: String, ending: String) throws {
    #expect(try Self.page.ending(of: name) == ending)
  }

  @Test(
    "Another format's ending is refused with the known ones", arguments: ["a.gif", "a.png.txt", "x/.b.jpeg", "é.猫"])
  func unknown(name: String) {
    #expect { try Self.page.ending(of: name) } throws: {
      "\($0)"
        == "\(name): a page ends in .png or .svg, which says how it is written; name it so, or leave the ending out"
    }
  }

  @Test("Where a name must say its format, one without ending is refused")
  func required() {
    let report = OutputFormats("a report", endings: ["html", "htm", "json"], unnamed: nil)
    #expect { try report.ending(of: "a") } throws: {
      "\($0)" == "a: a report ends in .html, .htm or .json, which says how it is written; name it so"
    }
  }
}
