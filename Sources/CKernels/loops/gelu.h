// GELU in the tanh form. As (1 + tanh u) / 2 = 1 / (1 + e^(-2 u)), it is x / (1 + e^(-2 u)) with
// u = sqrt(2 / π) (x + 0.044715 x³).

/// -2 u, held so low that e to it, and the reciprocal of that, are normal numbers.
INLINE floats TYPED(gelu_exponent)(floats x, floats square) {
  return smaller_of(x * (-1.5957691216057308f - 0.07135481627159576f * square), (floats)84.0f);
}

/// 1 / (1 + e^(-2 u)), the share of x that passes.
INLINE floats TYPED(gelu_gate)(floats power) {
  return sizeof(ACTIVATION) == 2 ? rough_reciprocal(1.0f + power) : reciprocal(1.0f + power);
}

/// `vectors` vectors of `n` lanes each; more than one only when they are full.
INLINE void TYPED(gelu_forward_vectors)(ACTIVATION *restrict out, const ACTIVATION *restrict x, const size_t vectors,
                                        size_t n) {
  floats value[VECTORS_AT_ONCE], power[VECTORS_AT_ONCE];
  for (size_t v = 0; v < vectors; v++) {
    value[v] = load(x + v * LANES, n);
    power[v] = TYPED(gelu_exponent)(value[v], value[v] * value[v]);
  }
  exponentials(power, vectors);
  for (size_t v = 0; v < vectors; v++) store(out + v * LANES, value[v] * TYPED(gelu_gate)(power[v]), n);
}

static void TYPED(gelu_forward)(ACTIVATION *restrict out, const ACTIVATION *restrict x, size_t count) {
  const size_t step = VECTORS_AT_ONCE * LANES;
  for (; count >= step; count -= step, out += step, x += step)
    TYPED(gelu_forward_vectors)(out, x, VECTORS_AT_ONCE, LANES);
  EACH_BLOCK(count, TYPED(gelu_forward_vectors)(out + i, x + i, 1, n););
}

INLINE void TYPED(gelu_backward_vectors)(ACTIVATION *dx, const ACTIVATION *dy, const ACTIVATION *restrict x,
                                         const size_t vectors, size_t n) {
  floats value[VECTORS_AT_ONCE], power[VECTORS_AT_ONCE];
  for (size_t v = 0; v < vectors; v++) {
    // Past ±10 the derivative is 0 or 1 to the last bit; the clamp keeps infinities out of the products.
    value[v] = smaller_of(larger_of(load(x + v * LANES, n), (floats)-10.0f), (floats)10.0f);
    power[v] = TYPED(gelu_exponent)(value[v], value[v] * value[v]);
  }
  exponentials(power, vectors);
  for (size_t v = 0; v < vectors; v++) {
    floats gate = TYPED(gelu_gate)(power[v]);
    floats slope = 1.5957691216057308f + 0.21406444881478728f * (value[v] * value[v]);
    // 1 - gate = gate * power, without cancelling.
    floats derivative = gate + value[v] * slope * (gate * (gate * power[v]));
    store(dx + v * LANES, load(dy + v * LANES, n) * derivative, n);
  }
}

static void TYPED(gelu_backward)(ACTIVATION *dx, const ACTIVATION *dy, const ACTIVATION *restrict x, size_t count) {
  const size_t step = VECTORS_AT_ONCE * LANES;
  for (; count >= step; count -= step, dx += step, dy += step, x += step)
    TYPED(gelu_backward_vectors)(dx, dy, x, VECTORS_AT_ONCE, LANES);
  EACH_BLOCK(count, TYPED(gelu_backward_vectors)(dx + i, dy + i, x + i, 1, n););
}
