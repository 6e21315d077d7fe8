import JSON
import TestSupport
import Testing

@testable import Files
@testable import Training

@Suite struct MetricLogTests {
  private func text(_ path: String) throws -> String {
    try FileBytes(path: path).withBytes { String(decoding: $0, as: UTF8.self) }
  }

  @Test("one line for each step, at once in the file")
  func lines() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run/metrics.jsonl")
    let log = try MetricLog(path: path, continuingAfter: 0)
    try log.append(step: 1, [JSONMember("loss", 1.5), JSONMember("split", "train")])
    #expect(try text(path) == "{\"step\":1,\"loss\":1.5,\"split\":\"train\"}\n")
    try log.append(step: 2, [JSONMember("loss", .number(.nan))])
    #expect(try text(path).hasSuffix("\n{\"step\":2,\"loss\":null}\n"))
  }

  @Test("a run that continues drops what came after its checkpoint and what was cut off")
  func continues() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("metrics.jsonl")
    let before = "{\"step\":1}\n{\"step\":2,\"a\":1}\n{\"step\":2,\"b\":2}\n"
    try AtomicFile.write(before + "{\"step\":3}\nnonsense\n{\"step\":4}\n{\"step\":2,\"los", to: path)
    let log = try MetricLog(path: path, continuingAfter: 2)
    try log.append(step: 3, [JSONMember("again", true)])
    #expect(try text(path) == before + "{\"step\":3,\"again\":true}\n")
  }

  @Test("a log that cannot be written says why")
  func refused() {
    #expect { try MetricLog(path: "/dev/null/metrics.jsonl", continuingAfter: 0) } throws: {
      "\($0)".contains("/dev/null") && "\($0)".contains("Not a directory")
    }
  }
}
