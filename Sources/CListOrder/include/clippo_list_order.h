#ifndef CLIPPO_LIST_ORDER_H
#define CLIPPO_LIST_ORDER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 The order in which the sorting of the C++ library leaves equal scores. Programs that cut lists with torch.topk or sort them with
 torch.argsort on a CPU count by it, so that equal numbers need the same order.

 Both write places of scores, highest score first, and return 0, or -1 where there is no memory. Scores must not be NaN.
*/

/* The k first of n, 0 < k <= n, as torch.topk chooses them. */
int clippo_list_top(const float *scores, size_t n, size_t k, int64_t *places);

/* All n, as torch.argsort orders them. */
int clippo_list_sort(const float *scores, size_t n, int64_t *places);

#ifdef __cplusplus
}
#endif

#endif
