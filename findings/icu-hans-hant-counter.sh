#!/usr/bin/env bash
# ICU 72.1 (Debian 12's package libicu72 72.1-3+deb12u1), transliterator Hans-Hant, beside OpenCC 1.1.9 (s2t).
#
# The simplified ideograph U+53EA is two traditional ones: itself, "only", and U+96BB, the counter of animals. ICU has rules for the
# counter behind the numbers one to ten, but "two" of things that are counted is another word in Chinese, and behind that one,
# behind "several", behind digits and behind demonstratives U+53EA stays: "one dog" comes out right and "two dogs" as "two only dog".
# OpenCC misses digits alone. In captions of photos, which count animals, three counters in ten are of that kind.
#
# Seen, whether U+53EA became U+96BB behind: one, two, three, several, the digit 2, this
#   ICU     yes no yes no no no
#   OpenCC  yes yes yes yes no yes
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get -q -o APT::Sandbox::User=root download libicu72=72.1-3+deb12u1 >/dev/null
dpkg -x libicu72_*.deb root
python3 -m venv venv
venv/bin/pip install -q opencc==1.1.9

LD_LIBRARY_PATH=$(echo root/usr/lib/*) venv/bin/python - <<'PYTHON'
import ctypes
import sys

import opencc

icu = ctypes.CDLL("libicui18n.so.72")
icu.utrans_openU_72.restype = ctypes.c_void_p


def by_icu(text):
    name = (ctypes.c_uint16 * 9)(*map(ord, "Hans-Hant"))
    status = ctypes.c_int(0)
    handle = ctypes.c_void_p(icu.utrans_openU_72(name, 9, 0, None, 0, None, ctypes.byref(status)))
    assert status.value <= 0
    units = (ctypes.c_uint16 * 64)(*map(ord, text))
    length, limit = ctypes.c_int(len(text)), ctypes.c_int(len(text))
    icu.utrans_transUChars_72(handle, units, ctypes.byref(length), 64, 0, ctypes.byref(limit), ctypes.byref(status))
    assert status.value <= 0
    icu.utrans_close_72(handle)
    return "".join(map(chr, units[: length.value]))


by_opencc = opencc.OpenCC("s2t").convert
phrases = ["\u4e00\u53ea\u72d7", "\u4e24\u53ea\u72d7", "\u4e09\u53ea\u72d7", "\u51e0\u53ea\u72d7", "2\u53ea\u72d7", "\u8fd9\u53ea\u732b"]
seen = {}
for name, convert in (("ICU", by_icu), ("OpenCC", by_opencc)):
    seen[name] = " ".join("yes" if "\u96bb" in convert(phrase) else "no" for phrase in phrases)
    print(name, seen[name])
sys.exit(seen != {"ICU": "yes no yes no no no", "OpenCC": "yes yes yes yes no yes"})
PYTHON
