// GELU: x times the share of it that passes, in three forms. In the tanh form that share is (1 + tanh u) / 2 =
// 1 / (1 + e^(-2 u)) with u = sqrt(2 / π) (x + 0.044715 x³); in the erf form it is the normal distribution function, in the
// sigmoid form 1 / (1 + e^(-1.702 x)).

/// Shares that pass, and the power of e that both the share and its derivative are made of.
typedef struct {
  floats share[VECTORS_AT_ONCE], power[VECTORS_AT_ONCE];
} TYPED(gelu_parts);

INLINE floats TYPED(gelu_reciprocal)(floats x) {
  return sizeof(ACTIVATION) == 2 ? rough_reciprocal(x) : reciprocal(x);
}

/// 1 - the normal distribution function at |x|, given e^(-x²/2): Abramowitz and Stegun 7.1.26, off by 1e-7 at most.
INLINE floats TYPED(gelu_tail)(floats x, floats power) {
  floats t = TYPED(gelu_reciprocal)(1.0f + 0.23164190f * larger_of(x, -x));
  floats sum = multiply_add(t, (floats)0.5307027145f, (floats)-0.7265760135f);
  sum = multiply_add(sum, t, (floats)0.7107068705f);
  sum = multiply_add(sum, t, (floats)-0.142248368f);
  sum = multiply_add(sum, t, (floats)0.127414796f);
  return sum * t * power;
}

/// `x` is held so low that powers of e, and their reciprocals, are normal numbers.
INLINE void TYPED(gelu_find_parts)(TYPED(gelu_parts) * parts, const floats *x, const size_t vectors,
                                   const clippo_gelu_form form) {
  for (size_t v = 0; v < vectors; v++) {
    floats square = x[v] * x[v];
    parts->power[v] = form == CLIPPO_GELU_ERF       ? -0.5f * square
                      : form == CLIPPO_GELU_SIGMOID ? -1.702f * x[v]
                                                    : smaller_of(x[v] * (-1.5957691216057308f - 0.07135481627159576f * square),
                                                                 (floats)84.0f);
  }
  TYPED(exponentials)(parts->power, vectors);
  for (size_t v = 0; v < vectors; v++) {
    if (form == CLIPPO_GELU_ERF) {
      floats tail = TYPED(gelu_tail)(x[v], parts->power[v]);
      parts->share[v] = x[v] < 0.0f ? tail : 1.0f - tail;
    } else {
      parts->share[v] = TYPED(gelu_reciprocal)(1.0f + parts->power[v]);
    }
  }
}

/// Past ±10, in the sigmoid form past ±49, a share is 0 or 1 to the last bit; the limit keeps infinities out of products.
INLINE floats TYPED(gelu_limited)(floats x, const clippo_gelu_form form) {
  const float limit = form == CLIPPO_GELU_SIGMOID ? 49.0f : 10.0f;
  return smaller_of(larger_of(x, (floats)-limit), (floats)limit);
}

/// The derivative at x, from the parts at x.
INLINE floats TYPED(gelu_derivative)(floats x, floats share, floats power, const clippo_gelu_form form) {
  if (form == CLIPPO_GELU_ERF) return share + x * (0.3989422804014327f * power);
  floats gradient = form == CLIPPO_GELU_SIGMOID ? (floats)1.702f : 1.5957691216057308f + 0.21406444881478728f * (x * x);
  // 1 - share = share * power, without cancelling.
  return share + x * gradient * (share * (share * power));
}

/// `vectors` vectors of `n` lanes each; more than one only when they are full.
INLINE void TYPED(gelu_forward_vectors)(ACTIVATION *restrict out, const ACTIVATION *restrict x, const size_t vectors,
                                        size_t n, const clippo_gelu_form form) {
  floats value[VECTORS_AT_ONCE], limited[VECTORS_AT_ONCE];
  TYPED(gelu_parts) parts;
  for (size_t v = 0; v < vectors; v++) {
    value[v] = load(x + v * LANES, n);
    limited[v] = TYPED(gelu_limited)(value[v], form);
  }
  TYPED(gelu_find_parts)(&parts, limited, vectors, form);
  for (size_t v = 0; v < vectors; v++) store(out + v * LANES, value[v] * parts.share[v], n);
}

INLINE void TYPED(gelu_forward_form)(ACTIVATION *restrict out, const ACTIVATION *restrict x, size_t count,
                                     const clippo_gelu_form form) {
  const size_t step = VECTORS_AT_ONCE * LANES;
  for (; count >= step; count -= step, out += step, x += step)
    TYPED(gelu_forward_vectors)(out, x, VECTORS_AT_ONCE, LANES, form);
  EACH_BLOCK(count, TYPED(gelu_forward_vectors)(out + i, x + i, 1, n, form););
}

static void TYPED(gelu_forward)(ACTIVATION *restrict out, const ACTIVATION *restrict x, size_t count,
                                clippo_gelu_form form) {
  if (form == CLIPPO_GELU_ERF) {
    TYPED(gelu_forward_form)(out, x, count, CLIPPO_GELU_ERF);
  } else if (form == CLIPPO_GELU_SIGMOID) {
    TYPED(gelu_forward_form)(out, x, count, CLIPPO_GELU_SIGMOID);
  } else {
    TYPED(gelu_forward_form)(out, x, count, CLIPPO_GELU_TANH);
  }
}

INLINE void TYPED(gelu_backward_vectors)(ACTIVATION *dx, ACTIVATION *active, const ACTIVATION *dy,
                                         const ACTIVATION *restrict x, const size_t vectors, size_t n,
                                         const clippo_gelu_form form) {
  floats value[VECTORS_AT_ONCE], limited[VECTORS_AT_ONCE];
  TYPED(gelu_parts) parts;
  for (size_t v = 0; v < vectors; v++) {
    value[v] = load(x + v * LANES, n);
    limited[v] = TYPED(gelu_limited)(value[v], form);
  }
  TYPED(gelu_find_parts)(&parts, limited, vectors, form);
  for (size_t v = 0; v < vectors; v++) {
    floats derivative = TYPED(gelu_derivative)(limited[v], parts.share[v], parts.power[v], form);
    store(dx + v * LANES, load(dy + v * LANES, n) * derivative, n);
    if (active) store(active + v * LANES, value[v] * parts.share[v], n);
  }
}

INLINE void TYPED(gelu_backward_form)(ACTIVATION *dx, ACTIVATION *active, const ACTIVATION *dy,
                                      const ACTIVATION *restrict x, size_t count, const clippo_gelu_form form) {
  const size_t step = VECTORS_AT_ONCE * LANES;
  size_t done = 0;
  for (; done + step <= count; done += step)
    TYPED(gelu_backward_vectors)
    (dx + done, active ? active + done : NULL, dy + done, x + done, VECTORS_AT_ONCE, LANES, form);
  EACH_BLOCK(count - done, {
    const size_t at = done + i;
    TYPED(gelu_backward_vectors)(dx + at, active ? active + at : NULL, dy + at, x + at, 1, n, form);
  });
}

static void TYPED(gelu_backward)(ACTIVATION *dx, ACTIVATION *active, const ACTIVATION *dy, const ACTIVATION *restrict x,
                                 size_t count, clippo_gelu_form form) {
  if (form == CLIPPO_GELU_ERF) {
    TYPED(gelu_backward_form)(dx, active, dy, x, count, CLIPPO_GELU_ERF);
  } else if (form == CLIPPO_GELU_SIGMOID) {
    TYPED(gelu_backward_form)(dx, active, dy, x, count, CLIPPO_GELU_SIGMOID);
  } else {
    TYPED(gelu_backward_form)(dx, active, dy, x, count, CLIPPO_GELU_TANH);
  }
}
