// What loops that search for near rows hand out.

#define PANEL ((size_t)16)
#define PANEL_PARTS (16 / LANES)

/// A bit for every lane of x that is at least as large as the floor; none for NaN.
INLINE uint32_t lanes_reaching(floats x, floats floor) {
#if defined(HAS_AVX512)
  return _mm512_cmp_ps_mask((__m512)x, (__m512)floor, _CMP_GE_OQ);
#else
  ints reaching = x >= floor;
  if (!__builtin_reduce_or(reaching)) return 0;
  uint32_t bits = 0;
  for (uint32_t lane = 0; lane < LANES; lane++)
    if (reaching[lane]) bits |= 1u << lane;
  return bits;
#endif
}

INLINE size_t emit_lanes(clippo_search_candidate *out, uint32_t bits, size_t row, size_t first_query) {
  size_t found = 0;
  for (; bits; bits &= bits - 1)
    out[found++] = (clippo_search_candidate){(uint32_t)row, (uint32_t)(first_query + (size_t)__builtin_ctz(bits))};
  return found;
}

/// Tells the cache of a share of `bytes` bytes.
INLINE void search_fetch(const char *bytes, size_t count, size_t share, size_t shares) {
  const size_t end = count * (share + 1) / shares;
  for (size_t place = count * share / shares / 64 * 64; place < end; place += 64) __builtin_prefetch(bytes + place, 0, 2);
}
