import Models
import Runtime
import Tensors

/// The exponential moving average (EMA) of all weights (Polyak and Juditsky 1992), those of an objective's heads among them where it is told of
/// them: calmer than the weights themselves, and what a model is used with afterwards.
///
/// Early on it may follow more closely, with a decay of (1 + n) / (10 + n) after n updates, so that the first random weights
/// are soon forgotten.
///
/// The average of a frozen parameter is its value, and takes no memory.
public final class ExponentialMovingAverage {
  /// The part of the average that an update keeps, 0…1, once it is warm.
  public let decay: Double
  /// Whether it follows more closely early on.
  public let rises: Bool
  private let store: ParameterStore
  private let heads: ParameterStore?
  /// Of the model, behind them those of the heads.
  private let parameters: [OptimizedParameter]
  /// How many of them are the model's.
  private let modelCount: Int
  private let averages: [Tensor]
  private let slices: ParameterSlices
  private let pool: ThreadPool

  /// Begins with the weights as they are. Throws where memory runs out or a parameter cannot be trained.
  ///
  /// - Parameters:
  ///   - store: the model's parameters.
  ///   - heads: the parameters of an objective's heads, which a model that compares by them is used with; nil averages none.
  public init(
    of store: ParameterStore, heads: ParameterStore? = nil, decay: Double, rises: Bool = true, backend: any Backend,
    pool: ThreadPool
  ) throws {
    self.decay = decay
    self.rises = rises
    self.pool = pool
    self.store = store
    self.heads = heads
    modelCount = store.trainable.count
    parameters = try (store.trainable + (heads?.trainable ?? [])).map { try OptimizedParameter($0) }
    averages = try parameters.map { try backend.zeros($0.value.shape, .float32) }
    slices = ParameterSlices(parameters)
    forEachSlice { weights, average, count in average.update(from: weights, count: count) }
  }

  /// Moves the average towards the weights.
  ///
  /// - Parameter updates: that were made before this one.
  public func update(after updates: Int) {
    let kept = rises ? min(decay, Double(1 + updates) / Double(10 + updates)) : decay
    let share = Float(1 - kept)
    forEachSlice { weights, average, count in
      for index in 0..<count { average[index] += share * (weights[index] - average[index]) }
    }
  }

  /// Runs `body` with the average in the place of the weights, and puts them back.
  public func standingIn<Result>(_ body: () throws -> Result) rethrows -> Result {
    exchange()
    defer { exchange() }
    return try body()
  }

  /// Makes the average the weights, for good.
  public func replaceWeights() {
    forEachSlice { weights, average, count in weights.update(from: average, count: count) }
  }

  private func exchange() {
    forEachSlice { weights, average, count in
      for index in 0..<count { swap(&weights[index], &average[index]) }
    }
  }

  private func forEachSlice(
    _ body: (_ weights: UnsafeMutablePointer<Float>, _ average: UnsafeMutablePointer<Float>, _ count: Int) -> Void
  ) {
    slices.forEach(on: pool) { _, slice in
      guard let weights = parameters[slice.parameter].value.firstFloat,
        let average = averages[slice.parameter].firstFloat
      else { return }
      let start = slice.range.lowerBound
      body(weights + start, average + start, slice.range.count)
    }
  }
}

extension ExponentialMovingAverage {
  private static let prefix = "weights/"

  /// The average under the names of all of the model's parameters, in the store's order: what a checkpoint offers as the model.
  var arrays: [ArrayEntry] { Self.arrays(of: store, averages: averages.prefix(modelCount)) }

  /// The same of the heads; nil where they are not averaged.
  var headArrays: [ArrayEntry]? {
    heads.map { Self.arrays(of: $0, averages: averages.dropFirst(modelCount)) }
  }

  private static func arrays(of store: ParameterStore, averages: ArraySlice<Tensor>) -> [ArrayEntry] {
    var averages = averages.makeIterator()
    return store.parameters.map {
      ArrayEntry(name: $0.name, tensor: $0.isFrozen ? $0.value : averages.next() ?? $0.value)
    }
  }

  /// The average of what training changes, under the parameters' names: what a checkpoint keeps of a teacher.
  var averaged: [ArrayEntry] {
    zip(parameters, averages).map { ArrayEntry(name: $0.name, tensor: $1) }
  }

  /// Takes the average alone from a checkpoint. Throws, naming the parameter, where it has none of it.
  public func restore(averaged saved: [ArrayEntry]) throws {
    let saved = Dictionary(saved.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (parameter, average) in zip(parameters, averages) {
      guard let mean = saved[parameter.name] else {
        throw TrainingError(
          "the checkpoint's teacher has no average of '\(parameter.name)'; it was saved without such a teacher, or while the "
            + "parameter was frozen")
      }
      try mean.copy(into: average)
    }
  }

  /// The weights that are averaged themselves, for going on.
  var weights: [ArrayEntry] { parameters.map { ArrayEntry(name: Self.prefix + $0.name, tensor: $0.value) } }

  /// Takes average and weights from a checkpoint, and the values of frozen parameters.
  ///
  /// The heads have the checkpoint's values already. Those are their average, or, where it was saved before heads were averaged, the
  /// heads themselves, with which their average then begins.
  ///
  /// Returns what of `optimizer` is the optimizer's own. Throws where the checkpoint was saved without an average, or with a
  /// parameter frozen that is trained now.
  public func restore(_ model: [ArrayEntry], optimizer: [ArrayEntry]) throws -> [ArrayEntry] {
    let saved = Dictionary(model.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let weights = Dictionary(optimizer.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (parameter, average) in zip(parameters, averages).prefix(modelCount) {
      guard let mean = saved[parameter.name], let own = weights[Self.prefix + parameter.name] else {
        throw TrainingError(
          "the checkpoint has no average of '\(parameter.name)'; it was saved without training.emaDecay, or while the "
            + "parameter was frozen")
      }
      try mean.copy(into: average)
      try own.copy(into: parameter.value)
    }
    for (parameter, average) in zip(parameters, averages).dropFirst(modelCount) {
      try ArrayEntry(name: parameter.name, tensor: parameter.value).copy(into: average)
      try weights[Self.prefix + parameter.name]?.copy(into: parameter.value)
    }
    for parameter in store.parameters where parameter.isFrozen {
      guard let value = saved[parameter.name] else {
        throw TrainingError("the checkpoint has no parameter '\(parameter.name)'; it is of another model")
      }
      try value.copy(into: parameter.value)
    }
    return optimizer.filter { !$0.name.hasPrefix(Self.prefix) }
  }
}
