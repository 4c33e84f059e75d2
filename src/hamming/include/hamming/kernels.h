// The inner loops, in three versions with the same answers, of which one is chosen at run time.
#pragma once

#include <string_view>
#include <vector>

namespace sanad::hamming {

enum class Kernel {
  kPlain,   // any processor
  kAvx2,    // x86-64 with AVX2 and POPCNT
  kAvx512,  // x86-64 with AVX-512 F, BW, VL, VPOPCNTDQ and BITALG
};

std::string_view kernel_name(Kernel kernel);

// Those that this processor can run, slowest first; the plain one is always there.
std::vector<Kernel> available_kernels();
Kernel best_kernel();

}  // namespace sanad::hamming
