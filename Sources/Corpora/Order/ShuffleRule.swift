/// How far apart records that lie together are brought.
public enum ShuffleRule: Sendable, Equatable {
  /// Every order of all records is as likely; for files that can be read at any place quickly.
  case everything
  /// Files in random order, and records within reach of so many others: for disks and networks that read ahead.
  case window(Int)
}
