#include "clippo_numeric.h"

// The layout is that of loops/attention_forward.h and loops/attention_backward.h, for the widest vectors.
size_t clippo_attention_scratch(size_t longest, size_t head_width) {
  const size_t block = 64;
  const size_t key_columns = (longest + 15) / 16 * 16, head_columns = (head_width + 15) / 16 * 16;
  return 5 * block * head_columns + 5 * block * key_columns + 6 * key_columns * head_columns;
}
