#include "clippo_dnnl.h"
