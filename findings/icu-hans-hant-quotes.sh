#!/usr/bin/env bash
# ICU 72.1 (Debian 12's package libicu72 72.1-3+deb12u1), transliterators Hans-Hant and Hant-Hans.
#
# They are for ideographs, and exchange quotation marks besides, but only the outer pair: the double curly marks become
# corner brackets and back, while the inner pair (single curly marks, double corner brackets) stays what it was. A quotation
# in a quotation comes out in two styles, in either direction, and a rule that is used to compare captions of both scripts
# finds the same sentence different by its marks. ICU 76 (Debian 13) leaves all of them alone.
#
# Seen (D d double curly, S s single curly, C c corner brackets, W w double corner brackets, _ an ideograph):
#   Hans-Hant  D _ S _ s d  ->  C _ S _ s c
#   Hant-Hans  C _ W _ w c  ->  D _ W _ w d
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get -q -o APT::Sandbox::User=root download libicu72=72.1-3+deb12u1 >/dev/null
dpkg -x libicu72_*.deb root

LD_LIBRARY_PATH=$(echo root/usr/lib/*) python3 - <<'PYTHON'
import ctypes
import sys

icu = ctypes.CDLL("libicui18n.so.72")
icu.utrans_openU_72.restype = ctypes.c_void_p


def converted(rules, text):
    name = (ctypes.c_uint16 * len(rules))(*map(ord, rules))
    status = ctypes.c_int(0)
    handle = ctypes.c_void_p(
        icu.utrans_openU_72(name, len(rules), 0, None, 0, None, ctypes.byref(status)))
    assert status.value <= 0
    units = (ctypes.c_uint16 * 64)(*map(ord, text))
    length, limit = ctypes.c_int(len(text)), ctypes.c_int(len(text))
    icu.utrans_transUChars_72(handle, units, ctypes.byref(length), 64, 0, ctypes.byref(limit), ctypes.byref(status))
    assert status.value <= 0
    icu.utrans_close_72(handle)
    return "".join(map(chr, units[:length.value]))


def marks(text):
    names = {0x201C: "D", 0x201D: "d", 0x2018: "S", 0x2019: "s", 0x300C: "C", 0x300D: "c", 0x300E: "W", 0x300F: "w"}
    return " ".join(names.get(ord(character), "_") for character in text)


seen = {}
for rules, text in (("Hans-Hant", "\u201c\u597d\u2018\u5427\u2019\u201d"), ("Hant-Hans", "\u300c\u597d\u300e\u5427\u300f\u300d")):
    seen[rules] = marks(converted(rules, text))
    print(rules, "", marks(text), " -> ", seen[rules])
sys.exit(seen != {"Hans-Hant": "C _ S _ s c", "Hant-Hans": "D _ W _ w d"})
PYTHON
