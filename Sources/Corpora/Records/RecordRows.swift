/// Which rows of a source's files each record was made of, so that a file with a line for every row goes with it.
///
/// Rows are the lines of JSON that are not empty and the rows of tables, of all files of a source together, from 0. What was skipped
/// and what is of another split counts too, so that a row's number does not depend on what is read of the source.
struct RecordRows: Sendable {
  /// Rows of all files.
  private(set) var count = 0
  /// Why rows cannot be counted any more; nil where they can.
  private(set) var complaint: SkippedRecord?
  /// Numbers of the rows that are of a record, ascending, and for each its record.
  private var rows: [UInt32] = []
  private var records: [UInt32] = []

  /// Goes past a row.
  mutating func pass() { count += 1 }

  /// Notes that the row that was passed last belongs to a record; records come in order.
  mutating func keep(record: Int) {
    rows.append(UInt32(clamping: count - 1))
    records.append(UInt32(clamping: record))
  }

  /// Notes what was lost without anybody knowing how many rows it was.
  mutating func lose(_ skipped: SkippedRecords) { complaint = complaint ?? skipped.first.first }

  /// The rows of a record, ascending.
  func rows(of record: Int) -> [Int] {
    let first = records.partitioningIndex { $0 >= record }
    return records[first...].prefix { $0 == record }.indices.map { Int(rows[$0]) }
  }
}
