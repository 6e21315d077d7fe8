// Loops for pixels.
#ifndef CLIPPO_PIXELS_H
#define CLIPPO_PIXELS_H
#endif
