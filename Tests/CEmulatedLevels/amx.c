#if defined(__x86_64__)
#include "emulation/tiles.h"
#define clippo_kernels_amx clippo_emulated_kernels_amx
#define clippo_tiles_turn_panel clippo_emulated_tiles_turn_panel
#define clippo_tiles_weight_gradient clippo_emulated_tiles_weight_gradient
#define clippo_search_tiles clippo_emulated_search_tiles
#define clippo_has_tiles clippo_emulated_has_tiles
#define clippo_tiles_panel_units clippo_emulated_tiles_panel_units
#include "../../Sources/CKernels/level_amx.c"

int clippo_emulated_tile_faults(void) { return emulated_tiles.faults; }
int clippo_emulated_tiles_are_in_use(void) { return emulated_tiles.shapes.palette != 0; }
#endif
