/// The best `limit` of the hits offered to it: a heap with the worst of them at its root.
struct BestVectors {
  private let limit: Int
  private var heap: [VectorHit] = []

  init(limit: Int) {
    self.limit = limit
    heap.reserveCapacity(min(limit, 1024))
  }

  /// The score that a hit must at least have to be kept; `nil` while there is room for any.
  var floor: Float? { heap.count < limit ? nil : heap.first?.score }

  /// Best first.
  var sorted: [VectorHit] { heap.sorted { $0.precedes($1) } }

  mutating func offer(_ hit: VectorHit) {
    if heap.count < limit {
      heap.append(hit)
      rise(from: heap.count - 1)
    } else if let worst = heap.first, hit.precedes(worst) {
      heap[0] = hit
      sink(from: 0)
    }
  }

  private mutating func rise(from start: Int) {
    var place = start
    while place > 0, heap[(place - 1) / 2].precedes(heap[place]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func sink(from start: Int) {
    var place = start
    while true {
      var worst = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[worst].precedes(heap[child]) {
        worst = child
      }
      if worst == place { return }
      heap.swapAt(place, worst)
      place = worst
    }
  }
}
