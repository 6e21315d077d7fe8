/// Finds the columns of one table: as the layout names or numbers them, or else by usual names.
struct ColumnSearch {
  enum Role: String {
    case image = "image"
    case caption, language, split
    /// How the caption came about.
    case origin = "role"

    /// What the column is called in a recipe; a command has the same words with hyphens.
    var field: String { rawValue + "Column" }
    var option: String { "--\(rawValue)-column" }
  }

  private let reader: DelimitedReader
  private let layout: TableLayout
  /// The fields of the first line, be they names or a row.
  private let first: [String]

  init(_ reader: DelimitedReader, layout: TableLayout) throws {
    self.reader = reader
    self.layout = layout
    var rows = reader
    first = try reader.format.hasHeader ? reader.columns : rows.next()?.fields ?? []
  }

  /// The column's place; nil where none is asked for and none has a usual name.
  func place(_ role: Role) throws -> Int? {
    guard let queried = queried(role) else {
      let place = usual(role).lazy.compactMap { name in
        reader.columns.first { $0.withoutOuterSpace.lowercased() == name }
      }.first
      return try place.map { try reader.column($0) }
    }
    if reader.columns.contains(queried) { return try named(queried, role) }
    if let number = TableLayout.number(queried) {
      guard number < first.count else {
        throw CorpusError(
          "\(reader.file.path): there is no column \(number); the first line has \(first.count), which count from 0")
      }
      return number
    }
    guard reader.format.hasHeader else {
      throw CorpusError(
        "\(reader.file.path): a table without a header has no column “\(queried)”; give \(role.option) a number from 0 on"
      )
    }
    return try named(queried, role)
  }

  func required(_ role: Role) throws -> Int {
    if let place = try place(role) { return place }
    let what = role == .image ? "names the image" : "is the caption"
    let path = reader.file.path
    let listed = first.prefix(20).map { MemberName.shown($0) }.joined(separator: ", ")
    guard reader.format.hasHeader else {
      throw CorpusError(
        "\(path): which column \(what)? Give \(role.option) (\(role.field) in a recipe) its number from 0 on; the first row "
          + "is: \(listed)")
    }
    if let advice = adviceOfNumbers { throw CorpusError("\(path): which column \(what)? \(advice)") }
    throw CorpusError(
      "\(path): which column \(what)? Give \(role.option) (\(role.field) in a recipe), one of: \(listed)")
  }

  /// Throws where two things should stand in the same column.
  func checkDistinct(_ places: [(role: Role, place: Int?)]) throws {
    var roles: [Int: Role] = [:]
    for case (let role, let place?) in places {
      if let other = roles.updateValue(role, forKey: place) {
        let name = first.indices.contains(place) ? " (“\(MemberName.shown(first[place]))”)" : ""
        throw CorpusError(
          "\(reader.file.path): column \(place)\(name), counted from 0, is taken for the \(other.rawValue) and for the "
            + "\(role.rawValue); say which columns they are with \(other.option) and \(role.option) (\(other.field) and "
            + "\(role.field) in a recipe)")
      }
    }
  }

  private func queried(_ role: Role) -> String? {
    switch role {
    case .image: layout.imageColumn
    case .caption: layout.captionColumn
    case .language: layout.languageColumn
    case .split: layout.splitColumn
    case .origin: layout.roleColumn
    }
  }

  private func usual(_ role: Role) -> [String] {
    switch role {
    case .image: TableColumns.imageNames
    case .caption: TableColumns.captionNames
    case .language: TableColumns.languageNames
    case .split: TableColumns.splitNames
    case .origin: TableColumns.roleNames
    }
  }

  /// The place of a name. Throws where the name is an image's: the first line is then a row, which would be lost.
  private func named(_ name: String, _ role: Role) throws -> Int {
    let place = try reader.column(name)
    if layout.header == .automatic, let advice = adviceOfNumbers {
      throw CorpusError("\(reader.file.path): a column cannot be called “\(MemberName.shown(name))” here; \(advice)")
    }
    return place
  }

  /// What to do about a first line that looks like a row; nil where it does not.
  private var adviceOfNumbers: String? {
    guard let image = first.firstIndex(where: TableColumns.isImage) else { return nil }
    let caption = first.indices.filter { $0 != image }.max { first[$0].utf8.count < first[$1].utf8.count }
    let numbers = "--image-column \(image)" + (caption.map { " --caption-column \($0)" } ?? "")
    return "The first line seems to be a row and not a header, since it has the image "
      + "“\(MemberName.shown(first[image]))”; give the columns' numbers, as in \(numbers) (imageColumn and captionColumn in "
      + "a recipe), or say that the header is present"
  }
}
