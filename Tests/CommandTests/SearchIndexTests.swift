import Foundation
import TestSupport
import Testing

/// Indexes of folders, from images to answers, through the built command.
@Suite("Search of an index", .serialized)
struct SearchIndexTests {
  private let world: SmallWorld
  private var run: String { world.folder.file("run") }

  init() throws {
    world = try SmallWorld()
    let trained = try BuiltCommand.train.run(world.training("run"), home: world.home)
    #expect(trained.code == 0, "\(trained.errors)")
  }

  private func search(_ words: String..., interruptWhen: (file: String, text: String)? = nil) throws -> CommandResult {
    try BuiltCommand.search.run(words, home: world.home, interruptWhen: interruptWhen)
  }

  /// Images of the corpus that the run was trained on.
  private func emoji() throws -> [String] {
    let corpora = world.home + "/.cache/clippo/corpora"
    let names = FileManager.default.enumerator(atPath: corpora)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".png") }.sorted().map { corpora + "/" + $0 }
  }

  /// Copies images into `photos`, every third into a folder within. They are spread over the corpus: neighbors there, such as a
  /// hand's tones, are one image to a model that was hardly trained.
  private func photos(_ count: Int) throws {
    let from = try emoji()
    let step = max(1, from.count / count)
    try FileManager.default.createDirectory(
      atPath: world.folder.file("photos/more"), withIntermediateDirectories: true)
    for number in 0..<count {
      let name = "photos/\(number % 3 == 0 ? "more/" : "")\(number).png"
      try FileManager.default.copyItem(atPath: from[number * step % from.count], toPath: world.folder.file(name))
    }
  }

  private func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func hits(_ result: CommandResult) throws -> [[String: Any]] {
    #expect(result.code == 0, "\(result.errors)")
    return try #require(try json(result.output)["hits"] as? [[String: Any]])
  }

  @Test("a folder is indexed, only what changed is embedded again, and answers come in every form")
  func walk() throws {
    try photos(12)
    try world.write("photos/broken.jpg", "no image")
    try world.write("photos/4.txt", "四号")
    try world.write("none.jsonl", "{\"image\": 3}\n")
    let none = try search("index", "none.jsonl", "--run", run, "--skipped", "p.jsonl")
    #expect(none.code == 1 && none.errors.contains("none.jsonl:1: "), "\(none.errors)")
    let listed = try String(contentsOfFile: world.folder.file("p.jsonl"), encoding: .utf8)
    #expect(listed.contains("none.jsonl:1") && listed.hasSuffix("\"count\":1}\n"))
    let words = ["index", "photos", "--run", run, "--lang", "zh"]
    let made = try BuiltCommand.search.run(words, home: world.home)
    #expect(made.output == "images.clippo: 12 images (12 embedded, 1 skipped)\n", "\(made.output)\(made.errors)")
    #expect(made.errors.contains("skipped: ") && made.errors.contains("photos/broken.jpg"), "\(made.errors)")
    let again = try BuiltCommand.search.run(words, home: world.home)
    #expect(
      again.output == "images.clippo: 12 images (0 embedded, 12 as they were, 1 skipped)\n", "\(again.output)")

    try FileManager.default.removeItem(atPath: world.folder.file("photos/1.png"))
    try FileManager.default.removeItem(atPath: world.folder.file("photos/2.png"))
    try FileManager.default.copyItem(atPath: try emoji()[20], toPath: world.folder.file("photos/2.png"))
    try FileManager.default.copyItem(atPath: try emoji()[21], toPath: world.folder.file("photos/99.png"))
    let changed = try BuiltCommand.search.run(words, home: world.home)
    #expect(
      changed.output == "images.clippo: 12 images (2 embedded, 10 as they were, 1 taken out, 1 skipped)\n",
      "\(changed.output)")

    let own = try hits(search("query", "--image", "photos/4.png", "--json", "--top", "3"))
    #expect(
      (own[0]["score"] as? Double ?? 0) > 0.999 && (own[0]["origin"] as? String)?.hasSuffix("photos/4.png") == true)
    #expect(own[0]["id"] as? String == "4.png")
    #expect(own[0]["captions"] as? [String: [String]] == ["zh": ["四号"]])
    let exact = try hits(search("query", "心", "sea", "--lang", "zh,en", "--negative", "手", "--json"))
    #expect(exact.count == 10)
    let eight = try hits(search("query", "心", "sea", "--lang", "zh,en", "--negative", "手", "--json", "--int8"))
    #expect(exact.map { $0["item"] as? Int } == eight.map { $0["item"] as? Int })

    try weights()
    let page = try search("query", "<b>心</b>", "--html", "found.html", "--sheet", "found.png")
    #expect(page.code == 0 && page.output.contains("score"), "\(page.errors)")
    let html = try String(contentsOfFile: world.folder.file("found.html"), encoding: .utf8)
    #expect(html.components(separatedBy: "data:image/png;base64,").count >= 11 && !html.contains("<b>心"))
    // The query's page and the caption's, ten images; only those with a caption have both.
    let colored = html.components(separatedBy: "colored where it speaks for the image\" title").count - 1
    #expect((10...20).contains(colored), "\(colored)")
    #expect(FileManager.default.fileExists(atPath: world.folder.file("found.png")))

    let missing = try search("query", "心", "--approximate")
    #expect(missing.code == 1 && missing.errors.contains("there is no graph of this index"), "\(missing.errors)")
    #expect(try search("index", "--approximate").output == "images.clippo.hnsw: a graph of 12 images\n")
    let near = try hits(search("query", "心", "sea", "--lang", "zh,en", "--negative", "手", "--json", "--approximate"))
    #expect(exact.map { $0["item"] as? Int } == near.map { $0["item"] as? Int })

    let info = try search("info")
    #expect(info.output.hasPrefix("images.clippo: 12 images, 16 values each, "), "\(info.output)\(info.errors)")
    #expect(info.output.contains("2 vectors of images changed or gone take room"), "\(info.output)")
    #expect(try search("compact").output.hasPrefix("images.clippo: 12 images, "))
    #expect(try json(search("info", "--json").output)["removed"] as? Int == 0)
    let strange = try search("query", "心", "--approximate")
    #expect(strange.code == 1 && strange.errors.contains("belongs to another index"), "\(strange.errors)")
  }

  /// Scores of a query by its images' numbers.
  private func scores(_ words: String...) throws -> [Int: Double] {
    let found = try hits(BuiltCommand.search.run(["query"] + words + ["--json", "--top", "12"], home: world.home))
    return Dictionary(
      uniqueKeysWithValues: found.compactMap { hit in
        (hit["item"] as? Int).flatMap { item in (hit["score"] as? Double).map { (item, $0) } }
      })
  }

  /// With x + w t for a query, every image's score is that of x and w times that of t, by one and the same length.
  private func weights() throws {
    let image = ["--image", "photos/4.png"]
    let (x, t) = (try scores("--image", "photos/4.png"), try scores("心"))
    for weight in [0.25, 1, 4] {
      let both = try scores(image[0], image[1], "心", "--text-weight", "\(weight)")
      let lengths = both.map { item, score in ((x[item] ?? 0) + weight * (t[item] ?? 0)) / score }
      #expect(lengths.count == 12 && (lengths.max() ?? 0) - (lengths.min() ?? 9) < 1e-3, "\(weight): \(lengths)")
      // No sum is longer than its parts together.
      #expect((lengths.max() ?? 9) <= 1 + weight + 1e-4)
    }
    #expect(try scores(image[0], image[1], "心") == scores(image[0], image[1], "心", "--text-weight", "1"))
  }

  @Test("images of shards are indexed and shown from where they lie")
  func shards() throws {
    try photos(5)
    let lines = (0..<5).map { number in
      #"{"image": "photos/\#(number % 3 == 0 ? "more/" : "")\#(number).png", "captions": {"zh": ["图 \#(number)"]}}"#
    }
    try world.write("captions.jsonl", lines.joined(separator: "\n"))
    let converted = try BuiltCommand.corpus.run(
      ["convert", "captions.jsonl", "--out", "shards", "--shard-size", "2"], home: world.home)
    #expect(converted.code == 0, "\(converted.errors)")
    let words = ["index", "shards", "--run", run, "--index", "shards.clippo"]
    let made = try BuiltCommand.search.run(words, home: world.home)
    #expect(made.output == "shards.clippo: 5 images (5 embedded)\n", "\(made.output)\(made.errors)")
    let again = try BuiltCommand.search.run(words, home: world.home)
    #expect(again.output == "shards.clippo: 5 images (0 embedded, 5 as they were)\n", "\(again.output)")
    let found = try search(
      "query", "--image", "photos/4.png", "--index", "shards.clippo", "--html", "page.html", "--json")
    let best = try hits(found)
    #expect(best.count == 5 && best[0]["captions"] as? [String: [String]] == ["zh": ["图 4"]], "\(best)")
    let page = try String(contentsOfFile: world.folder.file("page.html"), encoding: .utf8)
    // Five images, each with the page of its caption; an image as the query has no page.
    #expect(page.components(separatedBy: "data:image/png;base64,").count == 1 + 2 * 5)
  }

  @Test("a folder is moved with its index, and an index without its folder; nothing is embedded again")
  func moving() throws {
    try photos(5)
    let files = FileManager.default
    try files.createDirectory(atPath: world.folder.file("album"), withIntermediateDirectories: true)
    try files.createDirectory(atPath: world.folder.file("elsewhere"), withIntermediateDirectories: true)
    try files.moveItem(atPath: world.folder.file("photos"), toPath: world.folder.file("album/photos"))
    func made(_ folder: String, _ index: String) throws -> String {
      try search("index", folder, "--run", run, "--index", index).output
    }
    func best(_ folder: String, _ index: String) throws -> String? {
      let found = try hits(search("query", "--image", "\(folder)/photos/4.png", "--index", index, "--json"))
      return found.first?["origin"] as? String
    }
    #expect(try made("album", "album/a.clippo") == "album/a.clippo: 5 images (5 embedded)\n")
    try files.moveItem(atPath: world.folder.file("album/a.clippo"), toPath: world.folder.file("elsewhere/a.clippo"))
    #expect(try best("album", "elsewhere/a.clippo")?.hasSuffix("/album/photos/4.png") == true)
    #expect(
      try made("album", "elsewhere/a.clippo") == "elsewhere/a.clippo: 5 images (0 embedded, 5 as they were)\n")
    try files.moveItem(atPath: world.folder.file("elsewhere/a.clippo"), toPath: world.folder.file("album/a.clippo"))
    try files.moveItem(atPath: world.folder.file("album"), toPath: world.folder.file("moved"))
    #expect(try best("moved", "moved/a.clippo")?.hasSuffix("/moved/photos/4.png") == true)
    #expect(try made("moved", "moved/a.clippo") == "moved/a.clippo: 5 images (0 embedded, 5 as they were)\n")
    #expect(try search("info", "moved/a.clippo").output.contains(" of \(run),"))
  }

  @Test("a run without an index takes the same queries")
  func runAlone() throws {
    let found = try hits(search("query", "心", "手", "--negative", "脸", "--run", run, "--json", "--top", "4"))
    #expect(found.count == 4)
    let sheet = try search("心", "手", "--run", run, "--sheet", "sheet.png")
    #expect(
      sheet.code == 0 && FileManager.default.fileExists(atPath: world.folder.file("sheet.png")), "\(sheet.errors)")
    let empty = try search("query", "--run", run)
    #expect(empty.code == 2 && empty.errors.contains("there is nothing to look for"))
    let canceled = try search("query", "心", "--negative", "心", "--run", run)
    #expect(canceled.code == 1 && canceled.errors.contains("cancel each other out"), "\(canceled.errors)")
    let text = try search("query", "心", "--image", world.fontStack, "--run", run)
    #expect(text.code == 1 && text.errors.contains("the image cannot be read"), "\(text.errors)")
  }

  @Test("a run of an earlier version gets the index that all searches share, and its old files stay as they are")
  func formerIndex() throws {
    let words = ["心", "--run", run, "--json", "--top", "5"]
    func answer(_ result: CommandResult) throws -> [String] {
      try hits(result).map { "\($0["item"] ?? "") \($0["id"] ?? "") \($0["score"] ?? "")" }
    }
    let before = try BuiltCommand.search.run(words, home: world.home)
    #expect(before.errors == "", "\(before.errors)")
    let index = world.folder.file("run/index.clippo")
    try FileManager.default.removeItem(atPath: index)
    let old = ["index.safetensors": "old vectors", "index.jsonl": "{\"id\": \"old\"}\n"]
    for (name, text) in old { try world.write("run/\(name)", text) }
    let made = try BuiltCommand.search.run(words, home: world.home)
    #expect(made.errors == "\(index): the run has no index yet, so its images are embedded now\n")
    #expect(try answer(made) == answer(before))
    for (name, text) in old {
      #expect(try String(contentsOfFile: world.folder.file("run/\(name)"), encoding: .utf8) == text)
    }
    // It is an index like any other.
    let again = try hits(search("query", "心", "--index", index, "--json", "--top", "5", "--int8"))
    #expect(again.map { $0["id"] as? String } == (try hits(before)).map { $0["id"] as? String })
    #expect(try search("info", index).output.contains("every checksum right"))
  }

  @Test("a run's index that is damaged or of other weights is made anew, and what was begun is gone on with")
  func spoiledIndex() throws {
    let words = ["心", "--run", run, "--top", "3"]
    let first = try BuiltCommand.search.run(words, home: world.home)
    #expect(first.errors == "the images are in \(run)/search.png\n", "\(first.errors)")
    let index = world.folder.file("run/index.clippo")
    let anew = "\(index): the index is damaged or another model's, so the run's images are embedded anew\n"
    try world.damage(index)
    let mended = try BuiltCommand.search.run(words, home: world.home)
    #expect(mended.errors == anew + first.errors && mended.output == first.output, "\(mended.errors)")
    // A byte short, its last images are not there.
    let whole = try Data(contentsOf: URL(filePath: index))
    try whole.dropLast(1).write(to: URL(filePath: index))
    let cut = try BuiltCommand.search.run(words, home: world.home)
    #expect(cut.errors == anew + first.errors && cut.output == first.output, "\(cut.errors)")
    let other = try BuiltCommand.train.run(world.training("other", ["--seed", "5"]), home: world.home)
    #expect(other.code == 0, "\(other.errors)")
    let files = FileManager.default
    try files.removeItem(atPath: index)
    try files.copyItem(atPath: world.folder.file("other/index.clippo"), toPath: index)
    // Of the other model, too, so it is begun again.
    try files.copyItem(atPath: world.folder.file("other/index.clippo"), toPath: index + ".partial")
    let own = try BuiltCommand.search.run(words, home: world.home)
    #expect(own.errors == anew + first.errors && own.output == first.output, "\(own.errors)")
    try files.moveItem(atPath: index, toPath: index + ".partial")
    let continued = try BuiltCommand.search.run(words, home: world.home)
    #expect(continued.output == first.output && continued.errors.contains("has no index yet"), "\(continued.errors)")
    #expect(!files.fileExists(atPath: index + ".partial"))
  }

  @Test("first searches of a run at the same time embed its images once and all answer")
  func firstSearches() throws {
    let words = ["心", "--run", run, "--json", "--top", "3"]
    let before = try hits(BuiltCommand.search.run(words, home: world.home)).map { $0["id"] as? String }
    try FileManager.default.removeItem(atPath: world.folder.file("run/index.clippo"))
    let outputs = (0..<3).map { world.folder.file("found\($0).json") }
    let searches = try outputs.map { try BuiltCommand.search.start(words, home: world.home, output: $0) }
    for search in searches { search.waitUntilExit() }
    for (search, output) in zip(searches, outputs) {
      let text = try String(contentsOfFile: output, encoding: .utf8)
      let found = CommandResult(code: search.terminationStatus, output: text, errors: "")
      #expect(try hits(found).map { $0["id"] as? String } == before)
    }
    #expect(!FileManager.default.fileExists(atPath: world.folder.file("run/index.clippo.partial")))
  }

  @Test("a contact sheet that nobody asked for costs no answer where it cannot be written")
  func sheetWithoutPlace() throws {
    try FileManager.default.createDirectory(
      atPath: world.folder.file("run/search.png/in-the-way"), withIntermediateDirectories: true)
    let found = try search("query", "心", "--run", run)
    #expect(found.code == 0 && found.errors.contains("no contact sheet was written"), "\(found.errors)")
    let asked = try search("query", "心", "--run", run, "--sheet", world.folder.file("run/search.png"))
    #expect(asked.code == 1 && asked.errors.contains("search.png"), "\(asked.errors)")
  }

  @Test("an index of another model, a damaged one and one that is being written are refused by a sentence")
  func refusals() throws {
    try photos(6)
    #expect(try search("index", "photos", "--run", run).code == 0)
    let other = try BuiltCommand.train.run(world.training("other", ["--seed", "5"]), home: world.home)
    #expect(other.code == 0, "\(other.errors)")
    for words in [["index", "photos"], ["query", "心", "--index", "images.clippo"]] {
      let refused = try BuiltCommand.search.run(words + ["--run", world.folder.file("other")], home: world.home)
      #expect(
        refused.code == 1 && refused.errors.contains("made by another model (the checkpoint)"), "\(refused.errors)")
    }
    let path = world.folder.file("images.clippo")
    let descriptor = open(path, O_RDWR)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let second = try search("index", "photos", "--run", run)
    #expect(second.code == 1 && second.errors.contains("another program is changing this file"), "\(second.errors)")
    #expect(try search("query", "心").code == 0)
    close(descriptor)
    let full = try search("index", "photos", "--run", run, "--index", "/dev/full")
    #expect(full.code == 1 && full.errors.contains("No space left on device"), "\(full.errors)")
    try world.damage(path)
    for words in [
      ["query", "心", "--run", run, "--index", path], ["info"], ["compact"], ["index", "photos", "--run", run],
    ] {
      let damaged = try BuiltCommand.search.run(words, home: world.home)
      #expect(damaged.code == 1 && damaged.errors.contains("damaged"), "\(words): \(damaged.errors)")
    }
  }

  @Test("indexing that is killed again and again, and then left alone, gives the index of one that nobody disturbed")
  func kills() throws {
    try photos(300)
    let words = ["index", "photos", "--run", run, "--segment", "4", "--threads", "1"]
    let whole = try BuiltCommand.search.run(words + ["--index", "whole.clippo"], home: world.home)
    #expect(whole.code == 0, "\(whole.errors)")
    let path = world.folder.file("killed.clippo")
    var sizes = [0]
    for _ in 0..<4 {
      let running = try BuiltCommand.search.start(words + ["--index", path], home: world.home)
      while running.isRunning, size(path) < (sizes.last ?? 0) + 4096 { usleep(2000) }
      kill(running.processIdentifier, SIGKILL)
      running.waitUntilExit()
      sizes.append(size(path))
    }
    // Nothing that was written is written again.
    #expect(sizes == sizes.sorted() && Set(sizes).count == sizes.count, "\(sizes)")
    let stopped = try BuiltCommand.search.run(words + ["--index", path], home: world.home)
    #expect(stopped.code == 0 && stopped.output.contains(" as they were"), "\(stopped.output)\(stopped.errors)")
    func answer(_ index: String) throws -> [String] {
      try hits(search("query", "心", "--index", index, "--top", "300", "--json")).map {
        "\($0["origin"] ?? "") \($0["score"] ?? "")"
      }
    }
    let answers = try [answer("whole.clippo"), answer(path)]
    #expect(answers[0].count == 300 && answers[0] == answers[1] ? true : false)
  }

  @Test("indexing that is interrupted keeps what it has, and the same words go on")
  func interruption() throws {
    try photos(200)
    let words = ["index", "photos", "--run", run, "--segment", "2", "--threads", "1"]
    let path = world.folder.file("images.clippo")
    let stopped = try BuiltCommand.search.run(words, home: world.home, interruptWhen: (path, "CLPSEGMT"))
    #expect(stopped.code == 130 && stopped.errors.contains("the same words go on from there"), "\(stopped.errors)")
    let resumed = try BuiltCommand.search.run(words, home: world.home)
    #expect(resumed.output.hasPrefix("images.clippo: 200 images ("), "\(resumed.output)\(resumed.errors)")
    #expect(resumed.output.contains(" as they were"))
  }

  @Test("without an index a run's own images are served, and an index that is asked about is missed by a sentence")
  func servingRun() throws {
    let missing = try search("info")
    #expect(
      missing.code == 1 && missing.errors.contains("there is no images.clippo here; make one"), "\(missing.errors)")
    let running = try BuiltCommand.search.start(
      ["serve", "--run", run, "--port", "0"], home: world.home, output: world.folder.file("url"))
    defer { if running.isRunning { kill(running.processIdentifier, SIGKILL) } }
    let found = try Reply(
      Connection(port: port(of: running)).exchange(
        "GET /api/search?q=%E5%BF%83&lang=zh&top=3 HTTP/1.1", ["Host: 127.0.0.1"]))
    #expect(found.status == 200)
    kill(running.processIdentifier, SIGTERM)
    running.waitUntilExit()
    #expect(running.terminationStatus == 0)
  }

  /// Where a server that was started answers, as it says in the file `url`.
  private func port(of running: Process) throws -> UInt16 {
    for _ in 0..<600 where running.isRunning {
      usleep(50_000)
      let url = (try? String(contentsOfFile: world.folder.file("url"), encoding: .utf8)) ?? ""
      if url.hasSuffix("/\n"), let port = url.dropLast(2).split(separator: ":").last.flatMap({ UInt16($0) }) {
        return port
      }
    }
    return try #require(nil)
  }

  @Test("a served index answers in JSON, shows its images and nothing else, and stops when asked")
  func serving() throws {
    try photos(8)
    #expect(try search("index", "photos", "--run", run).code == 0)
    let running = try BuiltCommand.search.start(
      ["serve", "--port", "0"], home: world.home, output: world.folder.file("url"))
    defer { if running.isRunning { kill(running.processIdentifier, SIGKILL) } }
    let at = try port(of: running)
    func ask(_ line: String, _ more: [String] = [], body: [UInt8] = []) throws -> Reply {
      try Reply(Connection(port: at).exchange(line, ["Host: 127.0.0.1"] + more, body: body))
    }
    let found = try ask("GET /api/search?q=%E5%BF%83&lang=zh&top=3 HTTP/1.1")
    let hits = try #require(try json(String(decoding: found.body, as: UTF8.self))["hits"] as? [[String: Any]])
    #expect(found.status == 200 && hits.count == 3 && hits[0]["origin"] == nil)
    // Two paragraphs of different directions had ended an optimized server.
    #expect(try ask("GET /api/search?q=%D7%A9%D7%9C%D7%95%D7%9D%0Aab&top=1 HTTP/1.1").status == 200)
    let image = try [UInt8](Data(contentsOf: URL(filePath: world.folder.file("photos/5.png"))))
    let like = try ask("POST /api/search?top=1 HTTP/1.1", ["Content-Length: \(image.count)"], body: image)
    let best = try #require(try json(String(decoding: like.body, as: UTF8.self))["hits"] as? [[String: Any]])
    #expect(best[0]["id"] as? String == "5.png", "\(best)")
    let item = try #require(best[0]["item"] as? Int)
    #expect(try ask("GET /image/\(item) HTTP/1.1").body == image ? true : false)
    #expect(try ask("GET /thumb/\(item) HTTP/1.1").header("Content-Type") == "image/png")
    #expect(try ask("GET /image/8 HTTP/1.1").status == 404)
    let noImage = try ask("POST /api/search HTTP/1.1", ["Content-Length: 3"], body: [1, 2, 3])
    #expect(noImage.status == 400 && String(decoding: noImage.body, as: UTF8.self).contains("cannot be read"))
    // What is indexed meanwhile is found a moment later.
    let late = world.folder.file("photos/late.png")
    let unused = try emoji()
    try FileManager.default.copyItem(atPath: unused[unused.count / 16], toPath: late)
    #expect(try search("index", "photos", "--run", run).output.contains("9 images (1 embedded, 8 as they were)"))
    usleep(2_200_000)
    let lateBytes = try [UInt8](Data(contentsOf: URL(filePath: late)))
    let newest = try ask("POST /api/search?top=1 HTTP/1.1", ["Content-Length: \(lateBytes.count)"], body: lateBytes)
    #expect(String(decoding: newest.body, as: UTF8.self).contains("\"id\":\"late.png\""))
    #expect(try ask("GET /image/8 HTTP/1.1").body == lateBytes ? true : false)
    // A file that has become something else since is not shown.
    try world.write("photos/5.png", "a secret")
    #expect(try ask("GET /image/\(item) HTTP/1.1").status == 404)
    running.terminate()
    running.waitUntilExit()
    #expect(running.terminationStatus == 0)
  }
}
