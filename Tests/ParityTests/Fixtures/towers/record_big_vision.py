"""Records what big_vision's two towers make of random weights; TwinTowerParityTests compares with it.

Needs jax, flax, einops, ml_collections, numpy, scipy, and a checkout of big_vision (Apache-2.0), which is the first argument:

    python record_big_vision.py CHECKOUT               small towers, beside this file
    python record_big_vision.py CHECKOUT large FOLDER  B/16, one tower and two, into FOLDER: weights and what they make of pictures

Writes NAME.weights.npz (parameters under big_vision's own names) and NAME.npz: the inputs, the unit embeddings, the loss, and for
small towers its derivative by every weight.
"""
import importlib
import os
import sys
from unittest import mock

sys.path.insert(0, sys.argv[1])
import flax
import flax.training.checkpoints
import jax
import jax.numpy as jnp
import numpy as np

# big_vision imports what it reads and writes files with; nothing here needs that.
files = ["tensorflow", "tensorflow.io", "tensorflow.io.gfile", "tensorstore"]
with mock.patch.dict(sys.modules, {name: mock.MagicMock() for name in files}):
    for module in ["vit", "common", "proj.image_text.text_transformer"]:
        importlib.import_module("big_vision.models." + module)
    from big_vision.models.proj.clippo import one_tower
    from big_vision.models.proj.image_text import two_towers
    loaded = {name: module for name, module in sys.modules.items() if name.startswith("big_vision")}
sys.modules.update(loaded)

jax.config.update("jax_default_matmul_precision", "highest")


def randomised(params, scale, seed=5):
    """Everything moved off its beginning, behind which mistakes could hide."""
    generator = np.random.default_rng(seed)
    move = lambda x: np.asarray(x) + generator.normal(0, scale, x.shape).astype(np.float32)
    return jax.tree.map(move, flax.core.unfreeze(params))


def named(tree, prefix):
    return {prefix + "/".join(k): np.asarray(v) for k, v in flax.traverse_util.flatten_dict(tree).items()}


def softmax(zi, zt, out):
    logits = zi @ zt.T * out["t"]
    nll = lambda l: -jnp.mean(jnp.diag(jax.nn.log_softmax(l, axis=1)))
    return (nll(logits) + nll(logits.T)) / 2


def sigmoid(zi, zt, out):
    logits = zi @ zt.T * out["t"] + out["b"]
    return -jnp.sum(jax.nn.log_sigmoid((2 * jnp.eye(len(zi)) - 1) * logits)) / len(zi)


def record(name, model, pixels, texts, loss_of, scale, folder=".", gradients=True):
    to_floats = lambda x: jnp.asarray(x, jnp.float32) / 127.5 - 1
    photos = to_floats(pixels)
    other = to_floats(texts) if texts.ndim == 4 else jnp.asarray(texts)
    params = randomised(jax.jit(model.init)(jax.random.PRNGKey(0), photos, other)["params"], scale)

    def loss(params):
        zi, zt, out = model.apply({"params": params}, photos, other)
        return loss_of(zi, zt, out), (zi, zt)

    arrays = {"pixels": pixels}
    if gradients:
        (value, (zi, zt)), slopes = jax.value_and_grad(loss, has_aux=True)(params)
        arrays.update(named(slopes, "gradient/"))
    else:
        value, (zi, zt) = jax.jit(loss)(params)
    arrays.update(images=np.asarray(zi), texts=np.asarray(zt), loss=np.asarray(value).reshape(1))
    if texts.ndim == 4:
        arrays["pages"] = texts
    else:
        arrays["tokens"] = texts.astype(np.int32).reshape(-1)
        arrays["offsets"] = (np.arange(len(texts) + 1) * texts.shape[1]).astype(np.int32)
    save = np.savez_compressed if gradients else np.savez
    save(os.path.join(folder, name + ".npz"), **arrays)
    save(os.path.join(folder, name + ".weights.npz"), **named(params, "params/"))
    print(name, sum(x.size for x in jax.tree.leaves(params)), "values, loss", float(value))


def inputs(batch, side, vocabulary, context, seed=3):
    """Pixels, and texts of different lengths that are filled with the end token, 1."""
    generator = np.random.default_rng(seed)
    pixels = generator.integers(0, 256, (batch, side, side, 3)).astype(np.uint8)
    texts = np.ones((batch, context), np.int32)
    for row in range(batch):
        length = [4, 9, 0][row % 3]
        texts[row, :length] = generator.integers(2, vocabulary, length)
    return pixels, texts


def small():
    image = dict(width=16, depth=2, mlp_dim=24, num_heads=2, patch_size=(8, 8))
    text = dict(width=16, depth=2, mlp_dim=20, num_heads=2, vocab_size=40)
    pixels, texts = inputs(3, 24, 40, 12)
    siglip = two_towers.Model(image=dict(image, pool_type="map"), text=text, out_dim=(None, 16), bias_init=-0.6,
                              temperature_init=5.0)
    record("big_vision_last", siglip, pixels, texts, sigmoid, 0.2)
    mapped = two_towers.Model(image=dict(image, pool_type="gap", scan=True), text=dict(text, width=12, pool_type="map", scan=True),
                              out_dim=(8, 8), temperature_init=5.0)
    record("big_vision_map", mapped, pixels, texts, softmax, 0.2)


def large(folder):
    os.makedirs(folder, exist_ok=True)
    pixels, texts = inputs(3, 224, 32_000, 64)
    pages = np.random.default_rng(9).integers(0, 256, pixels.shape).astype(np.uint8)
    clippo = one_tower.Model(image=dict(variant="B/16", pool_type="map"), out_dim=768, temperature_init=10.0)
    record("clippo_b16", clippo, pixels, pages, softmax, 0.02, folder, gradients=False)
    siglip = two_towers.Model(image=dict(variant="B/16", pool_type="map"), text=dict(variant="B", vocab_size=32_000),
                              out_dim=(None, 768), bias_init=-10.0, temperature_init=10.0)
    record("siglip_b16", siglip, pixels, texts, sigmoid, 0.02, folder, gradients=False)


if __name__ == "__main__":
    large(sys.argv[3]) if sys.argv[2:3] == ["large"] else small()
