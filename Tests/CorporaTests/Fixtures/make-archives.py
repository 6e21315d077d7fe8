#!/usr/bin/env python3
"""Writes archives/ and gzip/ beside this file, by Python's tarfile and gzip and by GNU tar."""
import gzip
import io
import os
import subprocess
import tarfile
import tempfile

tarfile.RECORDSIZE = 1024  # no tape needs padding to ten kilobytes
HERE = os.path.dirname(os.path.abspath(__file__))
LONG = "folder/" * 20 + "name.txt"  # 148 bytes: fits USTAR's two fields
LONGER = "ordner-" * 30 + "/ä.txt"  # fits neither


def archive(name, format, members, pax_headers=None):
    path = os.path.join(HERE, "archives", name)
    with tarfile.open(path, "w", format=format, pax_headers=pax_headers) as tar:
        for member, content in members:
            info = tarfile.TarInfo(member)
            if content is None:
                info.type = tarfile.DIRTYPE
                tar.addfile(info)
            else:
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))


def gnu_tar(name, format, folder, *options):
    subprocess.run(
        ["tar", "--create", "--file", os.path.join(HERE, "archives", name), "--format", format, "--mtime=@0",
         "--owner=0:0", "--numeric-owner", "--mode=0644", "--blocking-factor=2", "--directory", folder, "--sort=name",
         *options],
        check=True)


def main():
    for folder in ("archives", "gzip"):
        os.makedirs(os.path.join(HERE, folder), exist_ok=True)
    archive("ustar.tar", tarfile.USTAR_FORMAT, [("a", None), ("a/b.txt", b"one"), (LONG, b"two"), ("c", b"")])
    archive("gnu.tar", tarfile.GNU_FORMAT, [(LONGER, b"x" * 600), ("b.txt", b"last")])
    archive("pax.tar", tarfile.PAX_FORMAT, [(LONGER, b"x" * 600), ("数.txt", b"last")], {"comment": "g\nlobal"})
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.txt", "b.txt"):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(name.encode())
        gnu_tar("v7.tar", "v7", folder, "a.txt", "b.txt")
        os.symlink("a.txt", os.path.join(folder, "link"))
        os.link(os.path.join(folder, "a.txt"), os.path.join(folder, "same"))
        os.mkfifo(os.path.join(folder, "pipe"))
        gnu_tar("links.tar", "gnu", folder, "a.txt", "link", "pipe", "same", "b.txt")
    with tempfile.TemporaryDirectory() as folder:
        # Six islands: more than the four that an old GNU header has room for.
        with open(os.path.join(folder, "holes"), "wb") as file:
            for island in range(6):
                file.seek(island << 16)
                file.write(b"island")
        with open(os.path.join(folder, "plain"), "wb") as file:
            file.write(b"plain")
        # The one file that differs from run to run: tar puts the number of its process into the name.
        pax = ["--pax-option=exthdr.name=PaxHeaders/%f,delete=atime,delete=ctime"]
        for format, options in (("gnu", []), ("posix", pax)):
            name = f"sparse-{format}.tar"
            gnu_tar(name, format, folder, "--sparse", *options, "holes", "plain")
            path = os.path.join(HERE, "archives", name)
            with open(path, "rb") as file, open(path + ".gz", "wb") as packed:
                packed.write(gzip.compress(file.read(), mtime=0))
            os.remove(path)
    parts = [gzip.compress(text.encode(), mtime=0) for text in ("Zwei Hunde\n", "", "spielen.\n")]
    for name, content in (("one.gz", gzip.compress(b"Ein Hund\n" * 100, mtime=0)), ("three.gz", b"".join(parts))):
        with open(os.path.join(HERE, "gzip", name), "wb") as file:
            file.write(content)


main()
