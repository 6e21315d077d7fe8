"""Writes the array files that ArrayFileReadingTests reads, with NumPy and the safetensors library.

python3 -m pip install numpy ml_dtypes safetensors && python3 make_arrays.py
"""
import os
import struct
import zipfile

import ml_dtypes
import numpy as np
from safetensors.numpy import save_file


def ramp(*shape):
    return (np.arange(np.prod(shape, dtype=int)) * 0.5 - 3).reshape(shape)


arrays = {
    "half": ramp(2, 3).astype("<f2"),
    "single": ramp(2, 3).astype("<f4"),
    "double": ramp(2, 3).astype("<f8"),
    "deep/single": ramp(2, 3, 4).astype("<f4"),
    "int8": np.arange(-3, 3, dtype="i1").reshape(2, 3),
    "int32": np.arange(-3, 3, dtype="<i4").reshape(2, 3),
    "int64": np.arange(-3, 3, dtype="<i8").reshape(2, 3),
    "uint8": np.arange(250, 256, dtype="u1").reshape(2, 3),
    "boolean": np.array([True, False, True]),
    "scalar": np.array(1.5, dtype="<f4"),
    "empty": np.zeros((0, 7), dtype="<f4"),
    "big_endian": ramp(2, 3).astype(">f4"),
    "big_endian_int64": np.arange(-3, 3, dtype=">i8"),
    "fortran": np.asfortranarray(ramp(2, 3, 4).astype("<f4")),
    "fortran_big_endian": np.asfortranarray(ramp(3, 2).astype(">f8")),
    # What big_vision saves: NumPy does not know the type and calls it void.
    "bfloat16": ramp(2, 3).astype(ml_dtypes.bfloat16).view("V2"),
}
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)
np.save("single.npy", arrays["single"])
np.lib.format.write_array(open("version2.npy", "wb"), arrays["single"], version=(2, 0))
np.lib.format.write_array(open("version3.npy", "wb"), arrays["single"], version=(3, 0))
np.save("complex.npy", np.zeros(2, "<c8"))
np.save("structured.npy", np.zeros(2, [("a", "<f4"), ("b", "<i4")]))


def widened(path):
    """The same zip file with 64-bit directory entries and a 64-bit end record, as for files beyond 4 GiB."""
    data = open(path, "rb").read()
    end = data.rindex(b"PK\5\6")
    count, = struct.unpack_from("<H", data, end + 10)
    length, start = struct.unpack_from("<II", data, end + 12)
    table, place = b"", start
    for _ in range(count):
        head = bytearray(data[place:place + 46])
        stored, size, names, extras, comments = struct.unpack_from("<IIHHH", head, 20)
        local, = struct.unpack_from("<I", head, 42)
        name = data[place + 46:place + 46 + names]
        extra = struct.pack("<HHQQQ", 1, 24, size, stored, local)
        # An unknown field first: readers must walk the list.
        extra = struct.pack("<HHH", 0x7777, 2, 9) + extra
        struct.pack_into("<IIHHH", head, 20, 0xFFFFFFFF, 0xFFFFFFFF, names, len(extra), 0)
        struct.pack_into("<I", head, 42, 0xFFFFFFFF)
        table += bytes(head) + name + extra
        place += 46 + names + extras + comments
    wide_end = start + len(table)
    return (data[:start] + table
            + struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(table), start)
            + struct.pack("<4sIQI", b"PK\6\7", 0, wide_end, 1)
            + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0))


np.savez("small.npz", single=arrays["single"], int32=arrays["int32"])
open("wide.npz", "wb").write(widened("small.npz"))
os.remove("small.npz")
assert zipfile.ZipFile("wide.npz").testzip() is None
assert np.array_equal(np.load("wide.npz")["single"], arrays["single"])

tensors = {name: arrays[name] for name in ["half", "single", "double", "int8", "int32", "int64", "uint8", "boolean"]}
tensors |= {"scalar": arrays["scalar"], "empty": arrays["empty"], "bfloat16": ramp(2, 3).astype(ml_dtypes.bfloat16)}
save_file(tensors, "library.safetensors", metadata={"format": "np", "note": "tür"})
