#define SANAD_LANES 4
#define SANAD_KERNEL kPlainKernel
#include "kernel_body.h"
