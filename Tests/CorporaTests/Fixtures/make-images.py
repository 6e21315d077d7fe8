"""Writes the small images in `images/`: one scene of 7 × 5 pixels in every format that is read. Needs Pillow."""

from pathlib import Path

from PIL import Image

folder = Path(__file__).parent / "images"
folder.mkdir(exist_ok=True)
scene = Image.new("RGB", (7, 5))
scene.putdata([(36 * x, 50 * y, 120) for y in range(5) for x in range(7)])
scene.save(folder / "scene.png", optimize=True)
scene.save(folder / "scene.jpg", quality=60, optimize=True)
scene.save(folder / "lossless.webp", lossless=True)
