"""What PyTorch's DataLoader makes of the same photos: decoded by Pillow, a random part of them resized, mirrored now and
then, cut into patches and batched, by two worker processes. Prints images/s of the whole loader.

    python3 bench/peers/torch_loader.py FOLDER [--workers 2] [--batch 256] [--batches 20] [--side 224]

FOLDER holds captions.jsonl and the photos. The transform is torchvision's RandomResizedCrop (bilinear, area 0.5 to 1) and
RandomHorizontalFlip, written with Pillow, which is what torchvision calls for such pictures. Needs torch, numpy, Pillow.
"""
import argparse
import json
import math
import os
import random
import time

import numpy as np
import torch
from PIL import Image

options = argparse.ArgumentParser()
options.add_argument("folder")
for name, value in dict(workers=2, batch=256, batches=20, side=224, patch=16).items():
    options.add_argument("--" + name, type=int, default=value)
options = options.parse_args()


def part(width, height):
    """torchvision's RandomResizedCrop.get_params."""
    for _ in range(10):
        area = width * height * random.uniform(0.5, 1)
        ratio = math.exp(random.uniform(math.log(3 / 4), math.log(4 / 3)))
        w, h = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        if 0 < w <= width and 0 < h <= height:
            top, left = random.randint(0, height - h), random.randint(0, width - w)
            return left, top, left + w, top + h
    return 0, 0, width, height


class Photos(torch.utils.data.Dataset):
    def __init__(self):
        with open(os.path.join(options.folder, "captions.jsonl"), encoding="utf8") as lines:
            self.paths = [os.path.join(options.folder, json.loads(line)["image"]) for line in lines]

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        box = part(*image.size)
        image = image.crop(box).resize((options.side, options.side), Image.BILINEAR)
        if random.random() < 0.5:
            image = image.transpose(Image.FLIP_LEFT_RIGHT)
        cells, patch = options.side // options.patch, options.patch
        pixels = torch.from_numpy(np.array(image)).view(cells, patch, cells, patch, 3)
        return pixels.permute(0, 2, 1, 3, 4).reshape(cells * cells, -1).contiguous()


def main():
    torch.set_num_threads(1)
    loader = torch.utils.data.DataLoader(
        Photos(), batch_size=options.batch, shuffle=True, num_workers=options.workers, prefetch_factor=2,
        drop_last=True, persistent_workers=True)
    batches = iter(loader)
    next(batches)
    start, seen = time.perf_counter(), 0
    while seen < options.batches:
        for _ in batches:
            seen += 1
            if seen == options.batches:
                break
        else:
            batches = iter(loader)
    seconds = time.perf_counter() - start
    print(f"{options.batches * options.batch / seconds:.0f} images/s")


main()
