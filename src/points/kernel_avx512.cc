#define SANAD_KERNEL kAvx512Kernel
#include "kernel_body.h"
