#define SANAD_LANES 16
#define SANAD_KERNEL kAvx512Kernel
#include "kernel_body.h"
