#define SANAD_KERNEL kPlainKernel
#include "kernel_body.h"
