"""What PyTorch makes of the twin arm of configs/compare-emoji.json: two transformers, one for pictures and one for tokens,
trained from nothing on the emoji corpus and asked the same held-out queries.

    clippo-corpus emoji --lang zh,en,ar,hi,ja,ko,ru,th,el,he --seed 0 --out FOLDER
    python3 bench/peers/torch_twin.py FOLDER --tokenizer RUN/tokenizer/sentencepiece.model [--seed 0] [--steps 6000]
        [--rate 0.001]
    python3 bench/peers/torch_twin.py --check                                                # of recall alone

RUN is a run of the twin arm: the vocabulary is learned there. Sizes, initial values, batch, optimiser, schedule, ranges of
the augmentation, half of a picture's patches, mixture of languages and the rule for alike pairs are the recipe's; what is
random is this program's own. Texts are padded to a batch's longest and masked, blocks run in bfloat16. Prints progress, and
recall as the evaluation has it, at the end of all queries. Needs torch, numpy, Pillow, sentencepiece.
"""
import argparse
import json
import math
import os
import time

import numpy as np
import sentencepiece
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

SIDE, PATCH, CONTEXT, SHARE = 96, 16, 64, 0.5
WIDTH, DEPTH, HEADS, HIDDEN, EMBEDDING = 192, 6, 3, 768, 256
BETAS, DECAY, CLIP, WARMUP, FLOOR, TEMPERATURE = (0.9, 0.98), 0.05, 1.0, 0.05, 0.02, 10.0
LANGUAGE_EXPONENT, SPLITS = 0.5, ("composition", "style", "transfer")


def layer(inputs, outputs, parts=0):
    """A dense layer: Xavier's uniform values, of `parts` matrices side by side, or else LeCun's cut normal ones."""
    linear, deviation = nn.Linear(inputs, outputs), inputs ** -0.5 / 0.87962566
    nn.init.zeros_(linear.bias)
    for part in linear.weight.chunk(parts) if parts else ():
        nn.init.xavier_uniform_(part)
    if not parts:
        nn.init.trunc_normal_(linear.weight, std=deviation, a=-2 * deviation, b=2 * deviation)
    return linear


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention_norm, self.mlp_norm = nn.LayerNorm(WIDTH, eps=1e-6), nn.LayerNorm(WIDTH, eps=1e-6)
        self.query_key_value, self.out = layer(WIDTH, 3 * WIDTH, parts=3), layer(WIDTH, WIDTH, parts=1)
        self.up, self.down = layer(WIDTH, HIDDEN, parts=1), layer(HIDDEN, WIDTH, parts=1)

    def forward(self, x, padding):
        heads = self.query_key_value(self.attention_norm(x)).unflatten(2, (3, HEADS, WIDTH // HEADS))
        query, key, value = heads.permute(2, 0, 3, 1, 4)
        # Sequences are so short that scaled_dot_product_attention takes longer here.
        scores = query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5
        if padding is not None:
            scores = scores.masked_fill(padding[:, None, None, :], -torch.inf)
        x = x + self.out((scores.softmax(-1) @ value).transpose(1, 2).flatten(2))
        return x + self.down(F.gelu(self.up(self.mlp_norm(x)), approximate="tanh"))


class Encoder(nn.Module):
    """Blocks, the mean of the states, and unit embeddings; `padding` is [batch, tokens] or None."""

    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))
        self.norm, self.head = nn.LayerNorm(WIDTH, eps=1e-6), layer(WIDTH, EMBEDDING)

    def forward(self, x, padding=None):
        for block in self.blocks:
            x = block(x, padding)
        live = torch.ones(*x.shape[:2], 1) if padding is None else ~padding[..., None]
        mean = (self.norm(x) * live).sum(1) / live.sum(1)
        with torch.autocast("cpu", enabled=False):
            return F.normalize(self.head(mean), dim=-1)


class TwinTowers(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        table = lambda rows: nn.Parameter(torch.randn(rows, WIDTH) * WIDTH ** -0.5)
        self.patches, self.places, self.image = layer(3 * PATCH ** 2, WIDTH), table((SIDE // PATCH) ** 2), Encoder()
        self.tokens, self.positions, self.text = table(vocabulary), table(CONTEXT), Encoder()
        self.log_scale = nn.Parameter(torch.tensor(math.log(TEMPERATURE)))

    def see(self, pictures, share=1.0):
        """Pictures [batch, 3, SIDE, SIDE] in -1...1, of each of which a random `share` of the patches is seen."""
        patches = F.unfold(pictures, PATCH, stride=PATCH).transpose(1, 2)
        places = torch.arange(patches.shape[1]).expand(len(pictures), -1)
        if share < 1:
            places = torch.rand(places.shape).argsort(1)[:, :round(share * places.shape[1])]
            patches = patches.gather(1, places[..., None].expand(-1, -1, patches.shape[2]))
        return self.image(self.patches(patches) + self.places[places])

    def read(self, texts):
        """Lists of tokens."""
        ids = nn.utils.rnn.pad_sequence([torch.tensor(text) for text in texts], batch_first=True, padding_value=-1)
        return self.text(F.embedding(ids.clamp(min=0), self.tokens) + self.positions[:ids.shape[1]], ids < 0)


def unit(pictures):
    """Bytes [batch, SIDE, SIDE, 3] as [batch, 3, SIDE, SIDE] in -1...1."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1


def augmented(pictures):
    """Turned, scaled, shifted, each channel's distance from white multiplied, then a part replaced by grey."""
    even = lambda low, high, *shape: low + (high - low) * torch.rand(len(pictures), *shape)
    angle, extent, shift = even(-0.25, 0.25), even(0.85, 1.35), even(-0.15, 0.15, 2)  # shift: of half a side
    across, down = extent * angle.cos(), extent * angle.sin()
    warp = torch.stack([across, -down, shift[:, 0], down, across, shift[:, 1]], 1).view(-1, 2, 3)
    grid = F.affine_grid(warp, pictures.shape, align_corners=False)
    ink = F.grid_sample(pictures - 1, grid, align_corners=False) * even(0.7, 1.3, 3, 1, 1)
    return (torch.lerp(ink, ink.mean(1, keepdim=True), even(0, 0.7, 1, 1, 1)) + 1).clamp(-1, 1)


def contrast(images, texts, scale, alike):
    """Cross entropy both ways; pairs that are `alike` [batch, batch], directly or over others, are not each other's
    negatives."""
    alike = torch.linalg.matrix_power(alike.float(), 8).fill_diagonal_(0) > 0
    logits = (images @ texts.T * scale).masked_fill(alike, -torch.inf)
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2


def factor(progress):
    """Of the peak learning rate: a line up, half a cosine down."""
    fall = 0.5 * (1 + math.cos(math.pi * max(0, progress - WARMUP) / (1 - WARMUP)))
    return (FLOOR + (1 - FLOOR) * fall) * min(1, progress / WARMUP)


def read_corpus(folder):
    """Different pictures [pictures, SIDE, SIDE, 3], different texts, languages, and records with numbers of both."""
    pictures, texts, records = {}, {}, []
    with open(os.path.join(folder, "corpus.json"), encoding="utf8") as file:
        languages = json.load(file)["languages"]
    with open(os.path.join(folder, "pictures.jsonl"), encoding="utf8") as lines:
        for line in map(json.loads, lines):
            image = Image.open(os.path.join(folder, line["image"])).convert("RGB").resize((SIDE, SIDE), Image.BILINEAR)
            captions = {language: [texts.setdefault(text, len(texts)) for text in names]
                        for language, names in line["captions"].items()}
            records.append(dict(split=line["split"], texts=captions, withheld=line.get("withheld", []),
                                picture=pictures.setdefault(image.tobytes(), len(pictures))))
    return np.frombuffer(b"".join(pictures), np.uint8).reshape(-1, SIDE, SIDE, 3), list(texts), languages, records


def training_pairs(records, languages, random):
    """Endless (picture, text, language): a language by its share, then the next record of its own shuffled epoch."""
    streams = [[record for record in records if record["split"] == "train" and language in record["texts"]
                and language not in record["withheld"]] for language in languages]
    shares, orders = np.array([len(stream) for stream in streams]) ** LANGUAGE_EXPONENT, [[] for _ in streams]
    while True:
        chosen = random.choice(len(streams), p=shares / shares.sum())
        orders[chosen] = orders[chosen] or random.permutation(len(streams[chosen])).tolist()
        record = streams[chosen][orders[chosen].pop()]
        yield record["picture"], random.choice(record["texts"][languages[chosen]]), chosen


def evaluation_sets(records, languages):
    """(split, language, pictures of the gallery, texts, each text's place in the gallery).

    A split's gallery is all its pictures with a caption in the language. These captions are asked, but for those that the
    language does not see in training; `transfer` asks for exactly those, among themselves."""
    for split in SPLITS:
        for language in languages:
            held = [language in record["withheld"] for record in records]
            here = [(record, kept) for record, kept in zip(records, held) if language in record["texts"]
                    and (record["split"] == "train" and kept if split == "transfer" else record["split"] == split)]
            asked = [(text, place) for place, (record, kept) in enumerate(here) if kept == (split == "transfer")
                     for text in record["texts"][language]]
            yield split, language, np.array([record["picture"] for record, _ in here]), *np.array(asked).T


def recall(scores, targets):
    """R@1, 5, 10 in percent, text finds picture and picture finds text, of scores [texts, pictures] and each text's right
    picture. A rank counts what scores strictly more than the best right one; pictures without a text are not asked."""
    right = scores[np.arange(len(targets)), targets]
    best = np.full(scores.shape[1], -np.inf, scores.dtype)
    np.maximum.at(best, targets, right)
    ranks = (scores > right[:, None]).sum(1), (scores > best).sum(0)[np.isfinite(best)]
    return [[100 * (rank < depth).mean() for depth in (1, 5, 10)] for rank in ranks]


@torch.inference_mode()
def measure(model, pixels, tokens, sets, limit):
    """Recall of every set, of at most `limit` of its texts, evenly spread. What is equal is embedded and compared once, so
    that it ties to the last bit."""
    spread = lambda values: values[np.arange(min(limit, len(values))) * len(values) // min(limit, len(values))]
    sets = [(*names, gallery, spread(texts), spread(targets)) for *names, gallery, texts, targets in sets]
    seen, asked = (np.unique(np.concatenate([entry[column] for entry in sets])) for column in (2, 3))
    parts = lambda numbers: np.array_split(numbers, len(numbers) // 256 + 1)
    with torch.autocast("cpu", torch.bfloat16):
        images = torch.cat([model.see(unit(pixels[part])) for part in parts(seen)])
        words = torch.cat([model.read([tokens[text] for text in part]) for part in parts(asked)])
    scores = (words @ images.T).numpy()
    return [(split, language, f"{len(texts):5} of {len(gallery):5}", recall(
        scores[np.ix_(np.searchsorted(asked, texts), np.searchsorted(seen, gallery))], targets))
        for split, language, gallery, texts, targets in sets]


def show(split, language, sizes, recall):
    numbers = ["/".join(f"{number:6.2f}" for number in direction) for direction in recall]
    print(f"  {split:11} {language:4} {sizes:14}  text finds picture {numbers[0]}  back {numbers[1]}", flush=True)


def train(options):
    torch.manual_seed(options.seed)
    processor = sentencepiece.SentencePieceProcessor(model_file=options.tokenizer)
    pixels, texts, languages, records = read_corpus(options.folder)
    tokens = [processor.encode(text)[:CONTEXT - 1] + [processor.eos_id()] for text in texts]
    pairs = training_pairs(records, languages, np.random.default_rng(options.seed))
    sets, model = list(evaluation_sets(records, languages)), TwinTowers(processor.get_piece_size())
    kernels = [module.weight for module in model.modules() if isinstance(module, nn.Linear)]
    others = [value for value in model.parameters() if not any(value is kernel for kernel in kernels)]
    optimizer = torch.optim.AdamW(
        [dict(params=kernels, weight_decay=DECAY), dict(params=others, weight_decay=0)], betas=BETAS, fused=True)
    print(f"{len(kernels)} kernels, {sum(map(torch.numel, model.parameters())):,} parameters", flush=True)
    spent = told = 0.0
    for step in range(1, options.steps + 1):
        start = time.perf_counter()
        for group in optimizer.param_groups:
            group["lr"] = options.rate * factor((step - 1) / options.steps)
        picture, text, language = np.array([next(pairs) for _ in range(options.batch)]).T
        alike = (picture[:, None] == picture) | (text[:, None] == text) & (language[:, None] == language)
        views = augmented(unit(pixels[picture]))
        with torch.autocast("cpu", torch.bfloat16):
            images, words = model.see(views, SHARE), model.read([tokens[number] for number in text])
        loss = contrast(images, words, model.log_scale.exp(), torch.from_numpy(alike))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        spent += time.perf_counter() - start
        if step % 25 == 0 or step == options.steps:
            print(f"{spent:.0f} s, step {step}, {step * options.batch / spent:.0f} pairs/s, loss {loss.item():.3f}, "
                  f"temperature {model.log_scale.exp().item():.2f}", flush=True)
        if step == options.steps or spent - told > options.every:
            told, rows = spent, measure(model, pixels, tokens, sets, 500 if step < options.steps else len(texts))
            for row in rows if step == options.steps else ():
                show(*row)
            for split in SPLITS:
                show(split, "mean", "", np.mean([row[3] for row in rows if row[0] == split], axis=0))


def check():
    """That right embeddings find all, wrong ones nothing, and that ties and second texts count as they should."""
    every = np.arange(20)
    assert recall(np.eye(20), every) == recall(np.ones((20, 20)), every) == [[100, 100, 100]] * 2
    assert recall(1 - np.eye(20), every) == [[0, 0, 0]] * 2
    scores = np.array([[0.9, 0.1, 0.2], [0.3, 0.1, 0.5], [0.1, 0.5, 0.6]])  # texts 0 and 1 name picture 0, text 2 names 1
    assert np.allclose(recall(scores, np.array([0, 0, 1])), [[100 / 3, 100, 100], [100, 100, 100]])
    print("recall is as it should be")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", nargs="?")
    options.add_argument("--tokenizer", help="a SentencePiece model")
    options.add_argument("--rate", type=float, default=1e-3, help="the highest learning rate")
    options.add_argument("--check", action="store_true", help="check recall and stop")
    for name, value in dict(seed=0, steps=6000, batch=128, every=240).items():
        options.add_argument("--" + name, type=int, default=value)
    options = options.parse_args()
    check() if options.check else train(options)


main()
