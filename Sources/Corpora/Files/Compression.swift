/// How a file is packed, by the bytes it begins with, whatever its name says.
enum Compression: CaseIterable {
  case gzip, zip, bzip2, xz, zstandard, lz4, sevenZip, rar, unixCompress, parquet

  /// Bytes of a file's beginning that are looked at.
  static let prefixLength = 10

  /// Nil where the bytes are of none of these.
  init?(_ start: [UInt8]) {
    guard let found = Self.allCases.first(where: { $0.beginnings.contains(where: start.starts) }) else { return nil }
    self = found
  }

  private var beginnings: [[UInt8]] {
    switch self {
    case .gzip: [[0x1F, 0x8B, 8]]
    // The last of them is the end of an archive without members.
    case .zip: [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]]
    // A block or the end follows the name and its level, which letters of a text could be.
    case .bzip2:
      (UInt8(ascii: "1")...UInt8(ascii: "9")).flatMap { level in
        [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]].map {
          Array("BZh".utf8) + [level] + $0
        }
      }
    case .xz: [[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]]
    case .zstandard: [[0x28, 0xB5, 0x2F, 0xFD]]
    case .lz4: [[4, 0x22, 0x4D, 0x18]]
    case .sevenZip: [[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]]
    case .rar: [Array("Rar!".utf8) + [0x1A, 7]]
    case .unixCompress: [[0x1F, 0x9D]]
    case .parquet: [Array("PAR1".utf8) + [0x15], Array("PAR1".utf8) + [0x1C]]
    }
  }

  /// Why a file of this kind is not read and what to do; nil for gzip, which is.
  func complaint(about path: String) -> String? {
    func packed(_ how: String, _ command: String) -> String {
      "\(path): the file is packed by \(how), which is not read; unpack it first: \(command) \(MemberName.shown(path))"
    }
    switch self {
    case .gzip: return nil
    case .zip: return packed("zip", "unzip")
    case .bzip2: return packed("bzip2", "bunzip2 --keep")
    case .xz: return packed("xz", "unxz --keep")
    case .zstandard: return packed("zstd", "unzstd")
    case .lz4: return packed("lz4", "unlz4")
    case .sevenZip: return packed("7-Zip", "7z x")
    case .rar: return packed("rar", "unrar x")
    case .unixCompress: return packed("compress", "uncompress")
    case .parquet:
      return "\(path): the file is a Parquet table, which is not read; write it as JSON lines first, for example by "
        + "python3 -c 'import pandas, sys; pandas.read_parquet(sys.argv[1]).to_json(sys.argv[2], orient=\"records\", "
        + "lines=True, force_ascii=False)' IN.parquet OUT.jsonl"
    }
  }
}
