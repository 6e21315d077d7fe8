// Loops for text.
#ifndef CLIPPO_TEXT_H
#define CLIPPO_TEXT_H
#endif
