import Autograd
import Corpora
import Models
import Runtime
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Teachers, queues and soft targets")
struct TeacherObjectiveTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  private static let (pairs, width) = (5, 6)

  private func rows(_ value: (Int, Int) -> Double, count: Int = pairs) -> [Float] {
    embeddings.unit(count, Self.width, value)
  }
  private var images: [Float] { rows { sin(0.7 * Double($0 + 1) * Double($1 + 1)) } }
  private var texts: [Float] { rows { cos(0.45 * Double($0 + 1) * Double($1 + 2)) } }

  private func objective(_ kind: some ObjectiveKind) throws -> any Objective {
    try kind.objective(
      ObjectiveContext(
        heads: ParameterStore(backend: backend, seed: 1), embedding: Self.width, widths: (Self.width, Self.width)))
  }

  /// Loss and gradient by the images, where the teacher is the student.
  private func evaluate(
    _ objective: some Objective, images: [Float], texts: [Float], labels: [UInt64?]? = nil, logScale: Float = 2,
    views: [BatchView] = [.image, .text]
  ) throws -> (loss: Double, gradient: [Float], taughtGradient: Bool) {
    let shape: Shape = [images.count / Self.width, Self.width]
    let first = try embeddings.parameter(images, shape)
    let second = try embeddings.parameter(texts, shape)
    let taught = try [embeddings.parameter(images, shape), embeddings.parameter(texts, shape)]
    let tape = Tape(backend: backend, activation: .float32)
    let result = try objective.evaluate(
      ObjectiveInput(
        embeddings: [
          ViewRequest(views[0]): first, ViewRequest(views[1]): second,
          ViewRequest(.image, by: .teacher): Variable(taught[0].value),
          ViewRequest(.text, by: .teacher): Variable(taught[1].value),
        ], logScale: embeddings.parameter([logScale], [1]), pairs: shape.rows,
        duplicateIds: { (0..<Int32(shape.rows)).map { $0 } },
        facts: { (0..<shape.rows).map { RecordFacts(label: labels?[$0]) } }), on: tape)
    try tape.backward(from: result.loss)
    return (
      Double(try result.loss.value.floatArray()[0]), try #require(first.gradient).floatArray(),
      try taught.contains { try $0.gradient?.floatArray().contains { $0 != 0 } == true }
    )
  }

  private func clip(_ images: [Float], _ texts: [Float], logScale: Float = 2) throws -> (
    loss: Double, gradient: [Float]
  ) {
    let result = try evaluate(
      SoftmaxContrastive(duplicates: .negative), images: images, texts: texts, logScale: logScale)
    return (result.loss, result.gradient)
  }

  // MARK: OTTER

  private func plan(_ costs: [Float], count: Int, _ sinkhorn: Sinkhorn) throws -> [Float] {
    let tape = Tape(backend: backend, activation: .float32, isRecording: false)
    let plan = try sinkhorn.logPlan(costs: Variable(backend.tensor(costs, [count, count])), on: tape)
    return try tape.exponential(plan).value.floatArray()
  }

  @Test(
    "A transport plan is that of the plain algorithm, its columns sum to 1 / N, and costs may be as large as they like")
  func sinkhorn() throws {
    let count = 6
    let costs = (0..<count * count).map { 3 * sin(Double(7 * $0 + 1)) }
    var plain = costs.map { exp(-$0 / 0.3) }
    for _ in 0..<7 {
      for row in 0..<count {
        let sum = (0..<count).reduce(0) { $0 + plain[row * count + $1] } * Double(count)
        for column in 0..<count { plain[row * count + column] /= sum }
      }
      for column in 0..<count {
        let sum = (0..<count).reduce(0) { $0 + plain[$1 * count + column] } * Double(count)
        for row in 0..<count { plain[row * count + column] /= sum }
      }
    }
    let found = try plan(costs.map { Float($0) }, count: count, Sinkhorn(epsilon: 0.3, iterations: 7))
    for (a, b) in zip(found, plain) { #expect(abs(Double(a) - b) < 1e-6) }
    // exp(-cost / ε) would be 0 or infinite here.
    let extreme = try plan(costs.map { Float(1000 * $0) }, count: count, Sinkhorn(epsilon: 0.01, iterations: 3))
    for plan in [found, extreme] {
      for column in 0..<count {
        let sum = (0..<count).reduce(0) { $0 + Double(plan[$1 * count + column]) }
        #expect(abs(sum - 1 / Double(count)) < 1e-6)
      }
    }
    let even = try plan(costs.map { Float($0) }, count: count, Sinkhorn(epsilon: 1e6, iterations: 5))
    for value in even { #expect(abs(Double(value) - 1 / 36.0) < 1e-6) }
  }

  @Test("OTTER with all of its weight on the contrast is twice CLIP's loss at that scale")
  func otterContrast() throws {
    var kind = OTTER()
    kind.contrast = 1
    let found = try evaluate(objective(kind), images: images, texts: texts)
    let expected = try clip(images, texts)
    #expect(abs(found.loss - 2 * expected.loss) < 1e-5)
    for (a, b) in zip(found.gradient, expected.gradient) { #expect(abs(a - 2 * b) < 1e-5) }
    #expect(kind.requirements.averagedTeacher == nil && OTTER().requirements.averagedTeacher?.rises == true)
  }

  @Test("OTTER matches no pair to itself: where all are alike, the others share the target evenly")
  func otterSelf() throws {
    let same = rows { _, column in Double(column + 1) }
    var kind = OTTER()
    kind.contrast = 0
    // The divergence of an even distribution over five from one over the four others.
    let found = try evaluate(objective(kind), images: same, texts: same)
    #expect(abs(found.loss - 2 * log(5.0 / 4)) < 1e-5)
    kind.targets = .similarity
    #expect(abs(try evaluate(objective(kind), images: same, texts: same).loss - 2 * log(5.0 / 4)) < 1e-5)
  }

  @Test("OTTER keeps its second scale within its bounds")
  func otterScale() throws {
    var kind = OTTER()
    kind.softLogitScale = 500
    let heads = ParameterStore(backend: backend, seed: 1)
    let objective = try kind.objective(ObjectiveContext(heads: heads, embedding: 6, widths: (6, 6)))
    try objective.stepped()
    let scale = exp(try #require(heads["softLogScale"]).value.floatArray()[0])
    #expect(abs(scale - 100) < 1e-3)
  }

  // MARK: Queues

  @Test(
    "ALBEF without a queue and without distillation is CLIP where the teacher is the student, and half its gradient")
  func albefPlain() throws {
    var kind = ALBEF()
    (kind.queueSize, kind.distillation) = (0, 0)
    let found = try evaluate(objective(kind), images: images, texts: texts)
    let expected = try clip(images, texts)
    #expect(abs(found.loss - expected.loss) < 1e-6 && !found.taughtGradient)
    // Distillation from oneself asks for what is said already: less to learn.
    kind.distillation = 1
    let own = try evaluate(objective(kind), images: images, texts: texts)
    #expect(own.gradient.allSatisfy { abs($0) < 1e-5 } && own.loss < expected.loss)
  }

  @Test("The share of the teacher rises over the first steps")
  func ramp() throws {
    var kind = ALBEF()
    (kind.queueSize, kind.distillationRampSteps) = (0, 2)
    let ramped = try objective(kind)
    var losses: [Double] = []
    for _ in 0..<4 {
      losses.append(try evaluate(ramped, images: images, texts: texts).loss)
      try ramped.stepped()
    }
    let whole = try [0, 0.2, 0.4, 0.4].map { share in
      (kind.distillation, kind.distillationRampSteps) = (share, 0)
      return try evaluate(objective(kind), images: images, texts: texts).loss
    }
    for (a, b) in zip(losses, whole) { #expect(abs(a - b) < 1e-6) }
    #expect(whole[0] != whole[1])
  }

  @Test("UniVLC with an empty queue and means is UniCL with a teacher's keys")
  func univlcIsUniCL() throws {
    let labels: [UInt64?] = [3, 3, nil, 9, 3]
    let found = try evaluate(objective(UniVLC()), images: images, texts: texts, labels: labels)
    let expected = try evaluate(UniCL(), images: images, texts: texts, labels: labels)
    #expect(abs(found.loss - expected.loss) < 1e-6)
    var sum = UniVLC()
    sum.positives = .sum
    #expect(try evaluate(objective(sum), images: images, texts: texts, labels: labels).loss > found.loss + 1)
  }

  /// Keys whose first number says which they are.
  private func keys(_ numbers: Range<Int>) throws -> Tensor {
    try backend.tensor(
      numbers.flatMap { number in [Float(number)] + [Float](repeating: 0, count: Self.width - 1) },
      [numbers.count, Self.width])
  }

  private func held(_ queue: MomentumQueue) throws -> [Int] {
    let tape = Tape(backend: backend, activation: .float32)
    let none = Variable(try backend.zeros([1, Self.width], .float32))
    let rows = try queue.keys(behind: none, .image, on: tape)
    #expect(rows.value.shape.rows == 1 + queue.filled)
    let values = try rows.value.floatArray()
    return (1..<1 + queue.filled).map { Int(values[$0 * Self.width]) }
  }

  @Test("A queue is a ring: the newest overwrite the oldest, and what is saved goes on to the bit")
  func ring() throws {
    let queue = try MomentumQueue(size: 5, embedding: Self.width, backend: backend)
    var next = 0
    var expected: [Int] = []
    for count in [2, 2, 3, 1, 7, 2] {
      let added = next..<next + count
      next += count
      try queue.push(keys(added), keys(added), labels: added.map { $0 % 2 == 0 ? UInt64.max - UInt64($0) : nil })
      expected = (expected + added).suffix(5)
      #expect(try Set(held(queue)) == Set(expected) && queue.filled == expected.count)
      #expect(try queue.heldLabels == held(queue).map { $0 % 2 == 0 ? UInt64.max - UInt64($0) : nil })
      let copy = try MomentumQueue(size: 5, embedding: Self.width, backend: backend)
      try copy.restore(queue.state)
      #expect(try held(copy) == held(queue) && copy.heldLabels == queue.heldLabels)
      try copy.push(keys(90..<91), keys(90..<91), labels: [nil])
      // The oldest made room.
      #expect(try Set(held(copy)) == Set((expected + [90]).suffix(5)))
    }
    let other = try MomentumQueue(size: 4, embedding: Self.width, backend: backend)
    #expect(throws: (any Error).self) { try other.restore(queue.state) }
    #expect { try queue.restore([]) } throws: { "\($0)".contains("queue/images") }
  }

  @Test("Keys of earlier batches are negatives through which no gradient flows, and enter when the step is made")
  func stale() throws {
    var kind = ALBEF()
    (kind.queueSize, kind.distillation) = (2 * Self.pairs, 0)
    let objective = try objective(kind)
    let first = try evaluate(objective, images: images, texts: texts)
    // Not stepped yet: evaluated again, it is the same.
    #expect(try evaluate(objective, images: images, texts: texts).loss == first.loss)
    try objective.stepped()
    let second = try evaluate(objective, images: images, texts: texts)
    // Every key stands there twice now, and half of the right ones count as wrong.
    #expect(abs(second.loss - first.loss - log(2)) < 1e-5 && !second.taughtGradient)
  }

  // MARK: SLIP

  @Test("SLIP with no weight on views is CLIP, and asks for no views")
  func slipIsCLIP() throws {
    var kind = SLIP()
    kind.imageViews = 0
    #expect(kind.views == BatchView.pair)
    let found = try evaluate(objective(kind), images: images, texts: texts)
    let expected = try evaluate(SoftmaxContrastive(), images: images, texts: texts)
    #expect(found.loss == expected.loss && found.gradient == expected.gradient)
  }

  @Test("Two equal views of two images have the closed form of three candidates, of which none is the view itself")
  func slipClosedForm() throws {
    var kind = SLIP()
    (kind.contrast, kind.hiddenWidth, kind.viewTemperature) = (0, 0, 0.5)
    let two = Array(images.prefix(2 * Self.width))
    let cosine = (0..<Self.width).reduce(0) { $0 + Double(two[$1]) * Double(two[Self.width + $1]) }
    let found = try evaluate(
      objective(kind), images: two, texts: two, views: [.imageAgain(1), .imageAgain(2)])
    #expect(abs(found.loss - log(1 + 2 * exp((cosine - 1) / 0.5))) < 1e-5)
  }

  @Test("SLIP's heads read pooled vectors, each as wide as those of its side, and nothing of the views' embeddings")
  func slipPooled() throws {
    var kind = SLIP()
    (kind.contrast, kind.textViews, kind.hiddenWidth, kind.headWidth) = (0, 1, 8, 5)
    let heads = ParameterStore(backend: backend, seed: 1)
    let objective = try kind.objective(ObjectiveContext(heads: heads, embedding: 3, widths: (6, 10)))
    #expect(heads["image/layer1/kernel"]?.shape == [6, 8] && heads["text/layer1/kernel"]?.shape == [10, 8])
    let views: [(view: BatchView, width: Int)] = [
      (.imageAgain(1), 6), (.imageAgain(2), 6), (.textAgain(1), 10), (.textAgain(2), 10),
    ]
    #expect(objective.requests == views.map { ViewRequest($0.view, .pooled) })
    let pooled = try views.enumerated().map { number, view in
      try embeddings.parameter(
        (0..<4 * view.width).map { Float(sin(Double((number + 2) * ($0 + 1)))) }, [4, view.width])
    }
    let tape = Tape(backend: backend, activation: .float32)
    let result = try objective.evaluate(
      ObjectiveInput(
        embeddings: Dictionary(uniqueKeysWithValues: zip(objective.requests, pooled)),
        logScale: embeddings.parameter([2], [1]), pairs: 4, duplicateIds: { [0, 1, 2, 3] }, facts: { [] }), on: tape)
    try tape.backward(from: result.loss)
    for variable in pooled + heads.parameters.map(\.variable) {
      #expect(try #require(variable.gradient).floatArray().contains { $0 != 0 })
    }
  }

  @Test("Batch normalization has the statistics of all rows, and the derivatives that small steps show")
  func batchNorm() throws {
    let (count, width) = (7, 3)
    let values = (0..<count * width).map { 2 * sin(Double(3 * $0 + 1)) + Double($0 % width) }
    let weights = (0..<count * width).map { cos(Double(5 * $0)) }
    func plain(_ values: [Double], _ scale: [Double], _ bias: [Double]) -> Double {
      var sum = 0.0
      for column in 0..<width {
        let own = (0..<count).map { values[$0 * width + column] }
        let mean = own.reduce(0, +) / Double(count)
        let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
        for row in 0..<count {
          let normalized = (own[row] - mean) / (variance + 1e-5).squareRoot()
          sum += weights[row * width + column] * (scale[column] * normalized + bias[column])
        }
      }
      return sum
    }
    let store = ParameterStore(backend: backend, seed: 1)
    let norm = try BatchNorm(store, "norm", width: width)
    let (scale, bias) = ([1.5, 0.5, -1], [0.1, 0.2, 0.3])
    try norm.scale.value.withFloats { _ = $0.update(fromContentsOf: scale.map { Float($0) }) }
    try norm.bias.value.withFloats { _ = $0.update(fromContentsOf: bias.map { Float($0) }) }
    let x = try embeddings.parameter(values.map { Float($0) }, [count, width])
    let tape = Tape(backend: backend, activation: .float32)
    let weight = Variable(try backend.tensor(weights.map { Float($0) }, [count, width]))
    let sum = try tape.sum(tape.multiply(norm(x, on: tape), by: weight))
    #expect(abs(Double(try sum.value.floatArray()[0]) - plain(values, scale, bias)) < 1e-4)
    try tape.backward(from: sum)
    func check(_ variable: Variable, _ values: [Double], _ loss: ([Double]) -> Double) throws {
      let gradient = try #require(variable.gradient).floatArray()
      for index in values.indices {
        var (up, down) = (values, values)
        up[index] += 1e-5
        down[index] -= 1e-5
        #expect(abs(Double(gradient[index]) - (loss(up) - loss(down)) / 2e-5) < 1e-4)
      }
    }
    try check(x, values) { plain($0, scale, bias) }
    try check(norm.scale, scale) { plain(values, $0, bias) }
    try check(norm.bias, bias) { plain(values, scale, $0) }
  }
}
