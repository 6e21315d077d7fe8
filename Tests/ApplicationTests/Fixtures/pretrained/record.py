"""Records what packages make of pictures and captions with small towers, their own configurations and their own preparation; tests of
clippo-weights import the same folders and compare.

Run beside this file with open_clip_torch 3.3.0, timm 1.0.31, transformers 5.23.0, cn_clip 1.6.0, ftfy 6.3.1, torch 2.13.0 and torchvision 0.28.0:

    python record.py [vocabularies] [tags] [NAME…]

torchvision must be built for the same torch; where its own library cannot be loaded, define its operators first
(`torch.library.define("torchvision::nms", …)`, `qnms`), which nothing here calls.

Weights are random and rounded to 16 bits; every folder NAME has them under the package's own names, the configurations as the package
writes them; NAME.json beside it has captions and ids, NAME.npz the unit embeddings of pictures and captions. Vocabularies
are learned from a few captions (`vocabularies`); what they hold does not matter here, but their special tokens do.
"""
import gzip
import io
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import save_file

here = Path(__file__).parent
tokenizers = here.parents[2] / "TokenizersTests/Fixtures"
sys.path.insert(0, str(tokenizers / "packages"))
sys.path.insert(0, str(tokenizers))

CAPTIONS = ["a photo of a cat", "The cat’s “photo” &amp; ΟΔΟΣ", "ＦＵＬＬ ﬁsh　caf&eacute; snake_case", "红色的“心”形 Red", "Two dogs, one ball!", ""]
CLIP_MEAN, CLIP_STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)


# Vocabularies

def few_captions():
    lines = (here.parents[3] / "bench/captions/captions.tsv").read_text(encoding="utf-8").split("\n")
    return [line.split("\t")[1] for line in lines if line.startswith("en\t")] + CAPTIONS * 3


def learn_pieces(name, **special):
    import sentencepiece
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(few_captions()), model_writer=model, character_coverage=0.99, normalization_rule_name="identity",
        num_threads=1, minloglevel=2, hard_vocab_limit=False, **special)
    (here / name).write_bytes(model.getvalue())


def vocabularies():
    """A model like C4's (padding 0, end 1, unknown 2), one of Gemma's layout, merges like CLIP's, and words like BERT's."""
    learn_pieces("c4.model", vocab_size=500, model_type="unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    learn_pieces(
        "gemma.model", vocab_size=700, model_type="bpe", byte_fallback=True, add_dummy_prefix=False, remove_extra_whitespaces=False, pad_id=0, pad_piece="<pad>",
        eos_id=1, eos_piece="<eos>", bos_id=2, bos_piece="<bos>", unk_id=3, unk_piece="<unk>")
    lines = (tokenizers / "clip.merges.txt").read_text(encoding="utf-8").split("\n")
    (here / "merges.txt").write_text("\n".join(lines[:200]) + "\n", encoding="utf-8")
    words = (tokenizers / "uncased.vocab.txt").read_text(encoding="utf-8").split("\n")
    (here / "vocab.txt").write_text("\n".join(words[:5] + [w for w in words[5:] if w in '"“”!,&;' or len(w) < 3][:600]) + "\n", encoding="utf-8")


def pieces(name):
    import sentencepiece
    return sentencepiece.SentencePieceProcessor(model_file=str(here / name))


def clip_size():
    return 512 + 199 + 2


# Pictures

def blocks(side, seed, cell=12):
    """Random blocks, which every pixel of a side takes part in and PNG packs well."""
    generator = np.random.default_rng(seed)
    cells = -(-side // cell)
    colours = generator.integers(0, 256, (cells, cells, 3)).astype(np.uint8)
    return Image.fromarray(np.kron(colours, np.ones((cell, cell, 1), np.uint8))[:side, :side])


def waves(width, height):
    rows, columns = np.mgrid[0:height, 0:width]
    channels = [127 + 120 * np.sin(rows / 9 + columns / 17 + c) * np.cos(columns / 11 - c) for c in range(3)]
    return Image.fromarray(np.stack(channels, -1).round().astype(np.uint8))


def pictures(folder, side):
    """One of the model's own side, which nobody resizes, and a wide and a tall one."""
    blocks(side, 3).save(folder / "own.png", optimize=True)
    shared = [here / "wide.png", here / "tall.png"]
    for path, size in zip(shared, [(75, 45), (40, 64)]):
        if not path.exists():
            waves(*size).save(path, optimize=True)
    return [Image.open(path).convert("RGB") for path in [folder / "own.png"] + shared]


# Weights

def randomise(model):
    """The packages begin with many zeros and ones, behind which mistakes could hide. Values that 16 bits hold."""
    torch.manual_seed(11)
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.dim() == 0 or name.startswith("logit_"):
                value.fill_(-0.5 if "bias" in name else 1.5)
            elif "norm" in name.lower() or "ln_" in name:
                value.copy_(torch.randn_like(value) * 0.2 + (1 if name.endswith("weight") else 0))
            elif "token_embedding" in name or "position" in name or "pos_embed" in name or "word_embeddings" in name:
                value.copy_(torch.randn_like(value))
            else:
                value.copy_(torch.randn_like(value) * (1.2 / value.shape[-1] ** 0.5 if value.dim() > 1 else 0.3))
            value.copy_(value.half().float())
    return model.eval()


def fresh(name):
    folder = here / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def finish(folder, model, images, texts, ids, captions=CAPTIONS):
    """`texts` is a list of embeddings by the name of a form of reading captions, `ids` its ids."""
    if model is not None:
        save_file({k: v.detach().half().contiguous() for k, v in model.named_parameters()}, folder / "model.safetensors")
    arrays = {"images": F.normalize(images.detach().float(), dim=-1).numpy()}
    for form, values in texts.items():
        arrays["texts " + form] = F.normalize(values.detach().float(), dim=-1).numpy()
    np.savez(here / (folder.name + ".npz"), **{k.replace(" ", "_"): v for k, v in arrays.items()})
    (here / (folder.name + ".json")).write_text(json.dumps({"captions": captions, "ids": ids}, ensure_ascii=False) + "\n", encoding="utf-8")
    print(folder.name, sum(f.stat().st_size for f in folder.iterdir()) // 1024, "KB")


# open_clip

def open_clip_folder(name, config, tag, vocabulary, sizes_of_image=None, side=None, timm=None):
    """A model of open_clip's own configuration, made smaller; the configuration is written as the package writes it."""
    import open_clip
    from open_clip.factory import _MODEL_CONFIGS
    from open_clip.model import CLIP, CustomTextCLIP
    from open_clip.pretrained import get_pretrained_cfg
    from open_clip.transform import image_transform
    folder = fresh(name)
    model_config = json.loads(Path(_MODEL_CONFIGS[config]).read_text()) if isinstance(_MODEL_CONFIGS[config], (str, Path)) else json.loads(json.dumps(_MODEL_CONFIGS[config]))
    text, image = model_config["text_cfg"], model_config["vision_cfg"]
    model_config["embed_dim"] = 16
    text.update(width=16, heads=2, layers=2, vocab_size=vocabulary, context_length=24)
    text.pop("mlp_ratio", None)
    image.update(sizes_of_image or {})
    if timm:
        image["image_size"] = side
        model = small_timm(model_config, timm)
    else:
        side = image["image_size"]
        model = CLIP(**{k: v for k, v in model_config.items() if k != "custom_text"})
    randomise(model)
    preparation = {k: v for k, v in get_pretrained_cfg(config, tag).items() if k in ("mean", "std", "interpolation", "resize_mode")}
    full = {"model_cfg": model_config, "preprocess_cfg": {k: list(v) if isinstance(v, tuple) else v for k, v in preparation.items()}}
    (folder / "open_clip_config.json").write_text(json.dumps(full, indent=2) + "\n")
    prepare = image_transform(side, is_train=False, **preparation)
    images = model.encode_image(torch.stack([prepare(image) for image in pictures(folder, side)]))
    return folder, model, images, text


def small_timm(config, sizes):
    """CustomTextCLIP with timm's model of the configuration's name in other sizes."""
    import timm
    from open_clip.model import CustomTextCLIP, _build_text_tower
    model = torch.nn.Module()
    model.visual = torch.nn.Module()
    name = config["vision_cfg"]["timm_model_name"]
    model.visual.trunk = timm.create_model(name, num_classes=0, global_pool="map", img_size=config["vision_cfg"]["image_size"], **sizes)
    model.text = _build_text_tower(config["embed_dim"], config["text_cfg"])
    model.logit_scale = torch.nn.Parameter(torch.zeros(()))
    model.logit_bias = torch.nn.Parameter(torch.zeros(()))
    model.encode_image = model.visual.trunk
    model.encode_text = model.text
    return model


def padded(rows, length, pad):
    return torch.tensor([row + [pad] * (length - len(row)) for row in rows])


def simple_tokenizer():
    from open_clip.tokenizer import SimpleTokenizer
    packed = here / "merges.gz"
    packed.write_bytes(gzip.compress((here / "merges.txt").read_bytes().rstrip(b"\n")))
    tokenizer = SimpleTokenizer(bpe_path=str(packed), context_length=24)
    packed.unlink()
    return tokenizer


def open_clip_clip(name, config, tag):
    size = {"width": 64, "layers": 1, "patch_size": 16, "image_size": 48, "mlp_ratio": 1.5}
    if config.startswith("ViT-H"):
        size = {"width": 80, "layers": 1, "patch_size": 14, "image_size": 56, "head_width": 40, "mlp_ratio": 1.5}
    folder, model, images, _ = open_clip_folder(name, config, tag, clip_size(), size)
    ids = simple_tokenizer()(CAPTIONS)
    # The package fills with zeros behind the end; the end is the largest id.
    rows = [row[: row.index(max(row)) + 1] for row in ids.tolist()]
    finish(folder, model, images, {"package": model.encode_text(ids)}, {"package": rows})


def sticky(rows, length, pad):
    return [row[: length - 1] + row[-1:] if len(row) >= length else row + [pad] * (length - len(row)) for row in rows]


def big_vision_lower(text):
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


def open_clip_siglip(name, config, model_name, end, pad, timm, side):
    from open_clip.tokenizer import _clean_canonicalize
    processor = pieces(model_name)
    folder, model, images, text = open_clip_folder(name, config, "webli", processor.get_piece_size(), side=side, timm=timm)
    rows = {"package": sticky([processor.encode(_clean_canonicalize(t)) + [end] for t in CAPTIONS], 24, pad)}
    finish(folder, model, images, {form: model.encode_text(torch.tensor(ids)) for form, ids in rows.items()}, rows)


# transformers

def processed(folder, processor, side):
    processor.save_pretrained(folder)
    return processor(images=pictures(folder, side), return_tensors="pt")["pixel_values"]


def transformers_clip(name, image_act, text_act, **preparation):
    from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel, CLIPTokenizer
    from references import implied_vocabulary, read_merges
    folder = fresh(name)
    merges = read_merges(here / "merges.txt")
    vocabulary = implied_vocabulary(merges, True, ["<|startoftext|>", "<|endoftext|>"])
    end = vocabulary["<|endoftext|>"]
    text = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, vocab_size=len(vocabulary), max_position_embeddings=24,
                bos_token_id=end - 1, eos_token_id=end, pad_token_id=end, hidden_act=text_act)
    vision = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, image_size=48, patch_size=16, hidden_act=image_act)
    model = randomise(CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=16)))
    model.config.save_pretrained(folder)
    processor = CLIPImageProcessorPil(size={"shortest_edge": 48}, crop_size={"height": 48, "width": 48}, **preparation)
    pixels = processed(folder, processor, 48)
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=merges)
    rows = [tokenizer(t, truncation=True, max_length=24)["input_ids"] for t in CAPTIONS]
    # The training's captions, cleaned as OpenAI did.
    cleaned = simple_tokenizer()(CAPTIONS).tolist()
    forms = {"package": rows, "training": [row[: row.index(max(row)) + 1] for row in cleaned]}
    texts = {form: torch.cat([text_features(model, torch.tensor([row])) for row in ids]) for form, ids in forms.items()}
    finish(folder, model, image_features(model, pixels), texts, forms)


def tensor(found):
    return found if isinstance(found, torch.Tensor) else found.pooler_output


def text_features(model, ids, **more):
    return tensor(model.get_text_features(input_ids=ids, **more))


def image_features(model, pixels, **more):
    return tensor(model.get_image_features(pixel_values=pixels, **more))


def transformers_siglip(name, model_name, pad, image, side, processor):
    from transformers import SiglipConfig, SiglipModel, SiglipTokenizer
    folder = fresh(name)
    sentence_pieces = pieces(model_name)
    text = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, vocab_size=sentence_pieces.get_piece_size(), max_position_embeddings=24,
                projection_size=16)
    vision = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, image_size=side) | image
    model = randomise(SiglipModel(SiglipConfig(text_config=text, vision_config=vision)))
    model.config.save_pretrained(folder)
    pixels = processed(folder, processor, side)
    if model_name == "gemma.model":
        package = sticky([siglip2_ids(t) for t in CAPTIONS], 24, pad)
    else:
        tokenizer = SiglipTokenizer(vocab_file=str(here / model_name), model_max_length=24)
        package = [tokenizer(t, padding="max_length", truncation=True, max_length=24)["input_ids"] for t in CAPTIONS]
    forms = {"package": package, "training": sticky([sentence_pieces.encode(big_vision_lower(t)) + [1] for t in CAPTIONS], 24, pad)}
    (folder / "tokenizer_config.json").write_text(json.dumps({"pad_token": "<pad>" if pad == 0 else "</s>"}) + "\n")
    finish(folder, model, image_features(model, pixels), {form: text_features(model, torch.tensor(ids)) for form, ids in forms.items()}, forms)


def siglip2_ids(text):
    """As transformers' Siglip2Tokenizer: small letters, each code point by itself, then the pieces (packages/record.py holds them against each
    other)."""
    from tokenizers import normalizers
    return pieces("gemma.model").encode(normalizers.Lowercase().normalize_str(text)) + [1]


def naflex(name):
    from transformers import Siglip2Config, Siglip2ImageProcessorPil, Siglip2Model
    folder = fresh(name)
    sentence_pieces = pieces("gemma.model")
    text = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, vocab_size=sentence_pieces.get_piece_size(), max_position_embeddings=24,
                projection_size=16)
    vision = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, patch_size=16, num_patches=16)
    model = randomise(Siglip2Model(Siglip2Config(text_config=text, vision_config=vision)))
    model.config.save_pretrained(folder)
    processor = Siglip2ImageProcessorPil(patch_size=16, max_num_patches=16)
    processor.save_pretrained(folder)
    found = processor(images=pictures(folder, 64), return_tensors="pt")
    images = tensor(model.get_image_features(**found))
    ids = sticky([siglip2_ids(t) for t in CAPTIONS], 24, 0)
    # Of pictures of another aspect ratio the package keeps the ratio; only the square one can be compared.
    finish(folder, model, images[:1], {"package": text_features(model, torch.tensor(ids))}, {"package": ids})


def chinese_clip(name):
    from cn_clip.clip.bert_tokenizer import FullTokenizer
    from cn_clip.eval.data import _preprocess_text
    from transformers import BertTokenizer, ChineseCLIPConfig, ChineseCLIPImageProcessorPil, ChineseCLIPModel
    folder = fresh(name)
    shutil.copy(here / "vocab.txt", folder / "vocab.txt")
    full = FullTokenizer(vocab_file=str(here / "vocab.txt"))
    text = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, vocab_size=len(full.vocab), max_position_embeddings=24, pad_token_id=0)
    vision = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, image_size=48, patch_size=16)
    model = randomise(ChineseCLIPModel(ChineseCLIPConfig(text_config=text, vision_config=vision, projection_dim=16)))
    model.config.save_pretrained(folder)
    processor = ChineseCLIPImageProcessorPil(size={"height": 48, "width": 48}, do_center_crop=False)
    pixels = processed(folder, processor, 48)
    transformers = BertTokenizer(vocab=full.vocab)
    encode = lambda t: [full.vocab["[CLS]"]] + full.convert_tokens_to_ids(full.tokenize(t))[:22] + [full.vocab["[SEP]"]]
    forms = {"package": [transformers(t, truncation=True, max_length=24)["input_ids"] for t in CAPTIONS], "cn-clip": [encode(t) for t in CAPTIONS],
             "training": [encode(_preprocess_text(t)) for t in CAPTIONS]}
    texts = {}
    for form, ids in forms.items():
        mask = padded([[1] * len(row) for row in ids], 24, 0)
        texts[form] = text_features(model, padded(ids, 24, 0), attention_mask=mask)
    finish(folder, model, image_features(model, pixels), texts, forms)


def siglip_image_processor(resample):
    from transformers import SiglipImageProcessorPil
    return lambda side: SiglipImageProcessorPil(size={"height": side, "width": side}, resample=resample)


def tags():
    """What open_clip knows of the weights that clippo-weights knows by a tag, and how timm bends the perceptrons of SigLIP's towers."""
    import open_clip
    import timm
    from open_clip.factory import _MODEL_CONFIGS
    from open_clip.pretrained import _PRETRAINED
    known = []
    for model, found in _PRETRAINED.items():
        for tag, config in found.items():
            known.append({"model": model, "tag": tag, "mean": list(config["mean"]), "std": list(config["std"]), "interpolation": config["interpolation"],
                          "resize_mode": config["resize_mode"], "quick_gelu": config.get("quick_gelu", False), "image_size": _MODEL_CONFIGS.get(model, {}).get("vision_cfg", {}).get("image_size")})
    activations = {}
    for name in timm.list_models("*siglip*"):
        if "gap" not in name:
            with torch.device("meta"):
                model = timm.create_model(name)
            kinds = {type(m).__name__ + str(getattr(m, "approximate", "")) for m in model.modules() if "gelu" in type(m).__name__.lower()}
            activations[name] = {"GELUnone": "erf", "GELUTanh": "tanh"}[kinds.pop()] if len(kinds) == 1 else sorted(kinds)
    text = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in known)
    (here / "known.json").write_text('{"timm":' + json.dumps(activations) + ',\n"tags":[\n' + text + "]}\n")
    print(len(known), "tags,", len(activations), "towers")


TIMM = dict(embed_dim=16, depth=2, num_heads=1, mlp_ratio=1.5)
MODELS = {
    "clip-gelu": lambda n: transformers_clip(n, "gelu", "gelu"),
    "clip-mixed": lambda n: transformers_clip(n, "quick_gelu", "gelu", image_mean=[0.5] * 3, image_std=[0.5] * 3, resample=2),
    "open_clip-half": lambda n: open_clip_clip(n, "ViT-L-14", "laion2b_s32b_b82k"),
    "open_clip-dfn5b": lambda n: open_clip_clip(n, "ViT-H-14-quickgelu", "dfn5b"),
    "open_clip-siglip": lambda n: open_clip_siglip(n, "ViT-B-16-SigLIP", "c4.model", 1, 1, TIMM, 48),
    "open_clip-siglip2": lambda n: open_clip_siglip(n, "ViT-SO400M-16-SigLIP2-256", "gemma.model", 1, 0, TIMM, 48),
    "open_clip-siglip2-378": lambda n: open_clip_siglip(n, "ViT-SO400M-14-SigLIP2-378", "gemma.model", 1, 0, TIMM, 378),
    "siglip-384": lambda n: transformers_siglip(n, "c4.model", 1, dict(patch_size=14), 384, siglip_image_processor(3)(384)),
    "siglip2": lambda n: transformers_siglip(n, "gemma.model", 0, dict(patch_size=16), 48, siglip_image_processor(2)(48)),
    "naflex": naflex, "chinese_clip": chinese_clip,
}

if __name__ == "__main__":
    if not (here / "c4.model").exists() or "vocabularies" in sys.argv:
        vocabularies()
    if len(sys.argv) == 1 or "tags" in sys.argv:
        tags()
    for name in [a for a in sys.argv[1:] if a not in ("vocabularies", "tags")] or ([] if "tags" in sys.argv else MODELS):
        MODELS[name](name)
