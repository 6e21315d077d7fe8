#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_SIZES_H

// Casting macros do not reach Swift.
static const FT_Int32 clippo_ft_load_outline = FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP;
static const FT_Int32 clippo_ft_load_color = FT_LOAD_NO_HINTING | FT_LOAD_COLOR;
