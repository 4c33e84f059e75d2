#define SANAD_KERNEL kAvx2Kernel
#include "kernel_body.h"
