"""Makes the files beside it: small pictures from arithmetic in every form that is read, and what Pillow reads in them.

Run with Pillow 13 and numpy: python make_codecs.py
"""

import struct
import zlib
from pathlib import Path

import numpy
from PIL import Image, ImageOps

here = Path(__file__).parent


def drawing(width, height, channels=3, seed=1):
    """Gradients, a bright disc and a little noise, so that every frequency occurs."""
    y, x = numpy.mgrid[0:height, 0:width]
    random = numpy.random.default_rng(seed)
    planes = []
    for channel in range(channels):
        slope = 255 * (x * (channel + 1) / (2 * width) + y / (2 * height)) % 256
        disc = (x - width * 0.6) ** 2 + (y - height * 0.4) ** 2 < (height * 0.25) ** 2
        planes.append(numpy.where(disc, 60 * channel + 90, slope) + random.normal(0, 4, (height, width)))
    return numpy.clip(numpy.stack(planes, -1), 0, 255).astype(numpy.uint8)


def smooth(width, height):
    y, x = numpy.mgrid[0:height, 0:width]
    waves = [numpy.sin(x / 14 + c) * 60 + numpy.cos(y / 11 - c) * 50 + 128 for c in range(3)]
    return numpy.clip(numpy.stack(waves, -1), 0, 255).astype(numpy.uint8)


def expect(name, picture=None):
    """Saves what Pillow reads in a file, as a PNG."""
    if picture is None:
        picture = Image.open(here / name)
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    picture.convert(mode).save(here / (name + ".expected.png"), optimize=True)


def colour_types():
    rgb = Image.fromarray(drawing(37, 23))
    cmyk = Image.fromarray(drawing(37, 23, 4), "CMYK")
    forms = {
        "gray": (rgb.convert("L"), {}),
        "ycbcr-444": (rgb, {"subsampling": 0}),
        "ycbcr-422": (rgb, {"subsampling": 1}),
        "ycbcr-420": (rgb, {"subsampling": 2}),
        "rgb": (rgb, {"keep_rgb": True}),
        "cmyk": (cmyk, {}),
        "progressive-420": (rgb, {"subsampling": 2, "progressive": True}),
        "progressive-gray": (rgb.convert("L"), {"progressive": True}),
        "progressive-cmyk": (cmyk, {"progressive": True}),
        "restarts": (rgb, {"restart_marker_blocks": 2}),
    }
    for name, (picture, options) in forms.items():
        picture.save(here / f"{name}.jpg", quality=90, optimize=True, **options)
    whole = (here / "cmyk.jpg").read_bytes()
    adobe = whole.index(b"\xff\xee\x00\x0eAdobe")
    # The marker's last byte says how the components are to be understood: 2 is YCCK.
    (here / "ycck.jpg").write_bytes(whole[: adobe + 15] + b"\x02" + whole[adobe + 16 :])
    (here / "cmyk-without-adobe.jpg").write_bytes(whole[:adobe] + whole[adobe + 16 :])
    for name in [*forms, "ycck", "cmyk-without-adobe"]:
        expect(f"{name}.jpg")


def exif(orientation, order):
    mark = b"MM" if order == ">" else b"II"
    entry = struct.pack(order + "HHIHH", 274, 3, 1, orientation, 0)
    before = struct.pack(order + "HHIHH", 259, 3, 1, 6, 0)
    return mark + struct.pack(order + "HIH", 42, 8, 2) + before + entry + struct.pack(order + "I", 0)


def orientations():
    """Six blocks of one colour each, which JPEG keeps almost as they are."""
    colours = numpy.array([[[250, 10, 10], [10, 240, 20], [20, 30, 230]], [[240, 240, 0], [0, 0, 0], [255, 255, 255]]])
    blocks = numpy.kron(colours, numpy.ones((8, 8, 1))).astype(numpy.uint8)
    picture = Image.fromarray(blocks)
    for value in range(1, 9):
        data = exif(value, "<" if value % 2 else ">")
        picture.save(here / f"orientation-{value}.jpg", quality=95, subsampling=0, optimize=True, exif=b"Exif\0\0" + data)
        picture.save(here / f"orientation-{value}.png", optimize=True, exif=data)
        picture.save(here / f"orientation-{value}.webp", lossless=True, exif=data)
        turned = ImageOps.exif_transpose(Image.open(here / f"orientation-{value}.png"))
        expect(f"orientation-{value}", turned)


def reduced():
    Image.fromarray(smooth(64, 48)).save(here / "smooth.jpg", quality=95, optimize=True)
    Image.fromarray(smooth(64, 48)).save(here / "smooth.webp", quality=95, method=6)
    for eighths in (1, 2, 4):
        picture = Image.open(here / "smooth.jpg")
        size = (8 * eighths, 6 * eighths)
        picture.draft("RGB", size)
        assert picture.size == size
        expect(f"smooth-{eighths}.jpg", picture)
    odd = Image.open(here / "ycbcr-420.jpg")
    odd.draft("RGB", (18, 11))
    assert odd.size == (19, 12)
    expect("ycbcr-420-4.jpg", odd)
    expect("smooth-4.webp", Image.open(here / "smooth.webp").reduce(2))


def webp():
    rgb = Image.fromarray(drawing(37, 23))
    rgba = Image.fromarray(drawing(37, 23, 4), "RGBA")
    rgb.save(here / "lossy.webp", quality=80, method=6)
    rgb.save(here / "lossless.webp", lossless=True, quality=100, method=6)
    rgba.save(here / "lossy-alpha.webp", quality=80, method=6)
    rgba.save(here / "lossless-alpha.webp", lossless=True, exact=True, quality=100, method=6)
    for name in ["lossy", "lossless", "lossy-alpha", "lossless-alpha"]:
        expect(f"{name}.webp")
    still = rgb.crop((0, 0, 8, 8))
    still.save(here / "animated.webp", save_all=True, append_images=[still.rotate(90)], lossless=True)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def hostile():
    """Claims of billions of pixels, and scans without end."""
    grey = (here / "gray.jpg").read_bytes()
    frame = grey.index(b"\xff\xc0") + 5
    (here / "huge.jpg").write_bytes(grey[:frame] + struct.pack(">HH", 65500, 65500) + grey[frame + 4 :])
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    (here / "huge.png").write_bytes(png)
    still = bytearray((here / "lossless.webp").read_bytes())
    at = still.index(b"VP8L") + 9
    still[at : at + 4] = struct.pack("<I", 16382 | 16382 << 14 | (still[at + 3] >> 4) << 28)
    (here / "huge.webp").write_bytes(still)
    scans = (here / "progressive-gray.jpg").read_bytes()
    last = scans.rindex(b"\xff\xda")
    (here / "many-scans.jpg").write_bytes(scans[:-2] + scans[last:-2] * 20 + scans[-2:])


colour_types()
orientations()
reduced()
webp()
hostile()
