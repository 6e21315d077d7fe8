import Testing

@testable import Files

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("What cannot be written")
struct WriteFailureTests {
  @Test(
    "Every error of the system says what can be done about it",
    arguments: [
      (ENOSPC, "No space left on device; free some space"),
      (EROFS, "Read-only file system; this file system is read-only"),
      (EACCES, "Permission denied; write to a folder of your own"), (EISDIR, "Is a directory; this is a folder"),
      (ENOTDIR, "Not a directory; a part of the path is a file"), (ENOENT, "No such file or directory; check the path"),
      (ENAMETOOLONG, "File name too long; choose a shorter name"), (EFBIG, "File too large; neither the file system"),
      (EINVAL, "Invalid argument; check the path and the disk"),
    ])
  func advice(number: Int32, says: String) {
    #expect(WriteFailure.sentence("cannot write", "a/b", number: number).hasPrefix("cannot write a/b: \(says)"))
  }
}
