"""Embeds patches with weights that `clippo-weights export RUN --out FOLDER` wrote, with numpy alone: python read_weights.py FOLDER"""
import json, struct, sys
import numpy as np
folder = sys.argv[1]
info = json.load(open(f"{folder}/model.json"))
data = open(f"{folder}/model.safetensors", "rb").read()
start = 8 + struct.unpack("<Q", data[:8])[0]
w = {name: np.frombuffer(data, np.float32, np.prod(a["shape"], dtype=int), start + a["data_offsets"][0]).reshape(a["shape"])
     for name, a in json.loads(data[8:start]).items() if name != "__metadata__"}
photos = (info["vision"], "image" if info["tower"].startswith("twin") else "encoder", info["grid"])
pages = (info["page"], "text", info["page"]["grid"]) if info.get("page") else photos
dense = lambda x, name: x @ w[name + "/kernel"] + w[name + "/bias"]
gelu = lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
mlp = lambda x, name: dense(gelu(dense(x, name + "/up")), name + "/down")
def norm(x, name):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + v["epsilon"]) * w[name + "/scale"] + w[name + "/bias"]

def attend(query, key, value):
    q, k, u = (x.reshape(len(x), v["heads"], -1).swapaxes(0, 1) for x in (query, key, value))
    s = np.exp(q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1]))
    return (s / s.sum(-1, keepdims=True) @ u).swapaxes(0, 1).reshape(query.shape)

def embed(patches, rows, columns):
    """patches [n, side * side * 3] in -1…1 and their places [n] on the grid: one unit vector."""
    x = dense(patches, f"{tower}/embedding") + w[f"{tower}/positions"][(rows * grid[1] + columns).astype(int)]
    for block in (f"{tower}/block{i}" for i in range(v["depth"])):
        qkv = dense(norm(x, block + "/attentionNorm"), block + "/attention/qkv")
        x = x + dense(attend(*np.split(qkv, 3, -1)), block + "/attention/out")
        x = x + mlp(norm(x, block + "/mlpNorm"), block + "/mlp")
    x = norm(x, f"{tower}/norm")
    if v["pooling"] == "map":
        m, query = f"{tower}/map", dense(w[f"{tower}/map/probe"], f"{tower}/map/attention/query")
        x = dense(attend(query, *np.split(dense(x, m + "/attention/keyValue"), 2, -1)), m + "/attention/out")
        x = x + mlp(norm(x, m + "/norm"), m + "/mlp")
    z = dense(x.mean(0), f"{tower}/head")
    return z / np.linalg.norm(z)
example = np.load(f"{folder}/example.npz")
for kind in ("photo", "caption") if "caption_patches" in example else ("photo",):
    v, tower, grid = photos if kind == "photo" else pages
    z = embed(*(example[f"{kind}_{part}"] for part in ("patches", "rows", "columns")))
    print(kind, "differs by", np.abs(z - example[kind + "_embedding"]).max())
