#include "choose.h"

namespace sanad::points {

const Kernel& choose(Instructions wanted) {
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vpopcntdq");
  const bool most = wanted == Instructions::kBest || wanted == Instructions::kAvx512;
  if (most && avx512) return kAvx512Kernel;
  if (wanted != Instructions::kPlain && avx2) return kAvx2Kernel;
#else
  (void)wanted;
#endif
  return kPlainKernel;
}

}  // namespace sanad::points
