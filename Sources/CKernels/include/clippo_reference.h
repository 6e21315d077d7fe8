// The slow, obvious version of every kernel, in double: the oracle of the parity tests. Never tuned.
#ifndef CLIPPO_REFERENCE_H
#define CLIPPO_REFERENCE_H
#endif
