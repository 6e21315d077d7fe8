"""Makes the files beside it: pictures from arithmetic, and what Pillow and TensorFlow make of them at other sizes.

Run with Pillow 13 and numpy: python make_resize.py
"""

from pathlib import Path

import numpy
from PIL import Image
from PIL.Image import Resampling

here = Path(__file__).parent


def hard(width, height, seed):
    """Bars from black to white over noise: overshoots everywhere."""
    random = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[0:height, 0:width]
    bars = 255 * ((x // 5 + y // 4) % 2)
    noise = random.integers(0, 256, (height, width, 3))
    return numpy.where((x % 3 == 0)[..., None], noise, bars[..., None]).astype(numpy.uint8)


def plain(picture, width, height):
    """tf.image.resize(method="bilinear", antialias=False), from its definition: output centres are mapped to the input,
    and the two nearest samples a direction are mixed, edges repeated."""
    def axis(count, wanted):
        place = (numpy.arange(wanted) + 0.5) * count / wanted - 0.5
        low = numpy.floor(place)
        return numpy.clip(low, 0, count - 1).astype(int), numpy.clip(low + 1, 0, count - 1).astype(int), place - low

    values = picture.astype(numpy.float64)
    top, bottom, below = axis(values.shape[0], height)
    left, right, after = axis(values.shape[1], width)
    after, below = after[None, :, None], below[:, None, None]
    across = values[:, left] * (1 - after) + values[:, right] * after
    return across[top] * (1 - below) + across[bottom] * below


def clip(picture, side):
    """torchvision's Resize(side, BICUBIC) and CenterCrop(side)."""
    width, height = picture.size
    short, long = min(width, height), max(width, height)
    size = (side, side * long // short) if width <= height else (side * long // short, side)
    resized = picture.resize(size, Resampling.BICUBIC)
    left, top = round((size[0] - side) / 2.0), round((size[1] - side) / 2.0)
    return resized.crop((left, top, left + side, top + side))


sources = {"hard": hard(37, 23, 1), "long": hard(210, 9, 2), "even": hard(36, 22, 3)}
for name, picture in sources.items():
    Image.fromarray(picture).save(here / f"{name}.png", optimize=True)

cases = [("hard", [(9, 7), (20, 31), (50, 30), (37, 5), (3, 2)]), ("long", [(16, 9), (13, 4)])]
for name, sizes in cases:
    for width, height in sizes:
        for filter in [Resampling.BILINEAR, Resampling.BICUBIC]:
            resized = Image.fromarray(sources[name]).resize((width, height), filter)
            resized.save(here / f"{name}-{filter.name.lower()}-{width}x{height}.png", optimize=True)
for width, height in [(18, 11), (12, 11), (36, 2), (4, 22)]:
    Image.fromarray(sources["even"]).resize((width, height), Resampling.BOX).save(
        here / f"even-area-{width}x{height}.png", optimize=True)
for width, height in [(9, 7), (20, 31), (45, 10)]:
    exact = plain(sources["hard"], width, height)
    # 256ths of a level, rounded.
    (here / f"hard-plain-{width}x{height}.u16").write_bytes(numpy.rint(exact * 256).astype("<u2").tobytes())
for side in [12, 16]:
    clip(Image.fromarray(sources["hard"]), side).save(here / f"hard-clip-{side}.png", optimize=True)
    clip(Image.fromarray(sources["hard"]).transpose(Image.Transpose.TRANSPOSE), side).save(
        here / f"hard-transposed-clip-{side}.png", optimize=True)
