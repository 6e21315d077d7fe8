import Models
import Objectives
import Tensors
import Testing

@testable import Application
@testable import Recipes
@testable import Runtime
@testable import Schema

@Suite("Plans")
struct PlanTests {
  @Test(
    "a tower is planned with the parameters that it has",
    arguments: [
      #"{"variant": "mu"}"#, #"{"variant": "mu", "depth": 1, "pooling": "map"}"#, "{}",
      #"{"variant": "mu", "tower": "sharedTokens"}"#, #"{"variant": "mu", "tower": "twin"}"#,
      #"{"variant": "mu", "tower": "twin", "text": {"style": "clip", "width": 16, "heads": 4}}"#,
      #"{"variant": "mu", "tower": "twin", "text": {"style": "bert", "depth": 3, "context": 9}}"#,
      #"{"variant": "mu", "tower": "twin", "text": {"pooling": "map", "mlp": 24}}"#,
      #"{"variant": "mu", "tower": "twinPages"}"#,
      #"{"variant": "mu", "tower": "twinPages", "architecture": "clip", "page": {"width": 16, "heads": 4, "patch": 8}}"#,
    ])
  func parameters(text: String) throws {
    let shape = try Recipe(json: .init(parsing: #"{"model": \#(text)}"#)).model.shape(vocabulary: 70)
    let tower = try shape.tower(
      logitScale: 10, logitBias: nil, backend: ComputeContext(threads: 1).backend, seed: 0)
    let built = tower.parameters.parameters.map { ParameterPlan.Entry(name: $0.name, shape: $0.shape.axes) }
    let plan = try ParameterPlan(shape, objective: ObjectiveSettings())
    #expect(plan.entries == built)
    #expect(plan.count == tower.parameters.count && plan.parts.reduce(0) { $0 + $1.count } == plan.count)
  }

  @Test("a tower for the sigmoid objective has a bias on its logits")
  func sigmoid() throws {
    let recipe = try Recipe(json: ["model": ["variant": "mu"], "objective": ["kind": "sigmoidContrastive"]])
    let shape = recipe.model.shape(vocabulary: 0)
    let tower = try shape.tower(
      logitScale: recipe.objective.initialLogitScale, logitBias: recipe.objective.initialLogitBias,
      backend: ComputeContext(threads: 1).backend, seed: 0)
    #expect(try tower.logitBias?.value.floatArray() == [-10])
    let plan = try ParameterPlan(shape, objective: recipe.objective)
    #expect(plan.count == tower.parameters.count && plan.parts.reduce(0) { $0 + $1.count } == plan.count)
  }

  @Test("parameters belong to the towers and the tables that they are part of")
  func parts() throws {
    func parts(_ tower: TowerWord) throws -> [String] {
      var recipe = Recipe()
      recipe.model.tower = tower
      return try ParameterPlan(recipe.model.plannedShape, objective: recipe.objective).parts.map(\.part)
    }
    #expect(try parts(.shared) == ["reading patches", "shared tower", "scale and bias of logits"])
    #expect(
      try parts(.twin)
        == ["reading patches", "image tower", "tables of tokens", "text tower", "scale and bias of logits"])
    #expect(
      try parts(.twinPages) == ["reading patches", "image tower", "text tower", "scale and bias of logits"])
  }

  @Test("the original CLIPPO B/16 has 93,474,817 parameters")
  func original() throws {
    let recipe = try Recipe(json: ["model": ["variant": "B", "pooling": "map", "embedding": 768]])
    let plan = try ParameterPlan(recipe.model.plannedShape, objective: recipe.objective)
    #expect(plan.count == 93_474_817)
  }

  @Test("memory grows with batch, width and precision, and too much is refused in a sentence")
  func memory() throws {
    func plan(_ override: String, _ activation: ElementType = .bfloat16, available: Int? = nil) throws -> MemoryPlan {
      let overrides = [try RecipeOverride(parsing: override)]
      return try MemoryPlan(
        try Recipe.resolve(["name": "x"], source: "x", overrides: overrides), activation: activation,
        available: available)
    }
    let base = try plan("training.batch=256")
    #expect(try plan("training.batch=512").step > Int(1.5 * Double(base.step)))
    #expect(try plan("training.batch=512").state == base.state)
    #expect(try plan("model.variant=S").total > base.total)
    #expect(try plan("training.batch=256", .float32).step > base.step)
    #expect(try plan("training.activationCheckpointing=none").step > base.step / 2)
    #expect(
      try plan("training.activationCheckpointing=block").step < plan("training.activationCheckpointing=cheap").step)
    // A batch of any size takes no more than it may: what finds no room is computed twice.
    let large = try plan("training.batch=20000", available: 8 << 30)
    #expect(large.activationLimit == 4 << 30 && large.total < 8 << 30)
    #expect(try plan("training.activationMemoryGiB=0.5").activationLimit == 1 << 29)
    #expect(try plan("training.microBatchTokens=300").chunkTokens == 300)
    #expect(throws: Never.self) { try base.check(available: base.total) }
    let error = #expect(throws: RecipeError.self) { try base.check(available: 1 << 20) }
    #expect(error?.description.hasPrefix("training.batch: this run needs about ") == true)
    #expect(error?.description.contains("1.0 MiB are free") == true)
  }

  @Test(
    "a plan's state is what a model, its optimizer and its average take",
    arguments: [
      #"{"model": {"variant": "mu"}}"#, #"{"model": {"variant": "mu", "tower": "twin"}}"#,
      #"{"model": {"variant": "mu", "tower": "twinPages", "page": {"depth": 2}}}"#,
      #"{"model": {"variant": "mu"}, "optimizer": {"kind": "adafactor"}}"#,
      #"{"model": {"variant": "mu"}, "optimizer": {"kind": "muon"}}"#,
      #"{"model": {"variant": "mu"}, "training": {"emaDecay": 0.99}}"#,
      #"{"model": {"variant": "mu"}, "objective": {"kind": "filip"}, "training": {"emaDecay": 0.99}}"#,
    ])
  func state(text: String) throws {
    let recipe = try Recipe(json: .init(parsing: text))
    let compute = try ComputeContext(threads: 1)
    let tower = try recipe.model.plannedShape.tower(
      logitScale: 10, logitBias: nil, backend: compute.backend, seed: 0)
    let objective = try PreparedObjective(recipe.objective, for: tower, backend: compute.backend)
    let optimizer = try recipe.optimizer.optimizer(
      of: tower.parameters.trainable + objective.heads.trainable, activation: .float32, on: compute.backend,
      pool: compute.pool)
    let average = try recipe.training.average(
      of: tower.parameters, heads: objective.heads, on: compute.backend, pool: compute.pool)
    try withExtendedLifetime((optimizer, average, objective)) {
      let plan = try MemoryPlan(recipe, activation: .float32, available: nil)
      #expect(plan.state == compute.backend.usedBytes)
    }
  }

  @Test(
    "a batch of any size is planned in a moment, with what every chunk keeps")
  func anySize() throws {
    let overrides = try ["model.variant=G", "training.batch=1000000", "image.imageSize=64"].map {
      try RecipeOverride(parsing: $0)
    }
    let recipe = try Recipe.resolve(["name": "x"], source: "x", overrides: overrides)
    for available in [1 << 33, 1 << 50] {
      let plan = try MemoryPlan(recipe, activation: .bfloat16, available: available)
      #expect(plan.step > (available == 1 << 33 ? 0 : 100 << 40), "\(plan.step)")
    }
  }

  @Test("a batch counts the patches it sees of its photos, and full pages")
  func batch() {
    let plan = BatchPlan(Recipe())
    #expect(plan.photoTokens == 18)
    #expect(plan.textTokens == 84)
    #expect(plan.tokens == 128 * 102)
    #expect(plan.pixelBytes == plan.tokens * 768 && plan.outline().pairs == 128 && plan.outline(pairs: 5).pairs == 5)
    var recipe = Recipe()
    recipe.model.tower = .twin
    recipe.model.text.context = 40
    #expect(BatchPlan(recipe).textTokens == 40 && BatchPlan(recipe).pixelBytes == 128 * 18 * 768)
    recipe.model.tower = .twinPages
    recipe.model.page.patch = 8
    let apart = BatchPlan(recipe)
    #expect(apart.textTokens == 84 && apart.tokens == plan.tokens && apart.outline().pairs == 128)
    #expect(apart.pixelBytes == 128 * (18 * 768 + 84 * 192))
  }
}
