@preconcurrency import Glibc

/// Why something could not be written, as the sentence a person reads: what, where, the system's reason, and what to do.
public enum WriteFailure {
  /// - Parameters:
  ///   - what: such as `cannot write`.
  ///   - place: what was to be written, as a person named it.
  ///   - number: the system's number of the error.
  public static func sentence(_ what: String, _ place: String, number: Int32) -> String {
    "\(what) \(place): \(String(cString: strerror(number))); \(advice(number))"
  }

  /// What a person can do about an error.
  static func advice(_ number: Int32) -> String {
    switch number {
    case ENOSPC, EDQUOT: "free some space, or write to another disk"
    case EROFS: "this file system is read-only, so write to another place"
    case EACCES, EPERM: "write to a folder of your own, or let yourself write to this one"
    case ENOENT: "check the path; what should hold it is not there"
    case EISDIR: "this is a folder, so name a file"
    case ENOTDIR: "a part of the path is a file and no folder; check the path"
    case EEXIST, ENOTEMPTY: "something of this name is there already; take it away, or choose another name"
    case ENAMETOOLONG: "choose a shorter name"
    case ELOOP: "its links lead in a circle; fix them, or write to another place"
    case EFBIG: "neither the file system nor the limit on files (ulimit -f) allows one as large; write to another disk"
    case EMFILE, ENFILE: "too many files are open; close other programs, or raise the limit (ulimit -n)"
    case EBUSY, ETXTBSY: "another program uses it; wait until it has finished, or choose another name"
    case EIO: "the disk fails; look at it, or write to another one"
    case EPIPE: "the program that reads this has ended"
    default: "check the path and the disk, or write to another place"
    }
  }
}
