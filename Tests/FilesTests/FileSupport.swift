import Files

func bytes(ofFile path: String) throws -> [UInt8] { try FileBytes(path: path).withBytes { Array($0) } }
