#!/usr/bin/env bash
# FriBidi 1.0.8 and 1.0.16 (Debian 12's libfribidi0 1.0.8-2.1, Debian 13's 1.0.16-1).
#
# A point shown by itself in brackets, inside other brackets, as a grammar of Hebrew shows it: "alef (bet (dagesh))". By
# UAX #9 (N0) the outer brackets enclose a right-to-left letter behind a right-to-left letter, so in a left-to-right
# paragraph they and all within are of level 1. Both versions of FriBidi give level 0 from the inner bracket on, the outer
# bracket's end included: the two ends of one pair of brackets stand at different levels, and both open to the same side.
# Without the mark, or with a letter in its place, the pair is found.
#
# Seen, levels of: alef, space, bracket, bet, space, bracket, dagesh, bracket, bracket
#   1.0.8   with a mark     1 1 1 1 0 0 0 0 0      (with a letter: 1 1 1 1 1 1 1 1 1)
#   1.0.16  with a mark     1 1 1 1 0 0 0 0 0      (with a letter: 1 1 1 1 1 1 1 1 1)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt=(apt-get -q -o APT::Sandbox::User=root)
"${apt[@]}" download libfribidi0=1.0.8-2.1 >/dev/null
# Debian 13 from the same mirror, with lists of its own.
# shellcheck disable=SC2016 # apt-get expands it
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Component: main' | grep -v security | sort -u | head -n 1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >trixie.list
mkdir lists
apt+=(-o Dir::Etc::SourceList="$folder/trixie.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$folder/lists"
  -o Dir::Cache::PkgCache= -o Dir::Cache::SrcPkgCache=)
"${apt[@]}" update >/dev/null
"${apt[@]}" download libfribidi0=1.0.16-1 >/dev/null
for version in 1.0.8 1.0.16; do dpkg -x libfribidi0_"$version"-*.deb "$version"; done

python3 - 1.0.8/usr/lib/*/libfribidi.so.0 1.0.16/usr/lib/*/libfribidi.so.0 <<'PYTHON'
import ctypes
import sys

LTR = 0x110


def levels(fribidi, text):
    count = len(text)
    characters = (ctypes.c_uint32 * count)(*map(ord, text))
    types, brackets, found = (ctypes.c_uint32 * count)(), (ctypes.c_uint32 * count)(), (ctypes.c_int8 * count)()
    fribidi.fribidi_get_bidi_types(characters, count, types)
    fribidi.fribidi_get_bracket_types(characters, count, types, brackets)
    base = ctypes.c_uint32(LTR)
    assert fribidi.fribidi_get_par_embedding_levels_ex(types, brackets, count, ctypes.byref(base), found)
    return list(found)


seen = []
for path in sys.argv[1:]:
    for inner in ("\u05bc", "\u05d2"):
        seen.append(levels(ctypes.CDLL(path), f"\u05d0 (\u05d1 ({inner}))"))
        print(f"{path.split('/')[0]:7} with a {'mark  ' if inner == chr(0x5bc) else 'letter'}", *seen[-1])
broken, right = [1, 1, 1, 1, 0, 0, 0, 0, 0], [1] * 9
sys.exit(seen != [broken, right] * 2)
PYTHON
