// Between f32, bf16 and bytes.

static void convert_f32_to_bf16(clippo_bf16 *restrict out, const float *restrict x, size_t count) {
  EACH_BLOCK(count, store(out + i, load(x + i, n), n););
}

static void convert_bf16_to_f32(float *restrict out, const clippo_bf16 *restrict x, size_t count) {
  EACH_BLOCK(count, store(out + i, load(x + i, n), n););
}

static void split_f32(float *restrict high, float *restrict low, const float *restrict x, size_t count) {
  EACH_BLOCK(count, {
    floats value = load(x + i, n), rounded = from_bf16(to_bf16(value));
    store(high + i, rounded, n);
    store(low + i, value - rounded, n);
  });
}

static void split_bf16(clippo_bf16 *restrict high, clippo_bf16 *restrict low, const float *restrict x, size_t count) {
  EACH_BLOCK(count, {
    floats value = load(x + i, n);
    halves rounded = to_bf16(value);
    store_halves(high + i, rounded, n);
    store(low + i, value - from_bf16(rounded), n);
  });
}

/// x / 127.5 - 1 as (2 x - 255) / 255: the difference is exact, so nothing cancels.
INLINE floats unit_range(floats x) { return (x * 2.0f - 255.0f) * (1.0f / 255.0f); }

static void unit_range_f32(float *restrict out, const uint8_t *restrict x, size_t count) {
  EACH_BLOCK(count, store(out + i, unit_range(load(x + i, n)), n););
}

static void unit_range_bf16(clippo_bf16 *restrict out, const uint8_t *restrict x, size_t count) {
  EACH_BLOCK(count, store(out + i, unit_range(load(x + i, n)), n););
}
