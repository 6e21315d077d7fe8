// GELU in the tanh form: x / (1 + e^(-2 u)) with u = sqrt(2 / π) (x + 0.044715 x³), since (1 + tanh u) / 2 = 1 / (1 + e^(-2 u)).

/// e^(-2 u), held below 1e38 so that its reciprocal is a normal number.
INLINE floats TYPED(gelu_power)(floats x, floats square) {
  return exponential(smaller_of(x * (-1.5957691216057308f - 0.07135481627159576f * square), (floats)84.0f));
}

INLINE floats TYPED(gelu_gate)(floats power) {
  return sizeof(ACTIVATION) == 2 ? rough_reciprocal(1.0f + power) : reciprocal(1.0f + power);
}

static void TYPED(gelu_forward)(ACTIVATION *restrict out, const ACTIVATION *restrict x, size_t count) {
  EACH_BLOCK(count, {
    floats value = load(x + i, n);
    store(out + i, value * TYPED(gelu_gate)(TYPED(gelu_power)(value, value * value)), n);
  });
}

static void TYPED(gelu_backward)(ACTIVATION *dx, const ACTIVATION *dy, const ACTIVATION *restrict x, size_t count) {
  EACH_BLOCK(count, {
    // Past ±10 the derivative is 0 or 1 to the last bit; the clamp keeps infinities out of the products.
    floats value = smaller_of(larger_of(load(x + i, n), (floats)-10.0f), (floats)10.0f);
    floats square = value * value;
    floats power = TYPED(gelu_power)(value, square);
    floats gate = TYPED(gelu_gate)(power);
    floats slope = 1.5957691216057308f + 0.21406444881478728f * square;
    floats derivative = gate + value * slope * (gate * (gate * power));  // 1 - gate = gate * power, without cancelling.
    store(dx + i, load(dy + i, n) * derivative, n);
  });
}
