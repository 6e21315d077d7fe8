extension ThreadPool {
  /// The results of `body` for 0 ..< count, in order, computed by all workers; `worker` is below `threads`.
  ///
  /// When bodies throw, the error of the lowest index is thrown, whatever the number of threads.
  public func map<Result>(_ count: Int, _ body: (_ index: Int, _ worker: Int) throws -> Result) throws -> [Result] {
    var outcomes = [Swift.Result<Result, any Error>?](repeating: nil, count: count)
    outcomes.withUnsafeMutableBufferPointer { outcomes in
      let outcomes = outcomes
      parallel(count) { range, worker in
        for index in range {
          outcomes[index] = Swift.Result { try body(index, worker) }
          if case .failure = outcomes[index] { return }
        }
      }
    }
    var results: [Result] = []
    results.reserveCapacity(count)
    for outcome in outcomes {
      if let outcome { results.append(try outcome.get()) }
    }
    return results
  }

  /// The same where one failure is no reason to stop: what `body` gives or throws for each of 0 ..< count, in order.
  package func outcomes<Value>(
    _ count: Int, _ body: (_ index: Int, _ worker: Int) throws -> Value
  ) -> [Result<Value, any Error>] {
    var outcomes = [Result<Value, any Error>?](repeating: nil, count: count)
    outcomes.withUnsafeMutableBufferPointer { outcomes in
      let outcomes = outcomes
      parallel(count) { range, worker in
        for index in range { outcomes[index] = Result { try body(index, worker) } }
      }
    }
    return outcomes.compactMap { $0 }
  }
}
