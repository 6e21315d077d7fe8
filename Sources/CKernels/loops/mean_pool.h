// The mean over the tokens of each sequence.

static void TYPED(mean_pool_forward)(float *restrict out, const ACTIVATION *restrict x, const int32_t *restrict offsets,
                                     size_t first, size_t end, size_t width) {
  for (size_t sequence = first; sequence < end; sequence++) {
    size_t start = (size_t)offsets[sequence], stop = (size_t)offsets[sequence + 1];
    float scale = stop > start ? 1.0f / (float)(stop - start) : 0.0f;
    EACH_BLOCK(width, {
      floats sum = 0;
      for (size_t token = start; token < stop; token++) sum += load(x + token * width + i, n);
      store(out + sequence * width + i, sum * scale, n);
    });
  }
}

static void TYPED(mean_pool_backward)(ACTIVATION *restrict dx, const float *restrict dout,
                                      const int32_t *restrict offsets, size_t first, size_t end, size_t width) {
  for (size_t sequence = first; sequence < end; sequence++) {
    size_t start = (size_t)offsets[sequence], stop = (size_t)offsets[sequence + 1];
    float scale = stop > start ? 1.0f / (float)(stop - start) : 0.0f;
    for (size_t token = start; token < stop; token++) {
      EACH_BLOCK(width, store(dx + token * width + i, load(dout + sequence * width + i, n) * scale, n););
    }
  }
}
