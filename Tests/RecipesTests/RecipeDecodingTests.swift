import FoundationEssentials
import JSON
import Models
import Recipes
import Schema
import Testing

@Suite("Recipes")
struct RecipeDecodingTests {
  private static let configs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "configs")

  @Test("an empty recipe is the default recipe")
  func emptyIsDefault() throws {
    #expect(try Recipe(json: .object([])) == Recipe())
  }

  @Test("configs/emoji.json is the default recipe, written out in full")
  func defaultFile() throws {
    let file = Self.configs.appending(path: "emoji.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    var recipe = Recipe()
    // What people read in the file is the file's own.
    recipe.description = try JSONValue(parsing: text)["description"]?.stringValue ?? ""
    #expect(!recipe.description.isEmpty)
    #expect(text == recipe.json.prettyText)
  }

  @Test("every recipe in configs/ can be read")
  func allFiles() throws {
    let files = try ["", "objectives/"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: Self.configs.appending(path: folder).path).filter {
        // Comparisons are read elsewhere; see ComparisonRecipeTests.
        $0.hasSuffix(".json") && !$0.hasPrefix("compare-")
      }.map { folder + $0 }
    }
    #expect(files.contains("objectives/laclip.json") && files.contains("unicl.json"))
    for file in files {
      let recipe = try Recipe.load(file: Self.configs.appending(path: file).path)
      #expect(recipe.description.contains("clippo-train"), "\(file) does not say in its first field how it is run")
    }
  }

  @Test(
    "what is written is read back as the same recipe",
    arguments: [
      "{}", #"{"optimizer": {"kind": "adafactor", "decayExponent": 0.7}}"#,
      #"{"optimizer": {"kind": "muon", "newtonSchulzCoefficients": [2, -1.5, 0.5], "adamw": {"learningRate": 0.0003}}}"#,
      #"{"schedule": {"kind": "rsqrt"}}"#,
      #"{"model": {"variant": "S", "pooling": "map"}, "image": {"imageSize": 224}}"#,
      #"{"corpus": {"kind": "pairs", "training": [{"path": "x"}], "rules": {"preset": "align", "words": "2-"}}}"#,
      #"{"corpus": {"folder": "/somewhere/表情"}, "languages": ["zh", "pt_PT"]}"#,
      #"{"model": {"tower": "twinPages", "page": {"variant": "mu", "patch": 8, "initializeFromImageTower": false}}}"#,
    ])
  func roundTrip(text: String) throws {
    let recipe = try Recipe(json: try JSONValue(parsing: text))
    let written = recipe.json.prettyText
    #expect(try Recipe(json: try JSONValue(parsing: written)) == recipe)
    #expect(try Recipe(json: try JSONValue(parsing: written)).json.prettyText == written)
  }

  @Test(
    "a variant fills in the table of vision transformers",
    arguments: [
      ("mu", 32, 1, 128, 2), ("Ti", 192, 12, 768, 3), ("S", 384, 12, 1536, 6), ("M", 512, 12, 2048, 8),
      ("B", 768, 12, 3072, 12), ("L", 1024, 24, 4096, 16), ("So400m", 1152, 27, 4304, 16),
      ("H", 1280, 32, 5120, 16), ("g", 1408, 40, 6144, 16), ("G", 1664, 48, 8192, 16),
    ])
  func variants(name: String, width: Int, depth: Int, mlp: Int, heads: Int) throws {
    let model = try Recipe(json: ["model": ["variant": .string(name)]]).model
    #expect([model.width, model.depth, model.mlp, model.heads] == [width, depth, mlp, heads])
  }

  @Test("a page tower takes what it does not say from the image tower")
  func pageTower() throws {
    func shape(_ page: String, _ more: String = "") throws -> (image: TowerConfiguration, page: TowerConfiguration) {
      let text = #"{"model": {"tower": "twinPages", "page": \#(page)\#(more)}}"#
      let recipe = try Recipe(json: JSONValue(parsing: text))
      #expect(recipe.batchOptions.pagePatchSize == recipe.model.pageConfiguration.patch)
      guard case .twinPages(let image, let page) = recipe.model.shape(vocabulary: 0) else {
        throw RecipeError(path: "model.tower", problem: "another shape")
      }
      return (image, page)
    }
    for more in ["", #", "architecture": "clip", "gelu": "erf""#, #", "variant": "S", "pooling": "map", "patch": 8"#] {
      let alike = try shape("{}", more + (more.contains("patch") ? #", "gridRows": 20"# : ""))
      #expect(alike.image == alike.page)
    }
    var expected = TowerConfiguration(
      width: 64, depth: 2, heads: 4, mlp: 256, patch: 8, pooling: .map, embedding: 256, gridRows: 8, gridColumns: 30)
    let own = #"{"width": 64, "depth": 2, "heads": 4, "patch": 8, "pooling": "map", "gridRows": 8, "gridColumns": 30}"#
    #expect(try shape(own).page == expected)
    // A width of its own keeps the proportion of the hidden layer, and an architecture of its own its own GELU.
    expected.encoder.mlp = 128
    #expect(try shape(own, #", "mlp": 384"#).page == expected)
    let styled = try shape(
      #"{"variant": "S", "architecture": "vit"}"#, #", "architecture": "clip", "gelu": "erf", "pooling": "map""#)
    #expect(
      styled.page
        == TowerConfiguration(width: 384, depth: 12, heads: 6, mlp: 1536, pooling: .map, embedding: 256))
    #expect(styled.image.hasClassToken && styled.image.encoder.activation == .erf)
    #expect(try Recipe(json: .object([])).batchOptions.pagePatchSize == nil)
  }

  @Test("another kind starts from that kind's defaults")
  func kinds() throws {
    let recipe = try Recipe(json: ["schedule": ["kind": "rsqrt", "cooldown": 0.2], "optimizer": ["weightDecay": 0.5]])
    guard case .reciprocalSquareRoot(let schedule) = recipe.schedule, case .adamw(let optimizer) = recipe.optimizer
    else {
      Issue.record("other kinds than were asked for")
      return
    }
    #expect(schedule.coolDown == 0.2)
    #expect(schedule.timescale == 0.1)
    #expect(optimizer.weightDecay == 0.5)
    #expect(optimizer.beta2 == 0.98)
  }

  @Test(
    "what is wrong is said with its path",
    arguments: [
      ("[]", "should be an object, not a list"),
      (#"{"modle": {}}"#, "modle: there is no such field; did you mean model?"),
      (#"{"model": {"widht": 3}}"#, "model.widht: there is no such field; did you mean width?"),
      (
        #"{"image": {"zoom": 3}}"#,
        "image.zoom: there is no such field; there are imageSize, dropRemainder, fit, filter, cacheSize, cacheGiB, "
          + "patchKeepRate, augmentation, viewAugmentation, flipCaptionsWithSides, truncated"
      ),
      (#"{"model": 3}"#, "model: should be an object, not a number"),
      (#"{"model": {"width": "wide"}}"#, "model.width: should be a whole number, not \"wide\""),
      (#"{"model": {"width": 192.5}}"#, "model.width: should be a whole number, not 192.5"),
      (#"{"model": {"width": null}}"#, "model.width: should be a whole number, not null"),
      (#"{"model": {"width": 4}}"#, "model.width: 4 is out of range; allowed: 8 to 16384"),
      (#"{"rendering": {"keepBlankPatches": 1}}"#, "rendering.keepBlankPatches: should be true or false, not 1"),
      (#"{"optimizer": {"learningRate": true}}"#, "optimizer.learningRate: should be a number, not true"),
      (#"{"optimizer": {"epsilon": 0}}"#, "optimizer.epsilon: 0 is out of range; allowed: 1e-30 to 1"),
      (#"{"languages": "zh"}"#, "languages: should be a list, not \"zh\""),
      (#"{"languages": ["zh", 3]}"#, "languages[1]: should be a string, not 3"),
      (#"{"languages": []}"#, "languages: names no language; give at least one, such as \"zh\""),
      (#"{"languages": ["zh", "zh"]}"#, "languages: names 'zh' twice"),
      (#"{"name": "../x"}"#, "name: '../x' cannot name a folder; use letters, digits, -, _ and ."),
      (#"{"seed": -1}"#, "seed: -1 is out of range; allowed: 0 to 9223372036854775807"),
      (#"{"model": {"pooling": "avg"}}"#, "model.pooling: 'avg' is not known; allowed: mean, map"),
      (
        #"{"optimizer": {"kind": "adamW2"}}"#,
        "optimizer.kind: 'adamW2' is not known; allowed: adamw, adafactor, muon; did you mean adamw?"
      ),
      (#"{"optimizer": {"kind": 3}}"#, "optimizer.kind: should be a string, not 3"),
      (
        #"{"optimizer": {"kind": "muon", "beta1": 0.9}}"#,
        "optimizer.beta1: only kind adamw has this field, and the kind here is muon"
      ),
      (
        #"{"optimizer": {"nesterov": true}}"#,
        "optimizer.nesterov: only kind muon has this field, and the kind here is adamw"
      ),
      (
        #"{"optimizer": {"kind": "muon", "newtonShulzSteps": 3}}"#,
        "optimizer.newtonShulzSteps: there is no such field; did you mean newtonSchulzSteps?"
      ),
      (
        #"{"optimizer": {"kind": "muon", "newtonSchulzSteps": 0}}"#,
        "optimizer.newtonSchulzSteps: 0 is out of range; allowed: 1 to 99"
      ),
      (
        #"{"optimizer": {"kind": "muon", "newtonSchulzCoefficients": [1.5, -0.5]}}"#,
        "optimizer.newtonSchulzCoefficients: should be three numbers, of X, (X·Xᵀ)·X and (X·Xᵀ)²·X, not 2"
      ),
      (
        #"{"optimizer": {"kind": "muon", "newtonSchulzCoefficients": [1.5, -0.5, 1e9]}}"#,
        "optimizer.newtonSchulzCoefficients: 1000000000.0 is out of range; allowed: -100 to 100"
      ),
      (
        #"{"optimizer": {"kind": "muon", "learningRateAdjustment": "originl"}}"#,
        "optimizer.learningRateAdjustment: 'originl' is not known; allowed: original, matchRMSAdamW; did you mean original?"
      ),
      (
        #"{"optimizer": {"kind": "muon", "adamw": {"beta1": 1}}}"#,
        "optimizer.adamw.beta1: 1 is out of range; allowed: 0 to 0.9999"
      ),
      (
        #"{"schedule": {"timescale": 3}}"#,
        "schedule.timescale: only kind rsqrt has this field, and the kind here is cosine"
      ),
      (#"{"schedule": {"warmpu": 3}}"#, "schedule.warmpu: there is no such field; did you mean warmup?"),
      (#"{"model": {"heads": 5}}"#, "model.heads: 5 heads do not divide a width of 192 evenly"),
      (
        #"{"model": {"variant": "S", "width": 192}}"#,
        "model.width: 192 contradicts variant S, whose width is 384; leave one of them out"
      ),
      (
        #"{"image": {"imageSize": 100}}"#,
        "image.imageSize: 100 is not a multiple of model.patch, which is 16; image.dropRemainder leaves the rest out"
      ),
      (
        #"{"image": {"imageSize": 240}}"#,
        "image.imageSize: 240 pixels are 15 × 15 patches, more than the model's grid of 14 × 14"
      ),
      (#"{"rendering": {"columns": 15}}"#, "rendering.columns: 15 is more than model.gridColumns, 14"),
      (#"{"rendering": {"rows": 15}}"#, "rendering.rows: 15 is more than model.gridRows, 14"),
      (
        #"{"rendering": {"foreground": 127}}"#,
        "rendering.foreground: 127 is also the background's gray; captions would be invisible"
      ),
      (
        #"{"image": {"augmentation": {"scaleLow": 2}}}"#,
        "image.augmentation.scaleLow: 2.0 is more than scaleHigh, 1.35"
      ),
      (#"{"model": {"pooling": "first"}}"#, "model.pooling: 'first' is not known; allowed: mean, map"),
      (#"{"optimizer": {"beta2": 1}}"#, "optimizer.beta2: 1 is out of range; allowed: 0 to 0.999999"),
      (
        #"{"schedule": {"kind": "rsqrt", "warmup": 0.6, "cooldown": 0.5}}"#,
        "schedule.cooldown: 0.5 and warmup, 0.6, are together longer than the run"
      ),
      (
        #"{"corpus": {"kind": "pairs", "training": [{"path": "a.csv", "separator": ";;"}]}}"#,
        "corpus.training[0].separator: should be one character or \"tab\", not \";;\""
      ),
      (
        #"{"model": {"text": {"context": 40}}}"#,
        "model.text: this tower reads captions as pages; set model.tower to sharedTokens or twin, or leave it out"
      ),
      (
        #"{"model": {"tower": "sharedTokens", "text": {"width": 64}}}"#,
        "model.text.width: captions go through the images' blocks; only model.tower twin has this field"
      ),
      (
        #"{"model": {"tower": "twin", "text": {"width": 100}}}"#,
        "model.text.heads: 3 heads do not divide a width of 100 evenly"
      ),
      (
        #"{"model": {"tower": "twin", "text": {"depth": 0}}}"#,
        "model.text.depth: 0 is out of range; allowed: 1 to 256, or null"
      ),
      (
        #"{"model": {"tower": "twin", "text": {"tokenizer": {"kind": "bytes", "file": "x"}}}}"#,
        "model.text.tokenizer.file: only kinds wordPiece, clip, gpt2 and sentencePiece have this field, and the kind here is bytes"
      ),
      (
        #"{"model": {"tower": "twins"}}"#,
        "model.tower: 'twins' is not known; allowed: shared, sharedTokens, twin, twinPages; did you mean twin?"
      ),
      (
        #"{"model": {"page": {"width": 64}}}"#,
        "model.page: only model.tower twinPages reads pages with a tower of their own; set that, or leave this out"
      ),
      (
        #"{"model": {"tower": "twinPages", "text": {"context": 40}}}"#,
        "model.text: this tower reads captions as pages; set model.tower to sharedTokens or twin, or leave it out"
      ),
      (
        #"{"model": {"tower": "twinPages", "page": {"width": 100}}}"#,
        "model.page.heads: 3 heads do not divide a width of 100 evenly"
      ),
      (
        #"{"model": {"tower": "twinPages", "page": {"patch": 3}}}"#,
        "model.page.patch: 3 is out of range; allowed: 4 to 64, or null"
      ),
      (
        #"{"model": {"tower": "twinPages", "page": {"pooling": "first"}}}"#,
        "model.page.pooling: 'first' is not known; allowed: mean, map"
      ),
      (
        #"{"model": {"tower": "twinPages", "architecture": "clip", "page": {"pooling": "map"}}}"#,
        "model.page.pooling: CLIP's architecture takes its class token; leave this out, or set model.page.architecture to vit"
      ),
      (
        #"{"model": {"tower": "twinPages", "page": {"variant": "S", "depth": 3}}}"#,
        "model.page.depth: 3 contradicts variant S, whose depth is 12; leave one of them out"
      ),
      (
        #"{"model": {"tower": "twinPages", "page": {"depth": 3, "initializeFromImageTower": true}}}"#,
        "model.page.initializeFromImageTower: a clone of the image tower cannot differ from it in depth (3, not 6); leave "
          + "these fields out of model.page"
      ),
      (
        #"{"model": {"tower": "twinPages", "page": {"gridColumns": 9}}}"#,
        "rendering.columns: 14 is more than model.page.gridColumns, 9"
      ),
      (
        #"{"model": {"architecture": "clip"}}"#,
        "model.architecture: a tower that reads captions too is plain; only model.tower twin and twinPages have this field"
      ),
      (
        #"{"rendering": {"lineHeightPatches": 7}}"#,
        "rendering.lineHeightPatches: a line of 7 patch rows does not fit 6 rows"
      ),
      (
        #"{"training": {"seconds": 0}}"#,
        "training: neither steps nor seconds sets an end; give at least one of them"
      ),
    ])
  func complaints(text: String, sentence: String) throws {
    let error = #expect(throws: RecipeError.self) { try Recipe(json: try JSONValue(parsing: text)) }
    #expect(error?.description == sentence)
  }
}
