import Console
import JSON

/// The member of the JSON beside images that a source says names the texts' languages: one that nothing has is an error, because
/// the source's language would quietly stand in its place.
enum NamedLanguage {
  /// Samples of which the members are named in a complaint.
  private static let looked = 20

  /// Throws a `CorpusError` that says which members there are, where no sample of any shard has a text there.
  static func check(_ member: String, of shards: [ShardIndex], at path: String) throws {
    guard shards.allSatisfy({ $0.namedLanguages == 0 }), let shard = shards.first(where: { $0.count > 0 }) else {
      return
    }
    throw complaint(member, at: path, "sample", among: try members(of: shard))
  }

  /// - Parameters:
  ///   - what: what the JSON belongs to, such as “sample”.
  ///   - members: of the first JSON; nil where there is none.
  static func complaint(_ member: String, at path: String, _ what: String, among members: [String]?) -> CorpusError {
    return CorpusError(
      "\(path): no \(what) names its text's language under “\(MemberName.shown(member))”, as --language-column (languageColumn in "
        + "a recipe) says; \(there(member, among: members))")
  }

  private static func there(_ member: String, among members: [String]?) -> String {
    guard let members else { return "no .json lies beside the first of them" }
    // A .json without a caption is not read where there is a .txt.
    guard !members.contains(member) else { return "the first .json has it, but no text there, or no caption beside it" }
    let listed = members.prefix(20).map { MemberName.shown($0) }.joined(separator: ", ")
    return "the first .json has \(listed.isEmpty ? "no members" : listed)\(Suggestion.tail(member, in: members))"
  }

  /// Members of the first .json of the first samples; nil where these have none that can be read.
  private static func members(of shard: ShardIndex) throws -> [String]? {
    let file = try OpenFile(path: shard.path)
    var samples = TarSamples(file)
    for _ in 0..<looked {
      guard let sample = try samples.next() else { break }
      guard let json = sample["json"], json.size <= CaptionFile.byteLimit,
        let bytes = try? file.read(offset: json.offset, count: json.size),
        let members = (try? JSONValue.ofRecord(bytes, origin: Origin(file: shard.path, line: 1)))?.objectValue
      else { continue }
      return members.map(\.name)
    }
    return nil
  }
}
