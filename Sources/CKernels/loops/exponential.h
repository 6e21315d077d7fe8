// e to the x, the one transcendental function of the loops.

/// Relative error below 2e-7 for -87 ≤ x ≤ 88; 0 below, infinity above, NaN for NaN.
INLINE floats exponential(floats x) {
  const float lowest = -87.0f, highest = 88.0f;
  floats inside = smaller_of(larger_of(x, (floats)lowest), (floats)highest);

  // x = n ln 2 + r. Adding 1.5 * 2^23 leaves n, rounded, in the low bits of the sum.
  const float shift = 12582912.0f;
  floats shifted = inside * 1.44269504088896341f + shift;
  floats n = shifted - shift;
  floats r = inside - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;

  // Minimax polynomial of Cephes' expf.
  floats p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  floats power = (p * (r * r) + r) + 1.0f;

  floats two_to_n = (floats)(((ints)shifted << 23) + 0x3f800000);
  floats value = power * two_to_n;
  value = x < lowest ? (floats)0.0f : value;
  return x > highest ? (floats)__builtin_inff() : value;
}
