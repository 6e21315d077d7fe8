"""Records what optax does with the optimisers as big_vision configures them, for OptimizerTests.

python3 -m pip install jax optax safetensors && python3 record_optimizers.py
Parameters and gradients come from SplitMix64, which the tests have too, so only results are recorded.
"""
import jax
import jax.numpy as jnp
import numpy as np
import optax
from safetensors.numpy import save_file

# Decays: names that end in kernel.
SHAPES = {
    "wide/kernel": (32, 40), "tall/kernel": (40, 32), "square/kernel": (33, 33), "narrow/kernel": (31, 40),
    "deep/kernel": (34, 3, 36), "deeper/kernel": (2, 36, 33, 2), "bias": (40,), "temperature": (1,),
}
STEPS = 5
# A large rate shows small differences.
PEAK, DECAY = 0.1, 1e-2
# What a schedule says at each step, and what clipping does to the gradients.
FACTORS = [0.25, 0.5, 1.0, 0.75, 0.5]
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


def gradients(step):
    # Different sizes every step, some beyond the clipping limit.
    size = [0.001, 0.1, 0.01, 1.0, 0.003][step]
    return {n: size * uniform(1000 * (step + 1) + i, s) for i, (n, s) in enumerate(SHAPES.items())}


def adafactor():
    def decay_rate(i, exponent):
        return jnp.minimum(0.999, 1.0 - (jnp.array(i, jnp.float32) + 1.0) ** (-exponent))
    return optax.chain(
        optax.scale_by_factored_rms(
            factored=True, decay_rate=0.8, step_offset=0, min_dim_size_to_factor=32, epsilon=1e-30,
            decay_rate_fn=decay_rate),
        optax.ema(0.9, debias=False, accumulator_dtype=jnp.bfloat16),
        optax.scale(PEAK))


def big_vision(direction):
    mask = {n: n.endswith("kernel") for n in SHAPES}
    return optax.chain(
        optax.clip_by_global_norm(CLIP), direction, optax.add_decayed_weights(DECAY, mask),
        optax.scale_by_schedule(lambda step: jnp.array(FACTORS)[step]), optax.scale(-1.0))


def adamw():
    mask = {n: n.endswith("kernel") for n in SHAPES}
    return optax.chain(
        optax.clip_by_global_norm(CLIP),
        optax.adamw(lambda step: PEAK * jnp.array(FACTORS)[step], b1=0.9, b2=0.95, eps=1e-8, weight_decay=DECAY,
                    mask=mask))


results = {}
for name, optimiser in [("adafactor", big_vision(adafactor())), ("adamw", adamw())]:
    parameters = {n: jnp.array(uniform(i + 1, s)) for i, (n, s) in enumerate(SHAPES.items())}
    state = optimiser.init(parameters)

    # Compiled, as big_vision runs it: then the momentum's decay is 0.9 rounded to bfloat16, and nothing else is rounded.
    @jax.jit
    def step(parameters, state, gradient):
        updates, state = optimiser.update(gradient, state, parameters)
        return optax.apply_updates(parameters, updates), state

    for index in range(STEPS):
        gradient = {n: jnp.array(g) for n, g in gradients(index).items()}
        parameters, state = step(parameters, state, gradient)
    results |= {f"{name}/{n}": np.array(p) for n, p in parameters.items()}

save_file(results, "optimizers.safetensors")
