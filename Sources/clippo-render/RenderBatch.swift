import Console
import FoundationEssentials
import JSON
import TextRendering

/// Captions of a file with one JSON object a line: `{"text", "language"?, "base"?, "font"?, "size"?, "width"?}`.
///
/// A blank line is an error, so that the n-th line that is printed belongs to the n-th line of the file.
struct RenderBatch {
  private static let keys = ["text", "language", "base", "font", "size", "width"]

  let path: String
  let settings: RenderSettings
  let language: String

  /// Calls `body` with every caption and the renderer that its settings ask for. Throws where a line is not right, naming
  /// file and line.
  func forEach(_ body: (_ text: String, _ language: String, _ renderer: TextRenderer) throws -> Void) throws {
    let data = try path == "-" ? standardInput() : file()
    var renderers: [RenderSettings: TextRenderer] = [:]
    var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for (number, line) in lines.enumerated() {
      guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else {
        throw CommandError(
          "\(path), line \(number + 1): the line is blank; leave it out, or write {\"text\": \"\"} for an empty caption"
        )
      }
      let value = try JSONValue(parsing: line, source: path, firstLine: number + 1)
      let (text, language, settings) = try read(value, place: "\(path), line \(number + 1)")
      let renderer = try renderers[settings] ?? settings.makeRenderer()
      // A batch that asks for ever new settings must not hold a renderer for each.
      if renderers.count >= 64 { renderers.removeAll() }
      renderers[settings] = renderer
      try body(text, language, renderer)
    }
  }

  private func file() throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): the batch cannot be read")
    }
    return Array(data)
  }

  private func standardInput() -> [UInt8] {
    var bytes: [UInt8] = []
    while let line = readLine(strippingNewline: false) { bytes += line.utf8 }
    return bytes
  }

  private func read(_ value: JSONValue, place: String) throws -> (String, String, RenderSettings) {
    guard let members = value.objectValue else { throw CommandError("\(place): a line must be a JSON object") }
    if let strange = members.first(where: { !Self.keys.contains($0.name) }) {
      throw CommandError(
        "\(place): unknown key \"\(strange.name)\"; the keys are \(Self.keys.joined(separator: ", "))")
    }
    func word(_ name: String) throws -> String? {
      guard let member = value[name] else { return nil }
      guard let word = member.stringValue else { throw CommandError("\(place): \(name) must be a string") }
      return word
    }
    guard let text = try word("text") else { throw CommandError("\(place): the text is missing") }
    var settings = settings
    if let base = try word("base") {
      guard let known = BaseWord(rawValue: base) else { throw CommandError("\(place): base must be ltr, rtl or auto") }
      settings.base = known.base
    }
    if let font = try word("font") { settings.font = font }
    if let size = value["size"] {
      let word = size.stringValue ?? size.intValue.map { String($0) } ?? ""
      guard let known = RenderSettings.Size(argument: word) else {
        throw CommandError("\(place): size must be a number of pixels, 4 to 128, or \"upem\"")
      }
      settings.size = known
    }
    if let width = value["width"] {
      guard let pixels = width.intValue, (1...65536).contains(pixels) else {
        throw CommandError("\(place): width must be a number of pixels, 1 to 65536")
      }
      settings.width = pixels
    }
    return (text, try word("language") ?? language, settings)
  }
}
