// e to the x, and its inverse.

/// Relative error below 3e-7 for |x| ≤ 20 and below 2e-6 for -87 ≤ x ≤ 88; 0 far below, infinity above, NaN for NaN.
INLINE floats exponential(floats x) {
  floats inside = smaller_of(larger_of(x, (floats)-110.0f), (floats)90.0f);

  // x log2 e = n + r. Adding 1.5 * 2^23 leaves n, rounded, in the low bits of the sum.
  const float log2_e = 1.44269504088896341f, shift = 12582912.0f;
  floats shifted = inside * log2_e + shift;
  floats n = shifted - shift;
  floats r = inside * log2_e - n;

  // 2^r = 1 + r q(r), fitted to the least relative error on |r| ≤ 1/2, which is 1.1e-7.
  floats q = r * 1.326472731e-3f + 9.671512991e-3f;
  q = q * r + 5.550733581e-2f;
  q = q * r + 2.402224243e-1f;
  q = q * r + 6.931470037e-1f;
  floats power = q * r + 1.0f;

#if defined(HAS_AVX512)
  return (floats)_mm512_scalef_ps((__m512)power, (__m512)n);
#else
  // 2^n by its bits, which hold -126 ≤ n ≤ 127 only.
  floats two_to_n = (floats)(((ints)shifted << 23) + 0x3f800000);
  floats value = x < -87.0f ? (floats)0.0f : power * two_to_n;
  return x > 88.0f ? (floats)__builtin_inff() : value;
#endif
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
