"""Records what the Python packages make of small towers with random weights; TwinTowerParityTests compares with it.

Needs torch, numpy, safetensors, transformers, open_clip_torch and timm. Run beside this file:

    python record.py [clip chinese_clip open_clip siglip siglip_naflex open_clip_siglip]

Writes, for each model, NAME.safetensors (weights under the package's own names) and NAME.npz: the inputs, the unit embeddings,
the loss (CLIP's, both directions of the softmax; of SigLIP its own), and that loss's derivative by every weight.
"""
import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

SIDE, PATCH, BATCH, VOCABULARY, CONTEXT = 24, 8, 3, 40, 12
BEGIN, END = VOCABULARY - 2, VOCABULARY - 1


def randomise(model):
    """The packages begin with many zeros and ones, behind which mistakes could hide."""
    torch.manual_seed(7)
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.dim() == 0 or name.startswith("logit_"):
                value.fill_(-0.6 if "bias" in name else 1.7)
            elif "norm" in name.lower() or "ln_" in name:
                value.copy_(torch.randn_like(value) * 0.2 + (1 if name.endswith("weight") else 0))
            else:
                value.copy_(torch.randn_like(value) * 0.25)


def inputs(first, last):
    """Pixels and texts of different lengths, as lists; `first` and `last` frame each text."""
    generator = np.random.default_rng(3)
    pixels = generator.integers(0, 256, (BATCH, 3, SIDE, SIDE)).astype(np.uint8)
    lengths = [5, 10, 2]
    texts = [[first] + list(generator.integers(4, BEGIN, n)) + [last] for n in lengths]
    return pixels, texts


def softmax(scale, images, words, bias=0):
    logits = scale * images @ words.T
    target = torch.arange(len(words))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def sigmoid(scale, images, words, bias):
    """SigLIP's: every pair is a question of its own, and the sum is divided by the pictures."""
    logits = scale * images @ words.T + bias
    signs = 2 * torch.eye(len(words)) - 1
    return -F.logsigmoid(signs * logits).sum() / len(words)


def record(name, model, pixels, texts, embed, normalise, loss_of=softmax):
    floats = torch.from_numpy(pixels).float() / 255
    mean, deviation = (torch.tensor(v).view(1, 3, 1, 1) for v in normalise)
    images, words, *scale = embed((floats - mean) / deviation, texts)
    images, words = F.normalize(images, dim=-1), F.normalize(words, dim=-1)
    loss = loss_of(scale[0], images, words, *scale[1:])
    loss.backward()
    arrays = {"pixels": pixels.transpose(0, 2, 3, 1), "images": images.detach().numpy(), "texts": words.detach().numpy(),
              "loss": loss.detach().numpy().reshape(1), "tokens": np.concatenate(texts).astype(np.int32),
              "offsets": np.cumsum([0] + [len(t) for t in texts]).astype(np.int32)}
    weights = {}
    for key, value in model.named_parameters():
        if value.grad is None:
            continue
        weights[key] = value.detach().contiguous()
        arrays["gradient/" + key] = value.grad.numpy()
    save_file(weights, name + ".safetensors")
    np.savez_compressed(name + ".npz", **arrays)
    print(name, len(weights), "weights,", sum(w.numel() for w in weights.values()), "values, loss", loss.item())


def padded(texts, pad):
    length = max(map(len, texts))
    ids = torch.full((len(texts), length), pad)
    mask = torch.zeros(len(texts), length, dtype=torch.long)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = torch.tensor(text)
        mask[row, : len(text)] = 1
    return ids, mask


CLIP_PIXELS = ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
UNIT_PIXELS = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
VISION = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, image_size=SIDE, patch_size=PATCH)


def clip():
    from transformers import CLIPConfig, CLIPModel
    text = dict(hidden_size=12, intermediate_size=20, num_hidden_layers=2, num_attention_heads=2, vocab_size=VOCABULARY,
                max_position_embeddings=CONTEXT, bos_token_id=BEGIN, eos_token_id=END, pad_token_id=END)
    model = CLIPModel(CLIPConfig(text_config=text, vision_config=VISION, projection_dim=8)).eval()
    randomise(model)

    def embed(images, texts):
        ids, mask = padded(texts, END)
        out = model(input_ids=ids, pixel_values=images, attention_mask=mask)
        return (out.image_embeds, out.text_embeds, model.logit_scale.exp())

    record("clip", model, *inputs(BEGIN, END), embed, UNIT_PIXELS)


def chinese_clip():
    from transformers import ChineseCLIPConfig, ChineseCLIPModel
    text = dict(hidden_size=12, intermediate_size=20, num_hidden_layers=2, num_attention_heads=2, vocab_size=VOCABULARY,
                max_position_embeddings=CONTEXT, type_vocab_size=2, pad_token_id=0)
    model = ChineseCLIPModel(ChineseCLIPConfig(text_config=text, vision_config=VISION, projection_dim=8)).eval()
    randomise(model)

    def embed(images, texts):
        ids, mask = padded(texts, 0)
        out = model(input_ids=ids, pixel_values=images, attention_mask=mask)
        return (out.image_embeds, out.text_embeds, model.logit_scale.exp())

    record("chinese_clip", model, *inputs(2, 3), embed, CLIP_PIXELS)


def open_clip():
    from open_clip.model import CLIP
    vision = dict(layers=2, width=16, head_width=8, mlp_ratio=1.5, patch_size=PATCH, image_size=SIDE)
    text = dict(context_length=CONTEXT, vocab_size=VOCABULARY, width=12, heads=2, layers=2, mlp_ratio=5 / 3)
    model = CLIP(embed_dim=8, vision_cfg=vision, text_cfg=text).eval()
    randomise(model)

    def embed(images, texts):
        # The package takes the place of the largest token for the end.
        ids, _ = padded(texts, 0)
        ids = F.pad(ids, (0, CONTEXT - ids.shape[1]))
        return model.encode_image(images), model.encode_text(ids), model.logit_scale.exp()

    record("open_clip", model, *inputs(BEGIN, END), embed, CLIP_PIXELS)


def siglip():
    from transformers import SiglipConfig, SiglipModel
    # Texts are filled with the end token, and embeddings are as wide as the image tower.
    text = dict(hidden_size=16, intermediate_size=20, num_hidden_layers=2, num_attention_heads=2, vocab_size=VOCABULARY,
                max_position_embeddings=CONTEXT, bos_token_id=BEGIN, eos_token_id=END, pad_token_id=END)
    model = SiglipModel(SiglipConfig(text_config=text, vision_config=VISION)).eval()
    randomise(model)
    pixels, texts = inputs(BEGIN, END)
    texts = [text + [END] * (CONTEXT - len(text)) for text in texts]

    def embed(images, texts):
        out = model(input_ids=torch.tensor(texts), pixel_values=images)
        return out.image_embeds, out.text_embeds, model.logit_scale.exp(), model.logit_bias

    record("siglip", model, pixels, texts, embed, UNIT_PIXELS, sigmoid)


def siglip_naflex():
    from transformers import Siglip2Config, Siglip2Model
    grid = SIDE // PATCH
    text = dict(hidden_size=16, intermediate_size=20, num_hidden_layers=2, num_attention_heads=2, vocab_size=VOCABULARY,
                max_position_embeddings=CONTEXT, bos_token_id=BEGIN, eos_token_id=END, pad_token_id=END)
    vision = {key: value for key, value in VISION.items() if key != "image_size"} | dict(num_patches=grid * grid)
    model = Siglip2Model(Siglip2Config(text_config=text, vision_config=vision)).eval()
    randomise(model)
    pixels, texts = inputs(BEGIN, END)
    texts = [text + [END] * (CONTEXT - len(text)) for text in texts]

    def embed(images, texts):
        # The package's processor cuts patches itself: rows of pixels, and the three colours of each.
        patches = images.reshape(BATCH, 3, grid, PATCH, grid, PATCH).permute(0, 2, 4, 3, 5, 1).reshape(BATCH, grid * grid, -1)
        out = model(input_ids=torch.tensor(texts), pixel_values=patches, spatial_shapes=torch.tensor([[grid, grid]] * BATCH),
                    pixel_attention_mask=torch.ones(BATCH, grid * grid, dtype=torch.long))
        return out.image_embeds, out.text_embeds, model.logit_scale.exp(), model.logit_bias

    record("siglip_naflex", model, pixels, texts, embed, UNIT_PIXELS, sigmoid)


def open_clip_siglip():
    """The towers that open_clip builds for ViT-B-16-SigLIP, smaller: timm's for pictures, its own for texts."""
    from functools import partial
    from open_clip.transformer import LayerNorm, TextTransformer
    from timm.models.vision_transformer import VisionTransformer
    model = torch.nn.Module()
    model.visual = torch.nn.Module()
    model.visual.trunk = VisionTransformer(img_size=SIDE, patch_size=PATCH, embed_dim=16, depth=2, num_heads=2, mlp_ratio=1.5,
                                           class_token=False, global_pool="map", num_classes=0, act_layer="gelu_tanh")
    model.text = TextTransformer(context_length=CONTEXT, vocab_size=VOCABULARY, width=16, heads=2, layers=2, mlp_ratio=20 / 16,
                                 output_dim=16, no_causal_mask=True, proj_bias=True, pool_type="last",
                                 norm_layer=partial(LayerNorm, eps=1e-6),
                                 act_layer=partial(torch.nn.GELU, approximate="tanh"))
    model.logit_scale = torch.nn.Parameter(torch.zeros(()))
    model.logit_bias = torch.nn.Parameter(torch.zeros(()))
    model.eval()
    randomise(model)
    pixels, texts = inputs(BEGIN, END)
    texts = [text + [END] * (CONTEXT - len(text)) for text in texts]

    def embed(images, texts):
        return model.visual.trunk(images), model.text(torch.tensor(texts)), model.logit_scale.exp(), model.logit_bias

    record("open_clip_siglip", model, pixels, texts, embed, UNIT_PIXELS, sigmoid)


if __name__ == "__main__":
    import sys
    for name in sys.argv[1:] or ["clip", "chinese_clip", "open_clip", "siglip", "siglip_naflex", "open_clip_siglip"]:
        globals()[name]()
