// One element in, one element out.

static void add_f32(float *out, const float *a, const float *b, size_t count) {
  EACH_BLOCK(count, store(out + i, load(a + i, n) + load(b + i, n), n););
}

static void add_bf16(float *out, const float *a, const clippo_bf16 *b, size_t count) {
  EACH_BLOCK(count, store(out + i, load(a + i, n) + load(b + i, n), n););
}

static void accumulate_f32(float *restrict out, const float *restrict x, float scale, size_t count) {
  EACH_BLOCK(count, store(out + i, load(out + i, n) + load(x + i, n) * scale, n););
}

static void scale_f32(float *out, const float *x, float scale, size_t count) {
  EACH_BLOCK(count, store(out + i, load(x + i, n) * scale, n););
}

static void add_bias_f32(float *restrict x, const float *restrict bias, size_t rows, size_t width) {
  for (size_t row = 0; row < rows; row++, x += width) {
    EACH_BLOCK(width, store(x + i, load(x + i, n) + load(bias + i, n), n););
  }
}
