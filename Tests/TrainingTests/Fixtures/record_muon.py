"""Records what torch.optim.Muon does beside torch.optim.AdamW, for MuonTests.

python3 -m pip install torch numpy safetensors && python3 record_muon.py
Parameters and gradients come from SplitMix64, which the tests have too, so only results are recorded. Kernels lie as
[inputs, outputs] here and as [outputs, inputs] in PyTorch, so each is turned on its way there and back; queries, keys and
values are three parameters there.

torch.optim.Muon makes Newton-Schulz steps in bfloat16. Every run is recorded twice: as it is, and with the same steps in
float32, everything else being PyTorch's.
"""
import numpy as np
import torch
import torch.optim._muon as torch_muon
from safetensors.numpy import save_file

# Muon updates the kernels of blocks, AdamW the others; kernels decay.
BLOCK = "tower/block0"
SHAPES = {
    f"{BLOCK}/attention/qkv/kernel": (32, 96), f"{BLOCK}/attention/out/kernel": (33, 33),
    f"{BLOCK}/mlp/up/kernel": (24, 70), f"{BLOCK}/mlp/down/kernel": (70, 24), f"{BLOCK}/mlp/up/bias": (70,),
    "tower/embedding/kernel": (20, 24), "tower/positions": (9, 24), "tower/head/kernel": (24, 16), "logScale": (1,),
}
PEAK, DECAY, MOMENTUM = 0.05, 0.1, 0.9
ADAMW_PEAK, ADAMW_DECAY = 0.02, 1e-2
# What a schedule says at each step, how large gradients are, and what clipping does to them.
FACTORS = [0.25, 0.5, 1.0, 0.75, 0.5]
SIZES = [0.001, 0.1, 0.01, 1.0, 0.003]
CLIP = 1.0


def uniform(stream, shape):
    """-1 ... 1; the upper 24 bits of SplitMix64."""
    state, values = stream, []
    for _ in range(int(np.prod(shape))):
        state = (state + 0x9E3779B97F4A7C15) & (2**64 - 1)
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        z = z ^ (z >> 31)
        values.append((z >> 40) * 2.0**-24 * 2 - 1)
    return np.array(values, np.float32).reshape(shape)


def is_hidden(name):
    return name.startswith(BLOCK) and name.endswith("/kernel")


def parts(name, array):
    """The parameters that PyTorch has for one of Clippo's."""
    if not is_hidden(name):
        return [array]
    return [np.ascontiguousarray(p.T) for p in np.split(array, 3 if "/qkv/" in name else 1, axis=1)]


def float32_steps(gradient, coefficients, steps, eps):
    """What torch.optim.Muon does in bfloat16, in float32."""
    a, b, c = coefficients
    x = gradient.clone()
    is_tall = x.size(0) > x.size(1)
    if is_tall:
        x = x.T
    x = x / x.norm().clamp(min=eps)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    return x.T if is_tall else x


def run(adjustment):
    start = {n: uniform(i + 1, s) for i, (n, s) in enumerate(SHAPES.items())}
    parameters = {n: [torch.nn.Parameter(torch.from_numpy(p.copy())) for p in parts(n, v)] for n, v in start.items()}
    muon = torch.optim.Muon(
        [p for n, ps in parameters.items() if is_hidden(n) for p in ps], lr=PEAK, weight_decay=DECAY, momentum=MOMENTUM,
        adjust_lr_fn=adjustment)
    rest = {n: ps for n, ps in parameters.items() if not is_hidden(n)}
    adamw = torch.optim.AdamW([
        {"params": [p for n, ps in rest.items() if n.endswith("kernel") == decays for p in ps],
         "weight_decay": ADAMW_DECAY if decays else 0.0} for decays in (True, False)],
        lr=ADAMW_PEAK, betas=(0.9, 0.95), eps=1e-8)
    for step, (factor, size) in enumerate(zip(FACTORS, SIZES)):
        gradients = {n: np.float32(size) * uniform(1000 * (step + 1) + i, s) for i, (n, s) in enumerate(SHAPES.items())}
        norm = np.sqrt(sum(np.sum(g.astype(np.float64) ** 2) for g in gradients.values()))
        scale = np.float32(min(1.0, CLIP / norm))
        for name, ps in parameters.items():
            for p, g in zip(ps, parts(name, gradients[name])):
                p.grad = torch.from_numpy(scale * g)
        for optimizer, peak in ((muon, PEAK), (adamw, ADAMW_PEAK)):
            for group in optimizer.param_groups:
                group["lr"] = peak * factor
            optimizer.step()
    return {
        n: np.concatenate([p.detach().numpy().T for p in ps], axis=1) if is_hidden(n) else ps[0].detach().numpy()
        for n, ps in parameters.items()}


results = {}
own_steps = torch_muon._zeropower_via_newtonschulz
for word, adjustment in [("original", "original"), ("matchRMSAdamW", "match_rms_adamw")]:
    for precision, steps in [("bfloat16", own_steps), ("float32", float32_steps)]:
        torch_muon._zeropower_via_newtonschulz = steps
        results |= {f"{word}/{precision}/{n}": np.ascontiguousarray(v) for n, v in run(adjustment).items()}

save_file(results, "muon.safetensors")
