#!/usr/bin/env bash
# img2dataset 1.47.0 (PyPI), with opencv-python-headless 4.12.0.88 and Pillow 12.0.0; Python 3.11 or 3.12.
#
# A photo that its camera turned by a tag is stored lying, and the tag is gone. The picture is decoded without regard to its
# EXIF orientation and encoded anew, which drops the tag; all that remains is a sentence ("Rotated 90 CW") in a string of JSON
# within the sample's JSON. A reader of the shard that heeds orientation tags, as it should, still shows the picture lying.
#
# Seen, a JPEG stored 96 by 64 with orientation 6, so 64 by 96 as it is meant, fetched from a server on this machine:
#   stored 72 x 48, tag none, JSON says: Rotated 90 CW
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NO_ALBUMENTATIONS_UPDATE=1

python3 -m venv venv
venv/bin/pip install -q img2dataset==1.47.0 albumentations==1.4.24 opencv-python-headless==4.12.0.88 numpy==2.2.6 \
  pandas==2.3.3 pyarrow==21.0.0 pillow==12.0.0
cat >fetch.py <<'PYTHON'
import functools
import http.server
import io
import json
import os
import sys
import tarfile
import threading

from PIL import Image

ORIENTATION = 0x112


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def main():
    os.mkdir("www")
    picture = Image.new("RGB", (96, 64), "red")
    tags = picture.getexif()
    tags[ORIENTATION] = 6
    picture.save("www/turned.jpg", exif=tags)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory="www"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open("list.txt", "w") as file:
        file.write(f"http://127.0.0.1:{server.server_port}/turned.jpg\n")
    from img2dataset import download
    download("list.txt", output_folder="out", output_format="webdataset", image_size=48, resize_mode="keep_ratio",
             processes_count=1, thread_count=1, retries=0)
    with tarfile.open("out/00000.tar") as shard:
        files = {member.name.split(".")[1]: shard.extractfile(member).read() for member in shard}
    stored = Image.open(io.BytesIO(files["jpg"]))
    said = json.loads(json.loads(files["json"])["exif"])["Image Orientation"]
    tag = stored.getexif().get(ORIENTATION)
    print(f"stored {stored.width} x {stored.height}, tag {str(tag).lower()}, JSON says: {said}")
    sys.exit(not (stored.size == (72, 48) and tag is None and said == "Rotated 90 CW"))


if __name__ == "__main__":
    main()
PYTHON
venv/bin/python fetch.py 2>messages | grep ^stored || { cat messages; exit 1; }
