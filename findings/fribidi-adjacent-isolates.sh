#!/usr/bin/env bash
# FriBidi 1.0.8 (Debian 12's package libfribidi0 1.0.8-2.1).
#
# Of two right-to-left isolates in a row the second is ordered by what stands in the first. An isolate's content is closed
# to its surroundings (UAX #9, X10: its level runs form sequences of their own), so the levels inside "96 / 110" may not
# depend on the isolate before it. FriBidi 1.0.8 gives the spaces and the slash level 1 when the isolate stands alone, as
# the rules do, and level 2 behind an isolate that ends in a Latin letter: the page then reads "96 / 110" instead of
# "110 / 96". A space between the two does not help; an isolate of Hebrew before it changes nothing. FriBidi 1.0.16 (Debian
# 13's package) follows the rules.
#
# Seen:
#   alone               2 2 1 1 1 2 2 2
#   behind [PM]         2 2 2 2 2 2 2 2
#   behind [PM], space  2 2 2 2 2 2 2 2
#   behind [alef]       2 2 1 1 1 2 2 2
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get -q -o APT::Sandbox::User=root download libfribidi0=1.0.8-2.1 >/dev/null
dpkg -x libfribidi0_*.deb root

python3 - root/usr/lib/*/libfribidi.so.0 <<'PYTHON'
import ctypes
import sys

fribidi = ctypes.CDLL(sys.argv[1])
LTR = 0x110


def levels(text):
    count = len(text)
    characters = (ctypes.c_uint32 * count)(*map(ord, text))
    types, brackets, found = (ctypes.c_uint32 * count)(), (ctypes.c_uint32 * count)(), (ctypes.c_int8 * count)()
    fribidi.fribidi_get_bidi_types(characters, count, types)
    fribidi.fribidi_get_bracket_types(characters, count, types, brackets)
    base = ctypes.c_uint32(LTR)
    assert fribidi.fribidi_get_par_embedding_levels_ex(types, brackets, count, ctypes.byref(base), found)
    return list(found)


score = "\u206796 / 110\u2069"
seen = {}
for name, before in (("alone", ""), ("behind [PM]", "\u2067PM\u2069"), ("behind [PM], space", "\u2067PM\u2069 "),
                     ("behind [alef]", "\u2067\u05d0\u2069")):
    seen[name] = levels(before + score)[len(before) + 1:-1]
    print(f"{name:19}", *seen[name])
by_the_rules = [2, 2, 1, 1, 1, 2, 2, 2]
sys.exit(not (seen["alone"] == seen["behind [alef]"] == by_the_rules
              and seen["behind [PM]"] == seen["behind [PM], space"] == [2] * 8))
PYTHON
