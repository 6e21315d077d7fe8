import Testing

@testable import Corpora

/// Tables of paths and of addresses.
extension FormatCase {
  static let tables: [FormatCase] = [
    table(
      "open_clip's: a .csv with tabs", "filepath\ttitle\na.png\tone, two\nb.png\t\"say \"\"hi\"\"\tnow\"\n",
      records: ["a.png | en raw: one, two | A", "b.png | en raw: say \"hi\"\tnow | B"]),
    table(
      "rows of one image that follow each other are one record, whatever stands between",
      "image,caption,lang\na.png,one,en\na.png,\"一\n行\",zh\n\na.png,,en\na.png,two,\nb.png,three,en\na.png,four,en\n",
      records: [
        "a.png | en raw: one; zh raw: 一\n行; en raw: two | A", "b.png | en raw: three | B",
        "a.png | en raw: four | A",
      ], problems: ["~/t.csv:6: the caption is empty; the row was skipped"]),
    table(
      "roles of captions in a column of their own",
      "image,caption,caption_role\na.png,one,\na.png,two,rewrite\na.png,three, synthetic \nb.png,four,rewritten\n",
      records: ["a.png | en raw: one; en rewrite: two; en synthetic: three | A"],
      problems: [
        "~/t.csv:5: “rewritten” is no role of a caption; there are name, keyword, raw, rewrite, synthetic, translation, label; did you mean rewrite?"
      ]),
    table(
      "a column of roles that is named, and one that means something else",
      "image,caption,role,how\na.png,one,actor,translation\nb.png,two,actor,\n",
      records: ["a.png | en translation: one | A", "b.png | en raw: two | B"]
    ) { $0.table.roleColumn = "how" },
    table(
      "a byte order mark, CRLF, no last line end, columns in capitals",
      "\u{FEFF}ID,Title,FilePath\r\n1,one,a.png\r\n2,two,b.png",
      records: ["a.png | en raw: one | A", "b.png | en raw: two | B"]),
    table(
      "columns and separator as the source says", "a;b;c\none;a.png;x\ntwo;b.png;y\n",
      records: ["a.png | en raw: x | A", "b.png | en raw: y | B"]
    ) {
      $0.table.separator = ";"
      $0.table.imageColumn = "b"
      $0.table.captionColumn = "c"
    },
    table(
      "another language column; names from the root and beside the folder",
      "path,text,tongue\n../pix/a.png,one,yue\n/nowhere/b.png,two,zh_TW\n",
      records: [
        "../pix/a.png | yue raw: one | A",
        "/nowhere/b.png | zh_TW raw: two | no image: /nowhere/b.png: the file cannot be opened: No such file or directory",
      ]
    ) {
      $0.table.languageColumn = "tongue"
      $0.language = nil
    },
    table(
      "a quotation mark at the beginning of a title, as in pandas",
      "filepath\ttitle\na.png\t\"Mona Lisa\" by Leonardo\nb.png\tplain\n",
      records: ["a.png | en raw: Mona Lisa by Leonardo | A", "b.png | en raw: plain | B"]),
    table(
      "without quoting", "filepath\ttitle\na.png\t\"Mona Lisa\" by Leonardo\nb.png\t\"never closed\n",
      records: ["a.png | en raw: \"Mona Lisa\" by Leonardo | A", "b.png | en raw: \"never closed | B"]
    ) { $0.table.isUnquoted = true },
    table(
      "a quote that the next one closes, many rows further",
      "image,caption\na.png,\"stray\nb.png,one\na.png,two\nb.png,\"c, d\"\n",
      records: ["b.png | en raw: one | B", "a.png | en raw: two | A", "b.png | en raw: c, d | B"],
      problems: [
        "~/t.csv:2: a quote opens a field, and text follows the next quote, 3 lines further; was the first meant as a character?; the line was skipped"
      ]),
    table(
      "a quote that another field's quote closes by chance",
      "caption,image\n\"stray,a.png\none,b.png\n\"19\" screen\",a.png\ntwo,b.png\n",
      records: ["b.png | en raw: one | B", "a.png | en raw: 19 screen\" | A", "b.png | en raw: two | B"],
      problems: [
        "~/t.csv:2: a quote opens a field, and text follows the next quote, 2 lines further; was the first meant as a character?; the line was skipped"
      ]),
    table(
      "a quote that a line's end closes by chance", "image,caption\na.png,\"stray\nb.png,one\na.png,19\"\nb.png,two\n",
      records: ["b.png | en raw: one | B", "a.png | en raw: 19\" | A", "b.png | en raw: two | B"],
      problems: [
        "~/t.csv:2: a quote opens a field, and 2 of the 2 lines up to the next quote are rows themselves; was it meant as a character?; the line was skipped"
      ]),
    table(
      "a caption of several lines that holds commas", "image,caption\na.png,\"one, two\nthree, four\nfive\"\nb.png,x\n",
      records: ["a.png | en raw: one, two\nthree, four\nfive | A", "b.png | en raw: x | B"]),
    table(
      "no header, columns by number", "one\ta.png\ntwo\tb.png\n",
      records: ["a.png | en raw: one | A", "b.png | en raw: two | B"]
    ) {
      $0.table.imageColumn = "1"
      $0.table.captionColumn = "0"
    },
    table(
      "columns by number, and a header with a usual name", "x,caption,y,lang\n1,one,a.png,fr\n",
      records: ["a.png | fr raw: one | A"]
    ) { $0.table.imageColumn = "2" },
    table(
      "columns by number, and a header as the source says", "bild;wort\na.png;rot\n",
      records: ["a.png | en raw: rot | A"]
    ) {
      $0.table.header = .present
      $0.table.imageColumn = "0"
      $0.table.captionColumn = "1"
    },
    table(
      "no header as the source says, one usual name in the first row", "a.png,title\nb.png,two\n",
      records: ["a.png | en raw: title | A", "b.png | en raw: two | B"]
    ) {
      $0.table.header = .absent
      $0.table.imageColumn = "0"
      $0.table.captionColumn = "1"
    },
    table(
      "names that are numbers", "0,1\nx,a.png\n", records: ["a.png | en raw: x | A"]
    ) {
      $0.table.imageColumn = "1"
      $0.table.captionColumn = "0"
    },
    table(
      "a first line that is a row", "a photo\ta.png\nanother\tb.png\n",
      error:
        "~/t.csv: which column names the image? The first line seems to be a row and not a header, since it has the image “a.png”; give the columns' numbers, as in --image-column 1 --caption-column 0 (imageColumn and captionColumn in a recipe), or say that the header is present"
    ),
    table(
      "an image for a column's name", "a photo\ta.png\nanother\tb.png\n",
      error:
        "~/t.csv: a column cannot be called “a.png” here; The first line seems to be a row and not a header, since it has the image “a.png”; give the columns' numbers, as in --image-column 1 --caption-column 0 (imageColumn and captionColumn in a recipe), or say that the header is present"
    ) {
      $0.table.imageColumn = "a.png"
      $0.table.captionColumn = "a photo"
    },
    table(
      "a number beyond the columns", "a,b\n",
      error: "~/t.csv: there is no column 2; the first line has 2, which count from 0"
    ) { $0.table.imageColumn = "2" },
    table(
      "a name without a header", "a.png,b\n",
      error: "~/t.csv: a table without a header has no column “b”; give --image-column a number from 0 on"
    ) {
      $0.table.header = .absent
      $0.table.imageColumn = "b"
    },
    table(
      "no column without a header", "a.png,b\n",
      error:
        "~/t.csv: which column is the caption? Give --caption-column (captionColumn in a recipe) its number from 0 on; the first row is: a.png, b"
    ) { $0.table.imageColumn = "0" },
    table(
      "Kaggle's Flickr30k: bars and spaces",
      "image_name| comment_number| comment\na.png| 0| one, two\na.png| 1| three\nb.png| 4   four\n",
      records: ["a.png | en raw:  one, two; en raw:  three | A"],
      problems: ["~/t.csv:4: the record has 2 fields, where 3 were expected; the record was skipped"]),
    table(
      "semicolons", "image;caption\na.png;one\n", records: ["a.png | en raw: one | A"]),
    table(
      "rows of one split", "image,caption,split\na.png,one,train\nb.png,two,dev\na.png,three,\nb.png,,dev\n",
      records: ["b.png | dev | en raw: two | B"], problems: ["~/t.csv:5: the caption is empty; the row was skipped"]
    ) { $0.split = "val" },
    table(
      "a column of splits by its name", "image,caption,part\na.png,one,train\nb.png,two,test\n",
      records: ["a.png | en raw: one | A", "b.png | test | en raw: two | B"]
    ) { $0.table.splitColumn = "part" },
    table(
      "no column of splits", "image,caption\na.png,one\n",
      error:
        "~/t.csv: no column of the table names splits, so none can be chosen; name the column with --split-column (splitColumn in a recipe), or leave out the split"
    ) { $0.split = "test" },
    table(
      "a split that there is not", "image,caption,split\na.png,one,train\n",
      error: "~/t.csv: no records of the split “nonsense” are in it; its splits are train"
    ) { $0.split = "nonsense" },
    hostileTable,
    table("nothing", "", error: "~/t.csv: the file is empty"),
    table("no more than an end of line", "\n", error: "~/t.csv: the table has no header that names its columns"),
    table("a header only", "image,caption\n", error: "~/t.csv: no records are in it"),
    table(
      "no image column", "a,caption\nx,y\n",
      error:
        "~/t.csv: which column names the image? Give --image-column (imageColumn in a recipe), one of: a, caption"
    ),
    table(
      "no caption column", "image,b\nx,y\n",
      error: "~/t.csv: which column is the caption? Give --caption-column (captionColumn in a recipe), one of: image, b"
    ),
    table(
      "one column for two things", "image,caption\na.png,one\n",
      error:
        "~/t.csv: column 1 (“caption”), counted from 0, is taken for the image and for the caption; say which columns they are with --image-column and --caption-column (imageColumn and captionColumn in a recipe)"
    ) { $0.table.imageColumn = "caption" },
    table(
      "one column for two things, by number", "a.png,one,en\n",
      error:
        "~/t.csv: column 1 (“one”), counted from 0, is taken for the caption and for the language; say which columns they are with --caption-column and --language-column (captionColumn and languageColumn in a recipe)"
    ) {
      $0.table.header = .absent
      ($0.table.imageColumn, $0.table.captionColumn, $0.table.languageColumn) = ("0", "1", "1")
    },
    table(
      "a cell of several lines that could be rows, though no name tells",
      "image,caption\na.png,\"one\nb, two\"\nb.png,x\n",
      records: ["a.png | en raw: one\nb, two | A", "b.png | en raw: x | B"],
      problems: [
        "~/t.csv:2: a quoted cell spans 2 lines of which each has 2 cells by itself; they are read as one row, and are several if the quotation marks are meant as characters (--unquoted, unquoted in a recipe)"
      ]),
    FormatCase(
      "images where an archive unpacks them, for all rows as for the first that is there", .table, "t.csv",
      [
        "t.csv": text("image,caption\nx.png,zero\na.png,one\nb.png,two\n"), "images/a.png": text("A"),
        "images/b.png": text("B"), "Images/x.png": text("X"),
      ],
      records: [
        "x.png | en raw: zero | X",
        "a.png | en raw: one | no image: ~/Images/a.png: the file cannot be opened: No such file or directory",
        "b.png | en raw: two | no image: ~/Images/b.png: the file cannot be opened: No such file or directory",
      ]),
    table("a column twice", "image,caption,image\nx,y,z\n", error: "~/t.csv: 2 columns are named “image”"),
    table(
      "a column that is missing", "image,caption\nx,y\n",
      error: "~/t.csv: no column is named “captoin”; did you mean caption?"
    ) { $0.table.captionColumn = "captoin" },
    table("a separator beyond ASCII", "a，b\n", error: "~/t.csv: the separator “，” must be an ASCII character") {
      $0.table.separator = "，"
    },
    table(
      "no language", "image,caption\na,b\n",
      error: "~/t.csv: the captions name no language; give --lang (language in a recipe), such as \"en\""
    ) { $0.language = nil },
  ]

  private static func table(
    _ name: String, _ rows: String, records: [String] = [], problems: [String] = [], error: String? = nil,
    change: (inout CorpusSource) -> Void = { _ in }
  ) -> FormatCase {
    FormatCase(
      name, .table, "t.csv", ["t.csv": text(rows), "pix/a.png": text("A"), "pix/b.png": text("B")],
      records: records, problems: problems, error: error
    ) {
      $0.images = "pix"
      change(&$0)
    }
  }

  private static let hostileTable = FormatCase(
    "rows that are wrong", .table, "t.tsv",
    [
      "t.tsv": text("image,caption,language\n,x,en\na,,en\na,x\na,x,en,y\n\na\0b,x,en\na,x,../en\n")
        + [0xFF] + text(",x,en\nok,fine,en\n\"never,closed\n"),
      "ok": text("OK"),
    ], records: ["ok | en raw: fine | OK"],
    problems: [
      "~/t.tsv:2: the image is empty; the row was skipped", "~/t.tsv:3: the caption is empty; the row was skipped",
      "~/t.tsv:4: the record has 2 fields, where 3 were expected; the record was skipped",
      "~/t.tsv:5: the record has 4 fields, where 3 were expected; the record was skipped",
      "~/t.tsv:7: the image's name “a\u{FFFD}b” holds a zero byte",
      "~/t.tsv:8: “../en” is no language tag, such as \"zh-Hant\"; the row was skipped",
      "~/t.tsv:9: the record is not valid UTF-8; the record was skipped",
      "~/t.tsv:11: a quote opens a field and never closes it; the record was skipped",
    ])

  static let addresses: [FormatCase] = [
    wukong(
      "found by the address's last part, with and without its ending and its question",
      ["x/a.1.jpg", "x/a.2.jpg", "x/c", "y/d.php?n=1", "z/e.jpg?w=2", "y/absent.jpg", "y/f.JPG", "y/g.gif"],
      images: ["a.1.jpg", "a.2.jpg", "a.2.txt", "c.png", "c.json", "d.php?n=1", "e.jpg", "f.JPG", "g.webp"],
      records: [
        "http://x/a.1.jpg | zh raw: 0 | a.1.jpg", "http://x/a.2.jpg | zh raw: 1 | a.2.jpg",
        "http://x/c | zh raw: 2 | c.png",
        "http://y/d.php?n=1 | zh raw: 3 | d.php?n=1", "http://z/e.jpg?w=2 | zh raw: 4 | e.jpg",
        "http://y/f.JPG | zh raw: 6 | f.JPG", "http://y/g.gif | zh raw: 7 | g.webp",
      ], absent: 1),
    wukong(
      "two addresses that end alike cannot both be right; one address twice can",
      ["x/1.jpg", "y/1.jpg", "x/1.jpg", "x/2.jpg", "x/1.jpg"], images: ["1.jpg", "2.jpg"],
      records: [
        "http://x/1.jpg | zh raw: 0; zh raw: 2 | 1.jpg", "http://x/2.jpg | zh raw: 3 | 2.jpg",
        "http://x/1.jpg | zh raw: 4 | 1.jpg",
      ],
      problems: [
        "~/w.csv:3: another address ends in the same name, and nothing says whose image “1.jpg” is; the row was skipped"
      ]),
    wukong(
      "img2dataset's numbers, however the addresses end",
      ["x/000000002.jpg", "x/b", "x/000000000.jpg"], images: ["000000000.jpg", "000000002.webp", "000000002.json"],
      records: [
        "http://x/000000002.jpg | zh raw: 0 | 000000000.jpg", "http://x/000000000.jpg | zh raw: 2 | 000000002.webp",
      ],
      absent: 1),
    wukong(
      "img2dataset's numbers in folders", ["x/a", "x/b"],
      images: ["00000/000000000.jpg", "00000/000000001.jpg", "00000_stats.json"],
      records: ["http://x/a | zh raw: 0 | 00000/000000000.jpg", "http://x/b | zh raw: 1 | 00000/000000001.jpg"]),
    FormatCase(
      "numbers count the rows of all tables", .table, "{u,w}.csv",
      [
        "u.csv": text("url,caption\nhttp://x/a,0\nhttp://x/b,\nlocal.png,here\n"),
        "w.csv": text("url,caption\nhttp://x/c,3\nhttp://x/d,4\n"),
        "000000000.png": text("0"), "000000003.png": text("3"), "000000004.png": text("4"),
      ],
      records: [
        "http://x/a | en raw: 0 | 0",
        "local.png | en raw: here | no image: ~/local.png: the file cannot be opened: No such file or directory",
        "http://x/c | en raw: 3 | 3", "http://x/d | en raw: 4 | 4",
      ], problems: ["~/u.csv:3: the caption is empty; the row was skipped"]),
    FormatCase(
      "numbers after a row that cannot be read mean nothing", .table, "w.csv",
      ["w.csv": text("url,caption\nhttp://x/a,0,5\nhttp://x/b,1\n"), "000000000.png": text("0")],
      error:
        "~/w.csv:2: the record has 3 fields, where 2 were expected; the record was skipped; the images in ~ are named by the number of their row, and nothing says any more which row is which; fix the table"
    ),
    wukong("nothing was downloaded", ["x/a", "x/b"], images: [], error: "~/w.csv: no records are in it"),
  ]

  /// Wukong's form: `url,caption`, captions numbered, and images that hold their own names.
  private static func wukong(
    _ name: String, _ addresses: [String], images: [String], records: [String] = [], problems: [String] = [],
    absent: Int = 0, error: String? = nil
  ) -> FormatCase {
    let rows = addresses.enumerated().map { "http://\($0.element),\($0.offset)\n" }.joined()
    var files = ["w.csv": text("url,caption\n" + rows)]
    for image in images { files["down/" + image] = text(image) }
    return FormatCase(
      name, .automatic, "w.csv", files, records: records, problems: problems, absent: absent, error: error
    ) {
      $0.images = "down"
      $0.language = "zh"
    }
  }
}
