// The forms of the Gaussian error linear unit, for the kernels and their references.
#ifndef CLIPPO_GELU_FORM_H
#define CLIPPO_GELU_FORM_H

typedef enum { CLIPPO_GELU_TANH, CLIPPO_GELU_ERF, CLIPPO_GELU_SIGMOID } clippo_gelu_form;

#endif
