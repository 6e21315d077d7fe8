// GELU in the tanh form: x / (1 + e^(-2 u)) with u = sqrt(2 / π) (x + 0.044715 x³), since (1 + tanh u) / 2 = 1 / (1 + e^(-2 u)).

static void TYPED(gelu_forward)(ACTIVATION *restrict out, const ACTIVATION *restrict x, size_t count) {
  EACH_BLOCK(count, {
    floats value = load(x + i, n);
    floats twice = value * (1.5957691216057308f + 0.07135481627159576f * (value * value));
    store(out + i, value / (1.0f + exponential(-twice)), n);
  });
}

static void TYPED(gelu_backward)(ACTIVATION *dx, const ACTIVATION *dy, const ACTIVATION *restrict x, size_t count) {
  EACH_BLOCK(count, {
    // Past ±10 the derivative is 0 or 1 to the last bit; the clamp keeps infinities out of the products.
    floats value = smaller_of(larger_of(load(x + i, n), (floats)-10.0f), (floats)10.0f);
    floats square = value * value;
    floats twice = value * (1.5957691216057308f + 0.07135481627159576f * square);
    floats power = exponential(-twice);
    floats gate = 1.0f / (1.0f + power);
    floats slope = 1.5957691216057308f + 0.21406444881478728f * square;
    floats derivative = gate + value * slope * (gate * (gate * power));  // 1 - gate = gate * power, without cancelling.
    store(dx + i, load(dy + i, n) * derivative, n);
  });
}
