import TestSupport
import Testing

@testable import Corpora

@Suite("Formats told by their files")
struct CorpusFormatTests {
  @Test(
    "A path's name, a folder's files or a first line say how a source is written",
    arguments: [
      ("a.jsonl", ["a.jsonl": "{\"image\": 1}\n"], CorpusFormat.jsonl), ("A.NDJSON", ["A.NDJSON": ""], .jsonl),
      ("x.jsonl", ["x.jsonl": "{\"image/key\": \"a\"}\n"], .xm3600), ("none.jsonl", [:], .jsonl),
      ("x", ["x/captions.jsonl": "{}\n"], .jsonl), ("x", ["x/captions.jsonl": "{\"image/key\": 1}"], .xm3600),
      ("m_texts.jsonl", ["m_texts.jsonl": ""], .chineseCLIP), ("m_imgs.tsv", ["m_imgs.tsv": ""], .chineseCLIP),
      ("captions.txt", ["captions.txt": "image_name| comment_number| comment\n"], .table),
      ("captions.txt", ["captions.txt": "\u{FEFF}filepath\ttitle\n"], .table),
      ("captions.txt", ["captions.txt": "image,caption\na.jpg,x\n"], .keyedLines),
      ("MR_valid_queries.jsonl", [:], .chineseCLIP), ("x", ["x/train_imgs.tsv": ""], .chineseCLIP),
      ("x.jsonl", ["x.jsonl": "{\"sentences\": [], \"img_path\": \"a\"}"], .iglue),
      ("*/x.jsonl", ["de/x.jsonl": "{\"sentences\": [], \"img_path\": \"a\"}"], .iglue),
      ("t/raw/val", ["t/image_splits/val_images.txt": ""], .multi30k),
      ("a.tar", ["a.tar": ""], .webdataset), ("{00..12}.tar", [:], .webdataset), ("s-*.tar", [:], .webdataset),
      ("x", ["x/a.tar": "", "x/a.txt": ""], .webdataset), ("x/", ["x/a.tar": ""], .webdataset),
      ("a.csv", ["a.csv": ""], .table), ("{a,b}.TSV", [:], .table), ("a.json", ["a.json": ""], .coco),
      ("x.json", ["x.json/a.png": ""], .folder), ("x", ["x/a.png": "", "x/y/b.png": ""], .folder),
      ("x", ["x/test_image_names.txt": ""], .xtd10), ("t/raw/val", ["t/image_splits/val.txt": ""], .multi30k),
      ("val", ["val_images.txt": ""], .multi30k), ("val.en", ["val.en": "x", "val.txt": "a.jpg#1\n"], .multi30k),
      ("a.txt", ["a.txt": "a.jpg#0\tx\n"], .keyedLines),
      ("x", ["x/imageid.human-written-caption.txt": ""], .cocoCN), ("a.json", ["a.json": "[{\"image_id\": 1}]"], .aic),
    ])
  func guessing(path: String, files: [String: String], format: CorpusFormat) throws {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    #expect(try CorpusFormat(guessing: folder.file(path)) == format)
  }

  @Test(
    "What says nothing is asked for in a sentence",
    arguments: [
      ("a.bin", "~/a.bin: the name does not say"),
      ("a.txt", "~/a.txt: the name does not say how the file is written; give --format (format in a recipe): jsonl, "),
      ("a*", "~/a*: the name does not say how the file is written; give --format (format in a recipe): jsonl, "),
      ("a?b", "~/a?b: the name does not say"), ("b", "~/b: there is no such file or folder"),
      ("b.rar", "~/b.rar: there is no such file or folder"),
    ])
  func refusals(path: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "x")
    try folder.write("a.bin", "x")
    let error = #expect(throws: CorpusError.self) { try CorpusFormat(guessing: folder.file(path)) }
    #expect(error.map { FormatOutcome.short($0, folder).hasPrefix(message) } == true)
  }
}
