#!/usr/bin/env bash
# ICU 72.1 (Debian 12's package libicu72 72.1-3+deb12u1), ubidi.
#
# A mark on a closing bracket takes the bracket's level: UAX #9's N0 says that marks behind a bracket that became L or R
# change with it. In a left-to-right paragraph "alef (bet)", then a mark on the bracket, then a Latin letter: the bracket is
# of level 1 as its pair demands, ICU 72 leaves the mark at 0. The mark is then drawn behind the alef, at the other end of
# the Hebrew. With a Hebrew letter behind it the mark is of level 1.
#
# Seen, levels of: alef, space, bracket, bet, bracket, variation selector 16, space, letter
#   Latin letter behind    1 1 1 1 1 0 0 0    (the rules: 1 1 1 1 1 1 0 0)
#   Hebrew letter behind   1 1 1 1 1 1 1 1
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get -q -o APT::Sandbox::User=root download libicu72=72.1-3+deb12u1 >/dev/null
dpkg -x libicu72_*.deb root

LD_LIBRARY_PATH=$(echo root/usr/lib/*) python3 - <<'PYTHON'
import ctypes
import sys

icu = ctypes.CDLL("libicuuc.so.72")
icu.ubidi_open_72.restype = ctypes.c_void_p
icu.ubidi_getLevels_72.restype = ctypes.POINTER(ctypes.c_uint8)


def levels(text):
    units = (ctypes.c_uint16 * len(text))(*map(ord, text))
    status = ctypes.c_int(0)
    bidi = ctypes.c_void_p(icu.ubidi_open_72())
    icu.ubidi_setPara_72(bidi, units, len(text), 0, None, ctypes.byref(status))
    found = icu.ubidi_getLevels_72(bidi, ctypes.byref(status))[:len(text)]
    assert status.value <= 0
    icu.ubidi_close_72(bidi)
    return list(found)


seen = []
for name, last in (("Latin letter behind", "x"), ("Hebrew letter behind", "\u05d2")):
    seen.append(levels(f"\u05d0 (\u05d1)\ufe0f {last}"))
    print(f"{name:22}", *seen[-1])
sys.exit(seen != [[1, 1, 1, 1, 1, 0, 0, 0], [1] * 8])
PYTHON
