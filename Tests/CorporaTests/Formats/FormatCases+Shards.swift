import Testing

@testable import Corpora

/// WebDataset shards.
extension FormatCase {
  static let shards: [FormatCase] = [
    FormatCase(
      "img2dataset's: .txt and a .json that repeats it", .automatic, "s",
      [
        "s/00000.tar": tar([
          ("000000000.jpg", "A"), ("000000000.json", #"{"caption": "one", "url": "x", "error_message": null}"#),
          ("000000000.txt", "one\n"), ("000000003.jpg", "B"), ("000000003.json", #"{"caption": "broken: \ud83d"}"#),
          ("000000003.txt", "two"),
        ]),
        "s/00001.tar": tar([
          ("000010000.webp", "C"), ("000010000.json", #"{"caption": "three"}"#), ("000010000.parquet", "x"),
        ]),
        "s/00000.parquet": [1],
      ], records: ["000000000 | en raw: one | A", "000000003 | en raw: two | B", "000010000 | en raw: three | C"]),
    FormatCase(
      "ours: .json with captions", .webdataset, "{b,a}*.tar",
      [
        "b.tar": tar([
          ("x/1.json", #"{"captions": {"zh": ["一"], "en": {"synthetic": "one", "keyword": ["k"]}}}"#), ("x/1.png", "A"),
          ("x/1.txt", "ignored"), ("x/2.PNG", "B"), ("x/2.txt", "two"), ("x/3.seg.png", "no"), ("x/3.jpeg", "C"),
          ("x/3.json", #"{"captions": {"zh": "三"}}"#),
        ]),
        "a.tar": tar([("._1.png", "mac"), ("1.png", "D"), ("1.json", #"{"captions": ["four", "five"]}"#)]),
      ],
      records: [
        "x/1 | zh raw: 一; en synthetic: one; en keyword: k | A", "x/2 | en raw: two | B", "x/3 | zh raw: 三 | C",
        "1 | en raw: four; en raw: five | D",
      ]),
    FormatCase(
      "every line a caption", .webdataset, "a.tar",
      ["a.tar": tar([("1.png", "A"), ("1.txt", "\u{FEFF} one \r\n\n two\n"), ("2.png", "B"), ("2.txt", "three")])],
      records: ["1 | en raw: one; en raw: two | A", "2 | en raw: three | B"]
    ) { $0.captionLines = true },
    FormatCase(
      "CLIP_benchmark's, numbered and counted, every line a caption", .automatic, "s",
      [
        "s/dataset_type.txt": text("retrieval\n"), "s/test/nshards.txt": text("2"),
        "s/test/10.tar": tar([("2.jpg", "B"), ("2.txt", "three")]),
        "s/test/9.tar": tar([("1.jpg", "A"), ("1.txt", "one\ntwo")]),
      ], records: ["1 | test | en raw: one; en raw: two | A", "2 | test | en raw: three | B"]
    ) { $0.split = "test" },
    FormatCase(
      "a split that the folder is called by, under another name", .automatic, "cb",
      [
        "cb/dev/nshards.txt": text("1"), "cb/train/nshards.txt": text("1"),
        "cb/dev/0.tar": tar([("1.jpg", "A"), ("1.txt", "one"), ("2.jpg", "B"), ("2.json", splitJSON)]),
        "cb/train/0.tar.gz": text("not read"),
      ], records: ["1 | dev | en raw: one | A", "2 | own | en raw: two | B"]
    ) { $0.split = "val" },
    FormatCase(
      "a split of which there is no folder", .webdataset, "cb",
      ["cb/dev/0.tar": tar([("1.jpg", "A"), ("1.txt", "one")]), "cb/train/0.tar": tar([]), "cb/x/a.txt": text("x")],
      error:
        "~/cb: no file in the folder ends in .tar, .tar.gz or .tgz, but there are such in its folders dev, train; choose one with --split (split in a recipe) or as the path"
    ),
    FormatCase(
      "one split of shards that are called or kept by it, where a sample names none itself", .webdataset,
      "{test2017/0,cc-test-0,train/1,2}.tar",
      [
        "test2017/0.tar": tar([("1.jpg", "A"), ("1.txt", "one"), ("2.jpg", "B"), ("2.json", splitJSON)]),
        "cc-test-0.tar": tar([("3.jpg", "C"), ("3.txt", "three")]),
        "train/1.tar": tar([("4.jpg", "D"), ("4.txt", "four")]), "2.tar": tar([("5.jpg", "E"), ("5.txt", "five")]),
      ], records: ["1 | test | en raw: one | A", "3 | test | en raw: three | C"]
    ) { $0.split = "test" },
    FormatCase(
      "a member for the language that some have, the first not", .webdataset, "a.tar",
      [
        "a.tar": tar([
          ("1.jpg", "A"), ("1.json", #"{"caption": "one"}"#), ("1.txt", "one"), ("2.jpg", "B"),
          ("2.json", #"{"caption": "zwei", "tongue": "de"}"#), ("2.txt", "zwei"),
        ])
      ], records: ["1 | en raw: one | A", "2 | de raw: zwei | B"]
    ) { $0.table.languageColumn = "tongue" },
    FormatCase(
      "a member for the language that none has", .webdataset, "{0,1}.tar",
      [
        "0.tar": tar([("1.jpg", "A"), ("1.json", #"{"caption": "one", "lang": "de", "url": "u"}"#)]),
        "1.tar": tar([("2.jpg", "B"), ("2.json", #"{"caption": "two", "tongue": 3}"#)]),
      ],
      error:
        "~/{0,1}.tar: no sample names its text's language under “tonge”, as --language-column (languageColumn in a recipe) says; the first .json has caption, lang, url"
    ) { $0.table.languageColumn = "tonge" },
    FormatCase(
      "a member for the language, and texts alone", .webdataset, "0.tar",
      ["0.tar": tar([("1.jpg", "A"), ("1.txt", "one")])],
      error:
        "~/0.tar: no sample names its text's language under “lang”, as --language-column (languageColumn in a recipe) says; no .json lies beside the first of them"
    ) { $0.table.languageColumn = "lang" },
    FormatCase(
      "members that are not next to each other", .webdataset, "a.tar",
      [
        "a.tar": tar([
          ("a.jpg", "A"), ("b.jpg", "B"), ("c.txt", "three"), ("d.jpg", "D"), ("d.txt", "four"), ("e.jpg", "E"),
          ("a.txt", "one"), ("b.txt", "two"), ("c.png", "C"), ("d.json", "{}"), ("f.jpg", "F"), ("a.json", "{}"),
          ("f.jpg", "G"), ("f.txt", "six"),
        ])
      ], records: ["d | en raw: four | D", "f | en raw: six | G"],
      problems: ["a", "b", "c"].map { "~/a.tar(\($0)): the members of \($0) are not next to each other; \(sorting)" }
        + ["d", "f"].map {
          "~/a.tar(\($0)): members of \($0) are not next to the others, and it is used without them; \(sorting)"
        } + [
          "~/a.tar(e): the sample has no caption (.txt or .json)"
        ]),
    FormatCase(
      "a shard that is counted and not there", .automatic, "s",
      ["s/nshards.txt": text("2"), "s/0.tar": tar([("1.jpg", "A"), ("1.txt", "one")])],
      error: "~/s: nshards.txt counts 2 shards where 1 can be found; fetch the others"),
    FormatCase(
      "no number of shards", .webdataset, "s",
      ["s/nshards.txt": text("two"), "s/0.tar": tar([("1.jpg", "A"), ("1.txt", "one")])],
      error: "~/s/nshards.txt: a number of shards should stand here"),
    FormatCase(
      "one sample", .webdataset, "a.tar", ["a.tar": tar([("1.png", "A"), ("1.txt", "one")])],
      records: ["1 | en raw: one | A"]),
    hostileShard,
    FormatCase(
      "names with more dots than one share a key", .webdataset, "a.tar",
      [
        "a.tar": tar([
          ("IMG.1.jpg", "A"), ("IMG.1.txt", "one"), ("IMG.2.jpg", "B"), ("IMG.2.txt", "two"), ("d.x/k.jpg", "C"),
          ("d.x/k.txt", "three"), ("m.jpg", "D"), ("m.txt", "four"), ("m.9.PNG", "E"), ("m.9.txt", "five"),
          ("m.seg.png", "F"), ("s.input.jpg", "G"), ("s.output.txt", "six"),
        ])
      ], records: ["d.x/k | en raw: three | C", "m | en raw: four | D"],
      problems: [
        "~/a.tar(IMG): the sample has no image (.jpg, .png or .webp), but IMG.1.jpg and 1 more; \(dots) (2 records)",
        "~/a.tar(m): m.9.PNG with captions of their own are in this sample; \(dots)",
        "~/a.tar(s): the sample has no image (.jpg, .png or .webp), but s.input.jpg; \(dots)",
      ]),
    FormatCase(
      "nothing", .webdataset, "a.tar", ["a.tar": []],
      error: "~/a.tar: the file is empty"),
    FormatCase(
      "an empty archive", .webdataset, "a.tar", ["a.tar": tar([])], error: "~/a.tar: no records are in it"),
    FormatCase(
      "a folder without shards", .webdataset, "s", ["s/a.txt": text("x")],
      error: "~/s: no file in the folder ends in .tar, .tar.gz or .tgz"),
    FormatCase(
      "a pattern without files", .webdataset, "s-*.tar", ["a.tar": tar([])],
      error: "~/s-*.tar: no file fits this pattern"),
    FormatCase(
      "no language", .webdataset, "a.tar", ["a.tar": tar([("1.png", "A"), ("1.txt", "one")])],
      error: "~/a.tar: the captions name no language; give --lang (language in a recipe), such as \"en\""
    ) { $0.language = nil },
  ]

  static func tar(_ members: [(name: String, content: String)]) -> [UInt8] {
    var tar = HandmadeTar()
    for member in members { tar.add(member.name, text(member.content)) }
    tar.close()
    return tar.bytes
  }

  private static let splitJSON = #"{"caption": "two", "split": "own"}"#

  private static let sorting = "unpack the archive and pack it sorted by name: tar --sort=name -cf NEW.tar -C FOLDER ."

  private static let dots =
    "a sample's key ends at the first dot of a file's name, so files with more dots share it: rename them without"

  private static let hostileShard: FormatCase = {
    var tar = HandmadeTar()
    tar.add("lonely.txt", text("no image"))
    tar.add("mute.png", text("A"))
    tar.add("blank.png", text("A"))
    tar.add("blank.txt", text(" \n"))
    tar.add("empty.png")
    tar.add("empty.txt", text("x"))
    tar.add("latin.png", text("A"))
    tar.add("latin.txt", [0x63, 0xE9])
    tar.add("json.png", text("A"))
    tar.add("json.json", text("{\n\"captions\": {\"zh\": 3}}"))
    tar.add("cut.png", text("A"))
    tar.add("cut.json", text("{\n\"captions\": "))
    tar.add("bare.png", text("A"))
    tar.add("bare.json", text("{}"))
    tar.add("../up.png", text("A"))
    tar.add("../up.txt", text("x"))
    tar.add("/root.png", text("A"))
    tar.add("/root.txt", text("x"))
    tar.add("link.png", type: "2")
    tar.add("link.txt", text("x"))
    tar.add("README", text("x"))
    tar.add("twice.png", text("A"))
    tar.add("twice.png", text("B"))
    tar.add("twice.txt", text("fine"))
    tar.add("twice.json", text("[1]"))
    tar.add("again.png", text("C"))
    tar.add("again.txt", text("one"))
    tar.add("last.png", text("D"))
    tar.add("last.txt", text("x"), size: HandmadeTar.octal(1 << 30))
    let left = "the member was skipped"
    let noImage = "the sample has no image (.jpg, .png or .webp)"
    let twice = "the sample has a file of this extension already; this one was skipped"
    let problems: [(String, String)] = [
      ("lonely", noImage),
      ("mute", "the sample has no caption (.txt or .json)"),
      ("blank", "the caption is empty"), ("empty", "the image has 0 bytes"),
      ("latin", "the caption is not valid UTF-8"),
      ("json", "a caption in zh must be a string, not a number"),
      ("cut", "line 2, column 13: the document ends where a value should stand"),
      ("bare", "the member “captions” is missing"),
      ("../up", "\(noImage): ../up.png at byte 13824: the name leads out of its folder by “..”; \(left)"),
      ("/root", "\(noImage): /root.png at byte 15872: the name begins at the root of the file system; \(left)"),
      (
        "link",
        "\(noImage): link.png at byte 17920: the member is a symbolic link, where files were expected; \(left)"
      ),
      ("README", "the name has no extension, by which a sample's parts are told apart; \(left)"), ("twice.png", twice),
      (
        "last",
        "the sample has no caption (.txt or .json): last.txt at byte 27648: its 1073741824 bytes reach beyond the archive's "
          + "end at byte 28672; the archive may have been cut off (about 1 record)"
      ),
    ]
    return FormatCase(
      "members and samples that are wrong", .webdataset, "a.tar", ["a.tar": tar.bytes],
      records: ["twice | en raw: fine | A", "again | en raw: one | C"],
      problems: problems.map { "~/a.tar(\($0.0)): \($0.1)" })
  }()
}
