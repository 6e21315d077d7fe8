import Runtime
import Tensors
import Testing

@testable import Autograd

@Suite("General operations: their derivatives agree with finite differences")
struct GeneralOperationTests {
  let differences: FiniteDifferences
  var backend: CPUBackend { differences.backend }

  init() throws { differences = try FiniteDifferences() }

  @Test(arguments: MatrixPart.allCases, [[1, 4], [5, 3], [40, 2]])
  func valuesForPartsOfAMatrix(part: MatrixPart, axes: [Int]) throws {
    let shapes = [Shape(axes), part.shape(in: Shape(axes))]
    try differences.check(shapes) { try $0.multiply($1[0], by: $1[1], per: part) }
    try differences.check(shapes) { try $0.add($1[0], $1[1], per: part) }
  }

  @Test(arguments: MatrixPart.allCases, [[1, 4], [5, 3], [40, 2]])
  func partsOfAMatrix(part: MatrixPart, axes: [Int]) throws {
    let shapes = [Shape(axes)]
    try differences.check(shapes) { try $0.sum($1[0], per: part) }
    try differences.check(shapes) { try $0.mean($1[0], per: part) }
    try differences.check(shapes) { try $0.logSumExp($1[0], per: part) }
    try differences.check(shapes) { try $0.logSoftmax($1[0], per: part) }
  }

  @Test func aFactorTimesItself() throws {
    try differences.check([[3, 4]]) { try $0.multiply($1[0], by: $1[0]) }
  }

  @Test func scales() throws {
    try differences.check([[3, 4]]) { try $0.scale($1[0], by: -2.5) }
    try differences.check([[3, 4], [1]]) { try $0.scale($1[0], by: $1[1]) }
  }

  @Test func exponentialAndLogarithm() throws {
    try differences.check([[3, 4]]) { try $0.exponential($1[0]) }
    try differences.check([[3, 4]], range: 0.5...2) { try $0.logarithm($1[0]) }
  }

  @Test(arguments: [(1, 1, 1), (2, 3, 4), (67, 5, 3)])
  func matrixProducts(rows: Int, inner: Int, columns: Int) throws {
    try differences.check([[rows, inner], [inner, columns]]) { try $0.matrixProduct($1[0], $1[1]) }
    try differences.check([[rows, inner], [columns, inner]]) { try $0.matrixProduct($1[0], transposed: $1[1]) }
  }

  @Test func aMatrixTimesItself() throws {
    try differences.check([[4, 3]]) { try $0.matrixProduct($1[0], transposed: $1[0]) }
  }

  @Test func maximum() throws {
    // Far enough apart that no step changes which is the largest.
    try differences.check([[6, 5]], range: -10...10) { try $0.maximum($1[0]).values }
  }

  @Test(arguments: [([2, 1], [3, 1, 2]), ([1, 1, 1], [1, 1, 1]), ([0, 4], [2])] as [([Int32], [Int32])])
  func maxSimilarity(images: [Int32], texts: [Int32]) throws {
    func offsets(_ lengths: [Int32]) -> [Int32] { lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) } }
    let shapes = [images, texts].map { Shape([Int($0.reduce(0, +)), 5]) }
    for side in 0..<2 {
      // Products far enough apart that no step changes which is the largest.
      try differences.check(shapes, range: -3...3) {
        let sums = try $0.maxSimilarity(
          images: $1[0], imageOffsets: offsets(images), texts: $1[1], textOffsets: offsets(texts))
        return side == 0 ? sums.images : sums.texts
      }
    }
  }

  @Test func maxSimilarityOfOneTokenEachIsTheSquareOfProducts() throws {
    let tape = Tape(backend: backend, activation: .float32)
    let images = Variable(try backend.tensor([1, 2, 3, 4, 5, 6] as [Float], [3, 2]))
    let texts = Variable(try backend.tensor([1, 0, -1, 2] as [Float], [2, 2]))
    let sums = try tape.maxSimilarity(
      images: images, imageOffsets: [0, 1, 2, 3], texts: texts, textOffsets: [0, 1, 2])
    let square = try tape.matrixProduct(images, transposed: texts)
    #expect(try sums.images.value.floatArray() == square.value.floatArray())
    #expect(try sums.texts.value.floatArray() == tape.transpose(square).value.floatArray())
    #expect(throws: TensorError.self) {
      try tape.maxSimilarity(images: images, imageOffsets: [0, 2], texts: texts, textOffsets: [0, 1, 2])
    }
  }

  @Test func softmaxPool() throws {
    let offsets = try backend.tensor([0, 3, 3, 7] as [Int32], [4])
    try differences.check([[7, 4], [7, 2]]) { try $0.softmaxPool($1[0], logits: $1[1], offsets: offsets) }
    // Logits far apart choose a token, and equal ones take the mean.
    let tape = Tape(backend: backend, activation: .float32)
    let x = Variable(try backend.tensor([1, 2, 3, 4, 5, 9] as [Float], [3, 2]))
    let logits = Variable(try backend.tensor([0, 7, 90, 7, -3, 7] as [Float], [3, 2]))
    let whole = try backend.tensor([0, 3] as [Int32], [2])
    #expect(try tape.softmaxPool(x, logits: logits, offsets: whole).value.floatArray() == [3, 4, 3, 5])
  }

  @Test func theFirstOfEqualsIsTheLargest() throws {
    let x = Variable(try backend.tensor([1, 7, 7, -3, -5, -3] as [Float], [2, 3]), needsGradient: true)
    let tape = Tape(backend: backend, activation: .float32)
    let (values, columns) = try tape.maximum(x)
    #expect(try values.value.floatArray() == [7, -3])
    #expect(try columns.withIntegers { Array($0) } == [1, 0])
    try tape.backward(from: values, gradient: backend.tensor([2, 3] as [Float], [2]))
    #expect(try x.gradient?.floatArray() == [0, 2, 0, 3, 0, 0])
  }

  @Test func pickColumns() throws {
    let columns = try backend.tensor([2, 0, 2] as [Int32], [3])
    try differences.check([[3, 4]]) { try $0.pickColumns($1[0], columns: columns) }
  }

  @Test func reshape() throws {
    try differences.check([[3, 2]]) { try $0.reshape($1[0], to: [2, 3]) }
    let tape = Tape(backend: backend, activation: .float32)
    let x = Variable(try backend.tensor((0..<6).map { Float($0) }, [6]))
    let out = try tape.reshape(x, to: [3, 2]).value
    #expect(try out.shape == [3, 2] && out.floatArray() == [0, 1, 2, 3, 4, 5])
    #expect(throws: TensorError.self) { try tape.reshape(x, to: [4, 2]) }
  }

  @Test func scatterRows() throws {
    let places = try backend.tensor([4, 1, 4] as [Int32], [3])
    try differences.check([[3, 2]]) { try $0.scatterRows($1[0], into: 5, at: places) }
    let tape = Tape(backend: backend, activation: .float32)
    let x = Variable(try backend.tensor([1, 2, 3, 4, 5, 6] as [Float], [3, 2]))
    let out = try tape.scatterRows(x, into: 5, at: places).value.floatArray()
    #expect(out == [0, 0, 3, 4, 0, 0, 0, 0, 6, 8])
  }

  @Test func concatenate() throws {
    try differences.check([[2, 3], [1, 3]]) { try $0.concatenate([$1[0], $1[1], $1[0]]) }
    let tape = Tape(backend: backend, activation: .float32)
    let parts = [
      Variable(try backend.tensor([1, 2] as [Float], [1, 2])),
      Variable(try backend.tensor([3, 4, 5, 6] as [Float], [2, 2])),
    ]
    #expect(try tape.concatenate(parts).value.floatArray() == [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: [[1, 4], [3, 5], [20, 33]])
  func transpose(axes: [Int]) throws {
    try differences.check([Shape(axes)]) { try $0.transpose($1[0]) }
  }

  /// Rounded numbers move in steps, so the differences must be wide ones.
  @Test func convert() throws {
    var differences = differences
    differences.step = 0.5
    differences.tolerance = 0.02
    try differences.check([[3, 4]]) { try $0.convert($0.convert($1[0], to: .bfloat16), to: .float32) }
  }

  @Test(arguments: LossReduction.allCases, [nil, [0.5, 0, 2, 1]] as [[Float]?])
  func softmaxCrossEntropy(reduction: LossReduction, weights: [Float]?) throws {
    let weights = try weights.map { try backend.tensor($0, [4]) }
    let targets = try backend.tensor([2, 0, 1, 2] as [Int32], [4])
    try differences.check([[4, 3]], range: -3...3) {
      try $0.softmaxCrossEntropy($1[0], targets: targets, weights: weights, reduction: reduction)
    }
    // Whether they sum to 1 or not.
    let distributions = try backend.tensor([0.9, 0.1, 0, 0, 0.5, 0.5, 1, 0, 0, 0.3, 0.3, 0.3] as [Float], [4, 3])
    try differences.check([[4, 3]], range: -3...3) {
      try $0.softmaxCrossEntropy($1[0], distributions: distributions, weights: weights, reduction: reduction)
    }
  }

  /// A target is a distribution that is all in one place, and a weight counts a row more than once.
  @Test func oneRowTwiceIsARowOfWeightTwo() throws {
    let tape = Tape(backend: backend, activation: .float32)
    let logits = Variable(try backend.tensor([1, 2, 0, 3, -1, 1] as [Float], [2, 3]))
    let targets = try backend.tensor([1, 2] as [Int32], [2])
    let places = try backend.tensor([0, 1, 1] as [Int32], [3])
    let repeated = try tape.softmaxCrossEntropy(
      tape.pickRows(logits, rows: places), targets: backend.tensor([1, 2, 2] as [Int32], [3]))
    let weighted = try tape.softmaxCrossEntropy(
      logits, targets: targets, weights: backend.tensor([1, 2] as [Float], [2]))
    let spread = try tape.softmaxCrossEntropy(
      logits, distributions: backend.tensor([0, 1, 0, 0, 0, 1] as [Float], [2, 3]),
      weights: backend.tensor([1, 2] as [Float], [2]))
    for other in [weighted, spread] {
      let difference = try zip(repeated.value.floatArray(), other.value.floatArray()).map { abs($0 - $1) }
      #expect(difference[0] < 1e-6)
    }
  }

  @Test func whatIsLargeOrImpossibleStaysANumber() throws {
    let tape = Tape(backend: backend, activation: .float32)
    let x = Variable(try backend.tensor([1000, 1000, -.infinity, -1000, -1000, -1000] as [Float], [2, 3]))
    let sums = try tape.logSumExp(x).value.floatArray()
    #expect(abs(sums[0] - 1000.6931) < 1e-3 && abs(sums[1] + 998.9014) < 1e-3)
    let logs = try tape.logSoftmax(x).value.floatArray()
    #expect(logs[2] == -.infinity && abs(logs[0] + 0.6931472) < 1e-6 && abs(logs[3] + 1.0986123) < 1e-6)
    let nothing = Variable(try backend.tensor([-.infinity, -.infinity] as [Float], [1, 2]))
    #expect(try tape.logSumExp(nothing).value.floatArray() == [-.infinity])
    let broken = Variable(try backend.tensor([.nan, 1] as [Float], [1, 2]))
    #expect(try tape.logSumExp(broken).value.floatArray()[0].isNaN)
  }

  @Test func operandsThatDoNotFitAreRefused() throws {
    let tape = Tape(backend: backend, activation: .float32)
    let x = Variable(try backend.zeros([2, 3], .float32))
    let other = Variable(try backend.zeros([3, 2], .float32))
    let narrow = Variable(try backend.zeros([2, 3], .bfloat16))
    let outside = try backend.tensor([0, 3] as [Int32], [2])
    let error = #expect(throws: TensorError.self) { try tape.add(x, other, per: .row) }
    #expect(error?.description == "add: values of shape [3, 2] are not one for each row of [2, 3]")
    #expect(throws: TensorError.self) { try tape.add(x, other) }
    #expect(throws: TensorError.self) { try tape.multiply(x, by: narrow) }
    #expect(throws: TensorError.self) { try tape.matrixProduct(x, x) }
    #expect(throws: TensorError.self) { try tape.matrixProduct(x, transposed: other) }
    #expect(throws: TensorError.self) { try tape.pickColumns(x, columns: outside) }
    #expect(throws: TensorError.self) { try tape.softmaxCrossEntropy(x, targets: outside) }
    #expect(throws: TensorError.self) { try tape.softmaxCrossEntropy(x, distributions: other.value) }
    #expect(throws: TensorError.self) { try tape.scatterRows(x, into: 3, at: outside) }
    #expect(throws: TensorError.self) { try tape.concatenate([x, other]) }
    #expect(throws: TensorError.self) { try tape.concatenate([]) }
    #expect(throws: TensorError.self) { try tape.mean(Variable(backend.zeros([0, 3], .float32))) }
    #expect(throws: TensorError.self) { try tape.maximum(Variable(backend.zeros([3, 0], .float32))) }
  }
}
