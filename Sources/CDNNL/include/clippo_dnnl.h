// Dense products by oneDNN, 2.x and 3.x behind one small face.
#ifndef CLIPPO_DNNL_H
#define CLIPPO_DNNL_H
#endif
