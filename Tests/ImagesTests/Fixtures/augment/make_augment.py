"""Writes what AugmentationTests compares with: RandAugment's changes, torchvision's jitter and crops, a blur.

python3 -m pip install numpy pillow && python3 make_augment.py

`randaugment.png` restates big_vision's pp/autoaugment.py in NumPy, with TensorFlow's arithmetic: float32, cut off where
it becomes a byte. Compared with the original under TensorFlow 2.15 and NumPy 1.23 on these cases and on noise it is the
same to the byte, except for sharpness: nine float32 products that sum to a whole number sometimes end just below it,
and then the smooth picture is one darker there; here it is exact. `pillow.png` is Pillow's own work. Pictures are 24 x 20 and stand below each other, one for each line
of the text file of the same name; `input.png` is what they were made from.
"""
import math

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

WIDTH, HEIGHT = 24, 20
GREY = 128
f32 = np.float32


def make_input():
    """Gradients, a flat field, and noise that never reaches 0 and 255, so that contrast has something to stretch."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    picture = np.stack([20 + 9 * x, 230 - 10 * y, 40 + 4 * x + 5 * y], -1)
    picture[12:, :10] = (90, 47, 150)
    picture[4:10, 14:] = np.random.default_rng(3).integers(5, 240, (6, 10, 3))
    return picture.astype(np.uint8)


# RandAugment, as big_vision runs it.


def to_byte(values):
    return np.clip(values, f32(0), f32(255)).astype(np.uint8)


def blend(first, second, factor):
    first, second = first.astype(f32), second.astype(f32)
    return to_byte(first + f32(factor) * (second - first))


def by_channel(change):
    return lambda picture, *arguments: np.stack([change(picture[..., c], *arguments) for c in range(3)], -1)


@by_channel
def autocontrast(channel):
    low, high = f32(channel.min()), f32(channel.max())
    if high == low:
        return channel
    scale = f32(255) / (high - low)
    return to_byte(channel.astype(f32) * scale + -low * scale)


@by_channel
def equalize(channel):
    counts = np.bincount(channel.ravel(), minlength=256)
    step = (counts.sum() - counts[counts > 0][-1]) // 255
    if step == 0:
        return channel
    below = np.concatenate([[0], np.cumsum(counts)[:-1]])
    table = np.concatenate([[0], (below[1:] + step // 2) // step])
    return np.clip(table, 0, 255).astype(np.uint8)[channel]


def posterize(picture, bits):
    shift = min(8 - int(bits), 7)  # TensorFlow shifts a byte by 7 at most
    return picture >> shift << shift


def solarize(picture, threshold):
    return np.where(picture < int(threshold) % 256, picture, 255 - picture)  # the threshold becomes a byte


def solarize_add(picture, addition):
    return np.where(picture < 128, np.clip(picture.astype(int) + int(addition), 0, 255), picture)


def color(picture, factor):
    scaled = picture.astype(f32) * f32(1 / 255)
    weights = [f32(0.2989), f32(0.5870), f32(0.1140)]
    grey = scaled[..., 0] * weights[0] + scaled[..., 1] * weights[1] + scaled[..., 2] * weights[2]
    return blend(np.repeat(to_byte(grey * f32(255.5))[..., None], 3, -1), picture, factor)


def contrast(picture, factor):
    # The original calls it a mean, but it is the number of pixels over 256.
    mean = np.uint8(min(picture.shape[0] * picture.shape[1] / 256, 255))
    return blend(np.full_like(picture, mean), picture, factor)


def brightness(picture, factor):
    return blend(np.zeros_like(picture), picture, factor)


def sharpness(picture, factor):
    smooth = picture.copy()
    wide = picture.astype(int)
    total = 4 * wide[1:-1, 1:-1]
    for down in range(3):
        for across in range(3):
            total = total + wide[down : down + HEIGHT - 2, across : across + WIDTH - 2]
    smooth[1:-1, 1:-1] = total // 13
    return blend(smooth, picture, factor)


def moved(picture, matrix):
    a, b, c, d, e, f = (f32(value) for value in matrix)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(f32)

    def whole(value):  # half away from zero
        return (np.sign(value) * np.floor(np.abs(value.astype(np.float64)) + 0.5)).astype(int)

    column, row = whole(a * x + b * y + c), whole(d * x + e * y + f)
    inside = (column >= 0) & (column < WIDTH) & (row >= 0) & (row < HEIGHT)
    found = picture[np.clip(row, 0, HEIGHT - 1), np.clip(column, 0, WIDTH - 1)]
    return np.where(inside[..., None], found, GREY)


def rotate(picture, degrees):
    angle = f32(degrees) * f32(math.pi / 180)
    cos, sin = f32(math.cos(angle)), f32(math.sin(angle))
    right, bottom = f32(WIDTH - 1), f32(HEIGHT - 1)
    left = (right - (cos * right - sin * bottom)) / f32(2)
    top = (bottom - (sin * right + cos * bottom)) / f32(2)
    return moved(picture, [cos, -sin, left, sin, cos, top])


def cutout(picture, radius, row, column):
    radius, row, column = int(radius), int(row), int(column)
    result = picture.copy()
    result[max(0, row - radius) : row + radius, max(0, column - radius) : column + radius] = GREY
    return result


RANDAUGMENT = {
    "AutoContrast": autocontrast,
    "Equalize": equalize,
    "Invert": lambda picture: 255 - picture,
    "Rotate": rotate,
    "Posterize": posterize,
    "Solarize": solarize,
    "SolarizeAdd": solarize_add,
    "Color": color,
    "Contrast": contrast,
    "Brightness": brightness,
    "Sharpness": sharpness,
    "ShearX": lambda picture, level: moved(picture, [1, level, 0, 0, 1, 0]),
    "ShearY": lambda picture, level: moved(picture, [1, 0, 0, level, 1, 0]),
    "TranslateX": lambda picture, pixels: moved(picture, [1, 0, pixels, 0, 1, 0]),
    "TranslateY": lambda picture, pixels: moved(picture, [1, 0, 0, 0, 1, pixels]),
    "Cutout": cutout,
}

RANDAUGMENT_CASES = """AutoContrast
Equalize
Invert
Rotate 30
Rotate -30
Rotate 13.5
Posterize 0
Posterize 2
Posterize 4
Solarize 256
Solarize 128
Solarize 77
SolarizeAdd 110
SolarizeAdd 33
Color 1.9
Color 0.1
Color 3.7
Contrast 1.9
Contrast 0.1
Brightness 1.9
Brightness 0.46
Sharpness 1.9
Sharpness 0.1
Sharpness 3.7
ShearX 0.3
ShearX -0.3
ShearY 0.3
ShearY -0.21
TranslateX 7
TranslateX -5.5
TranslateY 100
TranslateY -3
Cutout 4 2 21
Cutout 6 10 9
Cutout 0 3 3""".splitlines()


# Pillow, as torchvision uses it; and where RandAugment means the same.


def pillow_hue(picture, turn):
    hue, saturation, value = picture.convert("HSV").split()
    moved_hue = np.array(hue).astype(int) + int(turn * 255)
    return Image.merge("HSV", (Image.fromarray((moved_hue % 256).astype(np.uint8)), saturation, value)).convert("RGB")


PILLOW = {
    "equalize": lambda picture: ImageOps.equalize(picture),
    "autocontrast": lambda picture: ImageOps.autocontrast(picture),
    "posterize": lambda picture, bits: ImageOps.posterize(picture, int(bits)),
    "solarize": lambda picture, threshold: ImageOps.solarize(picture, int(threshold)),
    "sharpness": lambda picture, factor: ImageEnhance.Sharpness(picture).enhance(factor),
    "brightness": lambda picture, factor: ImageEnhance.Brightness(picture).enhance(factor),
    "contrast": lambda picture, factor: ImageEnhance.Contrast(picture).enhance(factor),
    "saturation": lambda picture, factor: ImageEnhance.Color(picture).enhance(factor),
    "gray": lambda picture: picture.convert("L").convert("RGB"),
    "hue": pillow_hue,
    "crop": lambda picture, *box: picture.crop(tuple(int(side) for side in box)).resize(
        (WIDTH, HEIGHT), Image.Resampling.BILINEAR
    ),
}

PILLOW_CASES = """equalize
autocontrast
posterize 4
solarize 128
sharpness 1.9
sharpness 0.1
brightness 0.6
brightness 1.4
contrast 0.6
contrast 1.4
saturation 0
saturation 0.6
saturation 1.4
gray
hue 0.1
hue -0.1
hue 0.5
hue -0.37
crop 3 2 14 9
crop 0 0 24 7
crop 20 17 24 20""".splitlines()


# Exact arithmetic.


def exact_hue(picture, turn):
    """A turn of the colour circle in double precision; rounded once."""
    values = picture.astype(float)
    red, green, blue = values[..., 0], values[..., 1], values[..., 2]
    high, low = values.max(-1), values.min(-1)
    chroma = np.where(high > low, high - low, 1)
    sector = np.where(
        high == red,
        (green - blue) / chroma,
        np.where(high == green, 2 + (blue - red) / chroma, 4 + (red - green) / chroma),
    )
    sector = (sector + 6 * turn) % 6
    place, fraction = np.floor(sector).astype(int), sector - np.floor(sector)
    falling, rising = high - (high - low) * fraction, low + (high - low) * fraction
    orders = [
        (high, rising, low),
        (falling, high, low),
        (low, high, rising),
        (low, falling, high),
        (rising, low, high),
        (high, low, falling),
    ]
    result = np.zeros_like(values)
    for sixth, channels in enumerate(orders):
        result = np.where((place == sixth)[..., None], np.stack(channels, -1), result)
    return np.floor(result + 0.5).astype(np.uint8)


def exact_blur(picture, sigma):
    """A Gaussian of three standard deviations either way; beyond the edge the picture repeats its edge."""
    radius = math.ceil(3 * sigma)
    weights = np.exp(-(np.arange(-radius, radius + 1) ** 2) / (2 * sigma**2))
    weights /= weights.sum()
    wide = np.pad(picture.astype(float), ((radius, radius), (radius, radius), (0, 0)), "edge")
    across = sum(weight * wide[:, k : k + WIDTH] for k, weight in enumerate(weights))
    both = sum(weight * across[k : k + HEIGHT] for k, weight in enumerate(weights))
    return np.floor(both + 0.5).astype(np.uint8)


EXACT = {"hue": exact_hue, "blur": exact_blur}
EXACT_CASES = """hue 0.1
hue -0.1
hue 0.5
hue -0.37
blur 0.3
blur 1
blur 2.5""".splitlines()


# torchvision's RandomResizedCrop.get_params, fed by the tests' generator.


class SplitMix:
    def __init__(self, seed):
        self.state = seed

    def unit(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53


def crop_box(seed, width, height, areas, ratios):
    """All ten tries and the two places are drawn whether they are needed or not."""
    generator = SplitMix(seed)
    tries = [(generator.unit(), generator.unit()) for _ in range(10)]
    across, down = generator.unit(), generator.unit()
    for area_unit, ratio_unit in tries:
        area = width * height * (areas[0] + area_unit * (areas[1] - areas[0]))
        logs = math.log(ratios[0]), math.log(ratios[1])
        ratio = math.exp(logs[0] + ratio_unit * (logs[1] - logs[0]))
        w, h = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        if 0 < w <= width and 0 < h <= height:
            return int(across * (width - w + 1)), int(down * (height - h + 1)), w, h
    w, h = width, height
    if width / height < ratios[0]:
        h = round(width / ratios[0])
    elif width / height > ratios[1]:
        w = round(height * ratios[1])
    return (width - w) // 2, (height - h) // 2, w, h


def crop_lines():
    usual = (3 / 4, 4 / 3)
    settings = [((0.08, 1), usual), ((0.9, 1), usual), ((0.5, 0.5), (1, 1)), ((0.2, 1), (1.5, 8 / 3))]
    sizes = [(500, 375), (375, 500), (224, 224), (1, 1), (1, 9), (600, 20), (7, 5)]
    for number, (areas, ratios) in enumerate(settings):
        for width, height in sizes:
            for seed in (1, 2, 3):
                box = crop_box(seed, width, height, areas, ratios)
                yield " ".join(str(value) for value in (number, width, height, seed, *box))


def write_sheet(name, cases, made):
    Image.fromarray(np.concatenate(made).astype(np.uint8)).save(name + ".png", optimize=True)
    with open(name + ".txt", "w") as file:
        file.write("\n".join(cases) + "\n")


def run(table, cases, picture):
    for case in cases:
        name, *arguments = case.split()
        yield np.asarray(table[name](picture, *(float(argument) for argument in arguments)))


if __name__ == "__main__":
    picture = make_input()
    Image.fromarray(picture).save("input.png", optimize=True)
    write_sheet("randaugment", RANDAUGMENT_CASES, list(run(RANDAUGMENT, RANDAUGMENT_CASES, picture)))
    write_sheet("pillow", PILLOW_CASES, list(run(PILLOW, PILLOW_CASES, Image.fromarray(picture))))
    write_sheet("exact", EXACT_CASES, list(run(EXACT, EXACT_CASES, picture)))
    with open("crops.txt", "w") as file:
        file.write("\n".join(crop_lines()) + "\n")
