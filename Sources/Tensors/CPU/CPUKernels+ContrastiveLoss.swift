import CKernels

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Contrastive losses in blocks of rows: a worker multiplies some images by all texts, turns the similarities into
/// derivatives, and multiplies those by texts and images in turn. Nobody holds more of the square than a block.
extension CPUKernels {
  func contrastiveLoss(
    _ loss: ContrastiveLoss, dimages: Tensor, dtexts: Tensor, _ input: ContrastiveInput
  ) throws -> ContrastiveLossResult {
    let job = try ContrastiveLossJob(input, in: self)
    dtexts.clear()
    guard input.count > 0 else { return ContrastiveLossResult() }
    return try withExtendedLifetime((input, dimages, dtexts)) {
      switch loss {
      case .softmax: try softmaxLoss(job, dimages: dimages, dtexts: dtexts)
      case .sigmoid(let bias): try sigmoidLoss(job, bias: bias, dimages: dimages, dtexts: dtexts)
      }
    }
  }

  private func softmaxLoss(_ job: ContrastiveLossJob, dimages: Tensor, dtexts: Tensor) throws -> ContrastiveLossResult {
    let count = job.count
    let columns = try (0..<pool.threads).map { _ in try ColumnStatistics(count, in: self) }
    let rowLSE = try buffer(count)
    let positive = try buffer(count)
    var correct = [Int](repeating: 0, count: pool.threads)
    correct.withUnsafeMutableBufferPointer { correct in
      let correct = Unchecked(correct)
      job.forEachBlock { block, worker in
        let products = job.similarities(block, worker)
        let own = columns[worker]
        correct.value[worker] += Int(
          clippo_contrastive_statistics_f32(
            rowLSE.base + block.lowerBound, positive.base + block.lowerBound, own.largest.base, own.sum.base,
            own.beside.base, products, job.duplicateIds, block.lowerBound, block.count, count, job.scale))
      }
    }
    for other in columns.dropFirst() { columns[0].merge(other) }
    var result = ContrastiveLossResult()
    result.correctRows = correct.reduce(0, +)
    for index in 0..<count {
      let columnLSE = columns[0].largest.base[index] + log(columns[0].sum.base[index])
      columns[0].sum.base[index] = columnLSE
      result.loss += Double(rowLSE.base[index] + columnLSE - 2 * positive.base[index])
      result.correctColumns += positive.base[index] > columns[0].beside.base[index] ? 1 : 0
    }
    result.loss *= 0.5 / Double(count)
    let columnLSE = columns[0].sum
    // A row aims at its whole group alike, so its own text gives up what the others get.
    let share = 1 / Float(count)
    let gradients = try gradients(job, dimages: dimages, dtexts: dtexts) { isDiagonal, size in
      (isDiagonal ? share : 0) - share / Float(size)
    } deriving: { block, worker, products in
      clippo_contrastive_gradients_f32(
        products, rowLSE.base + block.lowerBound, columnLSE.base, job.duplicateIds, block.lowerBound, block.count,
        count,
        job.scale)
    }
    result.add(gradients)
    return result
  }

  private func sigmoidLoss(_ job: ContrastiveLossJob, bias: Float, dimages: Tensor, dtexts: Tensor) throws
    -> ContrastiveLossResult
  {
    let columns = try (0..<pool.threads).map { _ in try ColumnStatistics(job.count, in: self) }
    let positive = try buffer(job.count)
    var sums = [Double](repeating: 0, count: 4 * pool.threads)
    var result = ContrastiveLossResult()
    try sums.withUnsafeMutableBufferPointer { sums in
      let own = Unchecked(sums)
      let extra = try gradients(job, bias: bias, dimages: dimages, dtexts: dtexts) { isDiagonal, _ in
        isDiagonal ? 0 : -1 / Float(job.count)
      } deriving: { block, worker, products in
        let sums = own.value.baseAddress.map { $0 + 4 * worker }
        let correct = clippo_contrastive_sigmoid_f32(
          sums, positive.base + block.lowerBound, columns[worker].beside.base, products, job.duplicateIds,
          block.lowerBound,
          block.count, job.count, job.scale, bias)
        sums?[3] += Double(correct)
        return 0
      }
      result.add(extra)
      for worker in 0..<pool.threads {
        result.loss += sums[4 * worker]
        result.logitScaleGradient += sums[4 * worker + 1]
        result.biasGradient += sums[4 * worker + 2]
        result.correctRows += Int(sums[4 * worker + 3])
      }
    }
    for other in columns.dropFirst() { columns[0].merge(other) }
    for index in 0..<job.count where positive.base[index] > columns[0].beside.base[index] { result.correctColumns += 1 }
    return result
  }

  /// The second half of either loss: `derive` turns a block of similarities into derivatives, which go to both sides, and
  /// returns its part of the derivative by the logarithm of the scale.
  ///
  /// - Parameter weight: the derivative of the loss by the logit of an extra positive; see `ExtraPositives`.
  private func gradients(
    _ job: ContrastiveLossJob, bias: Float = 0, dimages: Tensor, dtexts: Tensor,
    extra weight: (_ isDiagonal: Bool, _ groupSize: Int) -> Float,
    deriving derive: (_ block: Range<Int>, _ worker: Int, _ products: UnsafeMutablePointer<Float>) -> Double
  ) throws -> ExtraPositives.Sums {
    var sums = [ExtraPositives.Sums](repeating: .init(), count: pool.threads)
    try sums.withUnsafeMutableBufferPointer { sums in
      let sums = Unchecked(sums)
      try reducing(into: [dtexts], rows: job.count, grain: ContrastiveLossJob.block) { range, worker, partials in
        job.forEachBlock(of: range) { block in
          let products = job.similarities(block, worker)
          let extra = job.positives?.corrections(products, block, scale: job.scale, bias: bias, weight: weight)
          sums.value[worker].logitScaleGradient += derive(block, worker, products)
          if let extra {
            sums.value[worker] += extra.sums
            for (place, gradient) in extra.list { products[place] += gradient * job.scale }
          }
          job.multiply(products, dimages.floats + block.lowerBound * dimages.shape.width, partials[0], block, worker)
        }
      }
    }
    try job.status.check("multiply embeddings")
    return sums.reduce(into: ExtraPositives.Sums()) { $0 += $1 }
  }
}

extension ExtraPositives.Sums {
  fileprivate static func += (left: inout Self, right: Self) {
    left.loss += right.loss
    left.logitScaleGradient += right.logitScaleGradient
    left.biasGradient += right.biasGradient
  }
}

extension ContrastiveLossResult {
  fileprivate mutating func add(_ sums: ExtraPositives.Sums) {
    loss += sums.loss
    logitScaleGradient += sums.logitScaleGradient
    biasGradient += sums.biasGradient
  }
}

/// What one worker knows of the columns.
private struct ColumnStatistics: @unchecked Sendable {
  let largest: FloatBuffer
  let sum: FloatBuffer
  let beside: FloatBuffer

  init(_ count: Int, in kernels: CPUKernels) throws {
    largest = try kernels.buffer(count, filledWith: -1e30)
    sum = try kernels.buffer(count, filledWith: 0)
    beside = try kernels.buffer(count, filledWith: -1e30)
  }

  /// Takes in what another worker found.
  func merge(_ other: ColumnStatistics) {
    for index in 0..<largest.count {
      let top = max(largest.base[index], other.largest.base[index])
      sum.base[index] =
        sum.base[index] * exp(largest.base[index] - top)
        + other.sum.base[index] * exp(other.largest.base[index] - top)
      largest.base[index] = top
      beside.base[index] = max(beside.base[index], other.beside.base[index])
    }
  }
}

/// A pointer that workers write through, each to places of its own.
private struct Unchecked<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
