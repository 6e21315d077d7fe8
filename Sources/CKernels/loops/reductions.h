// Many elements in, one number out. Sums run in double and in an order fixed by the count and the level.

static double dot_f32(const float *restrict x, const float *restrict y, size_t count) {
  // Two sums hide the latency of the addition.
  doubles even = 0, odd = 0;
  size_t i = 0;
  for (; i + 2 * LANES <= count; i += 2 * LANES) {
    even += __builtin_convertvector(load(x + i, LANES), doubles) * __builtin_convertvector(load(y + i, LANES), doubles);
    odd += __builtin_convertvector(load(x + i + LANES, LANES), doubles) *
           __builtin_convertvector(load(y + i + LANES, LANES), doubles);
  }
  for (; i < count; i += LANES) {
    size_t n = smaller(LANES, count - i);
    even += __builtin_convertvector(load(x + i, n), doubles) * __builtin_convertvector(load(y + i, n), doubles);
  }
  return sum_of_doubles(even + odd);
}

static double sum_squares_f32(const float *x, size_t count) { return dot_f32(x, x, count); }

static int all_finite_f32(const float *x, size_t count) {
  // A non-finite value times zero is NaN; adding the products keeps it.
  floats seen = 0;
  EACH_BLOCK(count, seen += load(x + i, n) * 0.0f;);
  return sum_of(seen) == 0.0f;
}
