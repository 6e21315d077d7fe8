#!/usr/bin/env bash
# uharfbuzz 0.33.0 and 0.41.0 (PyPI), which bring HarfBuzz 6.0.0 and 10.0.0, with Noto Nastaliq Urdu of Debian's package
# fonts-noto-core 20201225-1.
#
# The same glyphs, elsewhere. A word of Nastaliq descends: every letter hangs on the anchor of the next, in a chain. With
# the font's own units both give the same places; at a scale (640, which is 10 pixels in 64ths) HarfBuzz 10 rounds the
# anchors otherwise, and the differences add up along the chain. A page that is drawn by one and compared with one drawn by
# the other differs where a sum falls on the other side of a half pixel. 7.3.0 (uharfbuzz 0.37.0) still gives what 6.0.0 does.
#
# Seen, of 12 words of Urdu:
#   HarfBuzz 6.0.0 and 10.0.0  scale 1000 (the font's own)  other glyphs 0, other places 0
#   HarfBuzz 6.0.0 and 10.0.0  scale  640                   other glyphs 0, other places 10
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get -q -o APT::Sandbox::User=root download fonts-noto-core=20201225-1 >/dev/null
dpkg -x fonts-noto-core_*.deb root
cat >shape.py <<'PYTHON'
import json
import sys

import uharfbuzz

# Words for: picture, red, apple, woman, tree, bicycle, boat, school, hammer, playing, smiling, cameraman
WORDS = ("\u062a\u0635\u0648\u06cc\u0631 \u0633\u0631\u062e \u0633\u06cc\u0628 \u0639\u0648\u0631\u062a "
         "\u062f\u0631\u062e\u062a \u0633\u0627\u0626\u06cc\u06a9\u0644 \u06a9\u0634\u062a\u06cc "
         "\u0627\u0633\u06a9\u0648\u0644 \u06c1\u062a\u06be\u0648\u0691\u0627 \u06a9\u06be\u06cc\u0644\u0646\u0627 "
         "\u0645\u0633\u06a9\u0631\u0627\u06c1\u0679 \u0641\u0644\u0645\u0633\u0627\u0632").split()
face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(sys.argv[1]))
result = {"version": uharfbuzz.version_string(), "units": face.upem}
for scale in (face.upem, 640):
    font = uharfbuzz.Font(face)
    font.scale = (scale, scale)
    result[str(scale)] = []
    for word in WORDS:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        result[str(scale)].append(
            [[i.codepoint, p.x_advance, p.x_offset, p.y_offset]
             for i, p in zip(buffer.glyph_infos, buffer.glyph_positions)])
print(json.dumps(result))
PYTHON
for version in 0.33.0 0.41.0; do
  python3 -m venv "venv-$version"
  "venv-$version/bin/pip" install -q "uharfbuzz==$version"
  "venv-$version/bin/python" shape.py root/usr/share/fonts/truetype/noto/NotoNastaliqUrdu-Regular.ttf >"$version.json"
done

python3 - <<'PYTHON'
import json
import sys

old, new = (json.load(open(f"{version}.json")) for version in ("0.33.0", "0.41.0"))
seen = []
for scale in (str(old["units"]), "640"):
    pairs = list(zip(old[scale], new[scale]))
    glyphs = sum([g[0] for g in a] != [g[0] for g in b] for a, b in pairs)
    places = sum(a != b for a, b in pairs)
    print(f"HarfBuzz {old['version']} and {new['version']}  scale {scale:>4}  of {len(pairs)} words: "
          f"other glyphs {glyphs}, other places {places}")
    seen.append((glyphs, places > 0))
sys.exit(seen != [(0, False), (0, True)])
PYTHON
