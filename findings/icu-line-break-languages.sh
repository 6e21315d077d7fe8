#!/usr/bin/env bash
# ICU 72.1 (Debian 12's package libicu72 72.1-3+deb12u1), line-break iterators by language.
#
# Naming the language loosens the breaking of lines, and of few languages only. "ja" allows a line to begin with a small
# kana or the long-vowel mark, which the root rules (and those of "en") forbid: the Japanese word for cache may be cut
# between all its five characters once ICU is told that it is Japanese, at one place otherwise. "zh" alone allows breaks
# around the curly quotation marks of Chinese; the codes of the Chinese languages themselves (yue, wuu, lzh, cmn) get the
# root rules and keep the marks glued to both neighbours, and so do "ja" and "ko".
#
# Seen (places where a line may end):
#   cache:  en, ko, zh                          3 5
#   cache:  ja                                  1 2 3 4 5
#   quoted: en, ja, ko, yue, wuu, lzh, cmn      1 4 7 8 9 10
#   quoted: zh, zh_Hant                         1 2 4 6 7 8 9 10
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
icu.ubrk_open_72.restype = ctypes.c_void_p
LINE = 2


def ends(language, text):
    assert all(ord(character) < 0x10000 for character in text)
    units = (ctypes.c_uint16 * len(text))(*map(ord, text))
    status = ctypes.c_int(0)
    iterator = ctypes.c_void_p(icu.ubrk_open_72(LINE, language.encode(), units, len(text), ctypes.byref(status)))
    assert status.value <= 0
    found = list(iter(lambda: icu.ubrk_next_72(iterator), -1))
    icu.ubrk_close_72(iterator)
    return found


cache = "\u30ad\u30e3\u30c3\u30b7\u30e5"
quoted = "\u4ed6\u8bf4\u201c\u4f60\u597d\u201d\u7136\u540e\u8d70\u4e86"
seen = {}
for name, text, languages in (("cache", cache, "en ja ko zh"),
                              ("quoted", quoted, "en zh zh_Hant ja ko yue wuu lzh cmn")):
    for language in languages.split():
        seen[name, language] = ends(language, text)
        print(f"{name + ', ' + language:16}", *seen[name, language])
loose, glued = [1, 2, 4, 6, 7, 8, 9, 10], [1, 4, 7, 8, 9, 10]
wanted = {("cache", language): [3, 5] for language in ("en", "ko", "zh")}
wanted |= {("quoted", language): glued for language in "en ja ko yue wuu lzh cmn".split()}
wanted |= {("quoted", "zh"): loose, ("quoted", "zh_Hant"): loose, ("cache", "ja"): [1, 2, 3, 4, 5]}
sys.exit(seen != wanted)
PYTHON
