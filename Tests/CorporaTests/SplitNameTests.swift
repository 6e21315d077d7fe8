import Testing

@testable import Corpora

@Suite("Names of splits")
struct SplitNameTests {
  @Test(
    "One split is called by several names, and restval is trained",
    arguments: [
      ("train", "train", true), ("train", "Training", true), ("train", "restval", true), ("training", "restval", true),
      ("val", "dev", true), ("validation", "valid", true), ("test", "val", false), ("val", "restval", false),
      ("restval", "train", false), ("restval", "restval", true), ("x", "x", true), ("x", "X", false),
      ("test", "test1", false),
    ])
  func takes(wanted: String, name: String, isTaken: Bool) {
    #expect(SplitName.takes(name, as: wanted) == isTaken)
  }

  @Test(
    "A file's name tells one split or none",
    arguments: [
      ("a/captions_val2014.json", "val"), ("test_2016_flickr", "test"), ("MR_valid", "valid"),
      ("train_100x5.jsonl", "train"),
      ("annotations/train/x.json", nil), ("retrieval.json", nil), ("train_val.json", nil), ("latest.json", nil),
    ] as [(String, String?)])
  func inFile(path: String, split: String?) {
    #expect(SplitName.inFile(path) == split)
  }

  @Test(
    "Where a file's name tells no split, its folder's does, if that is called by nothing else",
    arguments: [
      ("cb/test/0.tar", "test"), ("val2017/0.tar", "val"), ("/a/dev/train-0.tar", "train"), ("TEST/0.tar", "TEST"),
      ("test/x/0.tar", nil), ("test.tar", "test"), ("my-test/0.tar", nil), ("2017/0.tar", nil), ("testset/0.tar", nil),
      ("0.tar", nil), ("", nil),
    ] as [(String, String?)])
  func inPath(path: String, split: String?) {
    #expect(SplitName.inPath(path) == split)
  }

  @Test("What a choice takes beyond its name is said")
  func notes() throws {
    func notes(_ wanted: String?, _ names: [String?]) throws -> [String] {
      var selection = SplitSelection(wanted)
      for name in names { _ = selection.takes(name) }
      return try selection.notes(at: "f")
    }
    #expect(
      try notes("train", ["train", "restval", "restval", "val"]) == [
        "f: the split “train” takes 2 images of “restval” too, as papers do"
      ])
    #expect(
      try notes(nil, ["train", "restval"]) == [
        "f: 1 image is of the split “restval”, which papers train on besides “train”"
      ])
    #expect(
      try notes("val", ["dev", "validation", "val"]) == [
        "f: the split “val” is called “dev” and “validation” there"
      ])
    #expect(try notes("restval", ["restval"]) == [] && notes(nil, [nil, nil]) == [] && notes("x", []) == [])
    #expect(
      try notes(nil, ["a", nil, nil]) == ["f: images that name no split: 2; they are taken for “train”"])
    #expect(try notes("a", ["a", nil]) == ["f: images that name no split: 1; they are skipped"])
    #expect(throws: CorpusError("f: no records of the split “x” are in it; its splits are a, b")) {
      try notes("x", ["b", "a", nil])
    }
  }
}
