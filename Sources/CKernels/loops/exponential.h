// e to the x, and its inverse.

/// Vectors whose steps are written side by side: as many as the registers hold.
#if LANES == 16
#define VECTORS_AT_ONCE 4
#else
#define VECTORS_AT_ONCE 2
#endif

/// x 2^n for whole n, -159 ≤ n ≤ 130.
INLINE floats times_power_of_two(floats x, floats n) {
#if defined(HAS_AVX512)
  return (floats)_mm512_scalef_ps((__m512)x, (__m512)n);
#else
  // Two factors, since the exponent of one holds -126 ≤ n ≤ 127 only.
  ints whole = __builtin_convertvector(n, ints), half = whole >> 1;
  return x * (floats)((half + 127) << 23) * (floats)((whole - half + 127) << 23);
#endif
}

/// e to the power of each of a few vectors, in place. Their long chains of dependent steps run side by side, which one
/// vector after the other would not. Relative error below 2e-7 for |x| ≤ 1 and 5e-7 for |x| ≤ 20, growing to 1.5e-6 at
/// -87 and 88 (1e-6 and 4e-6 without fused multiply-add); 0 far below, infinity above, NaN for NaN.
INLINE void exponentials(floats *x, const size_t count) {
  floats n[VECTORS_AT_ONCE], power[VECTORS_AT_ONCE];
#define FOR_EACH_VECTOR _Pragma("clang loop unroll(full)") for (size_t v = 0; v < count; v++)
  FOR_EACH_VECTOR x[v] = smaller_of(larger_of(x[v], (floats)-110.0f), (floats)90.0f);

  // x log2 e = n + r. Adding and taking away 1.5 * 2^23 rounds.
  const float log2_e = 1.44269504088896341f, shift = 12582912.0f;
  FOR_EACH_VECTOR n[v] = multiply_add(x[v], (floats)log2_e, (floats)shift) - shift;
  FOR_EACH_VECTOR x[v] = multiply_add(x[v], (floats)log2_e, -n[v]);

  // 2^r = 1 + r q(r), fitted to the least relative error on |r| ≤ 1/2, which is 1.1e-7.
  FOR_EACH_VECTOR power[v] = multiply_add(x[v], (floats)1.326472731e-3f, (floats)9.671512991e-3f);
  FOR_EACH_VECTOR power[v] = multiply_add(power[v], x[v], (floats)5.550733581e-2f);
  FOR_EACH_VECTOR power[v] = multiply_add(power[v], x[v], (floats)2.402224243e-1f);
  FOR_EACH_VECTOR power[v] = multiply_add(power[v], x[v], (floats)6.931470037e-1f);
  FOR_EACH_VECTOR power[v] = multiply_add(power[v], x[v], (floats)1.0f);
  FOR_EACH_VECTOR x[v] = times_power_of_two(power[v], n[v]);
#undef FOR_EACH_VECTOR
}

/// The same to a relative error of 8e-5, for results that are rounded to bf16, whose own error is 25 times that.
INLINE void rough_exponentials(floats *x, const size_t count) {
#if defined(HAS_AVX512)
  // x log2 e = n + r with 0 ≤ r < 1; the scaling rounds n down by itself.
  for (size_t v = 0; v < count; v++) {
    floats power = x[v] * 1.44269504088896341f, r = (floats)_mm512_reduce_ps((__m512)power, _MM_FROUND_TO_NEG_INF);
    floats sum = multiply_add(r, (floats)7.802451946e-2f, (floats)2.260671785e-1f);
    sum = multiply_add(sum, r, (floats)6.958335221e-1f);
    sum = multiply_add(sum, r, (floats)9.999252214e-1f);
    x[v] = (floats)_mm512_scalef_ps((__m512)sum, (__m512)power);
  }
#else
  exponentials(x, count);
#endif
}

INLINE floats exponential(floats x) {
  exponentials(&x, 1);
  return x;
}

/// The natural logarithm of a normal positive number, relative error below 2e-7; NaN and infinity give NaN.
INLINE floats logarithm(floats x) {
  // x = 2^e m with m between sqrt(1/2) and sqrt(2); the polynomial is that of Cephes' logf.
  ints bits = (ints)x;
  floats m = (floats)((bits & 0x007fffff) | 0x3f000000);
  ints small = m < 0.70710678118654752f;
  floats e = __builtin_convertvector(((bits >> 23) & 0xff) - 126 + small, floats);
  m = (small ? m + m : m) - 1.0f;
  floats p = m * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  floats square = m * m;
  floats tail = p * m * square - e * 2.12194440e-4f - square * 0.5f;
  return (m + tail) + e * 0.693359375f + x * 0.0f;
}
