#!/usr/bin/env python3
"""FILIP's token-wise loss in PyTorch on the processor, forward and backward, in two forms that people write.

    python3 torch_late_interaction.py [--form einsum|chunked] [--pairs N] [--images N] [--texts N] [--width N]
        [--chunk N] [--threads N] [--repeats N] [--dtype float32|bfloat16]

einsum    products of all tokens with all as one tensor, then a maximum over either axis; autograd does the rest.
chunked   some images at a time under torch.utils.checkpoint: nothing of the products is kept, and each chunk is multiplied again in
          the backward pass.

Both take the mean over a sequence's own tokens of the largest product with the other's, and a softmax cross-entropy in each
direction at a temperature of 0.07. Prints one line of JSON: seconds of a forward and backward pass, the best of the repeats and
all of them, the loss, and the most memory that the process had beyond what it had when the tokens were made.
"""

import argparse
import json
import resource
import time

import torch
from torch.nn import functional
from torch.utils.checkpoint import checkpoint


def similarities(images, texts):
    """The two squares of some images and all texts: means of maxima."""
    products = torch.einsum("ipd,jqd->ijpq", images, texts)
    return products.amax(3).mean(2), products.amax(2).mean(2)


def loss_of(to_texts, to_images, scale):
    own = torch.arange(len(to_texts))
    return (functional.cross_entropy(scale * to_texts, own) + functional.cross_entropy(scale * to_images.T, own)) / 2


def einsum(images, texts, scale, chunk):
    return loss_of(*similarities(images, texts), scale)


def chunked(images, texts, scale, chunk):
    parts = [checkpoint(similarities, part, texts, use_reentrant=False) for part in images.split(chunk)]
    return loss_of(torch.cat([part[0] for part in parts]), torch.cat([part[1] for part in parts]), scale)


def peak_bytes():
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--form", choices=["einsum", "chunked"], default="einsum")
    options.add_argument("--pairs", type=int, default=128)
    options.add_argument("--images", type=int, default=196, help="tokens of an image")
    options.add_argument("--texts", type=int, default=32, help="tokens of a text")
    options.add_argument("--width", type=int, default=256)
    options.add_argument("--chunk", type=int, default=8, help="images at a time")
    options.add_argument("--threads", type=int, default=torch.get_num_threads())
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--dtype", choices=["float32", "bfloat16"], default="float32", help="of the products")
    choice = options.parse_args()
    torch.set_num_threads(choice.threads)
    torch.manual_seed(0)

    def tokens(count):
        rows = functional.normalize(torch.randn(choice.pairs, count, choice.width), dim=-1)
        return rows.to(getattr(torch, choice.dtype)).requires_grad_()

    images, texts = tokens(choice.images), tokens(choice.texts)
    form = {"einsum": einsum, "chunked": chunked}[choice.form]
    before = peak_bytes()
    seconds, loss = [], 0.0
    for _ in range(choice.repeats + 1):
        images.grad = texts.grad = None
        start = time.perf_counter()
        value = form(images, texts, 1 / 0.07, choice.chunk)
        value.backward()
        seconds.append(time.perf_counter() - start)
        loss = value.item()
    # The first pass makes its threads and buffers.
    seconds = seconds[1:]
    print(
        json.dumps(
            {
                "form": choice.form, "pairs": choice.pairs, "images": choice.images, "texts": choice.texts,
                "width": choice.width, "threads": choice.threads, "dtype": choice.dtype, "seconds": min(seconds),
                "all": seconds, "loss": loss, "bytes": peak_bytes() - before, "torch": torch.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
