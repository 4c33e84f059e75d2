#include "hamming/kernels.h"

#include "kernel_bodies.h"
#include "kernel_table.h"

namespace sanad::hamming {
namespace {

std::size_t filter_8(const std::uint8_t* checks, std::uint32_t begin, std::uint32_t count,
                     std::uint32_t check, unsigned budget, std::uint32_t* out) {
  return bodies::filter_8(checks, begin, count, check, budget, out);
}

std::size_t filter_16(const std::uint8_t* checks, std::uint32_t begin, std::uint32_t count,
                      std::uint32_t check, unsigned budget, std::uint32_t* out) {
  return bodies::filter_16(checks, begin, count, check, budget, out);
}

std::size_t scan_rows(const std::uint8_t* fronts, std::uint32_t begin, std::uint32_t count,
                      const std::uint64_t* query, unsigned radius, std::uint32_t* out) {
  return bodies::scan(fronts, begin, count, query, radius, out);
}

std::size_t pick(const std::uint8_t* fronts, const std::uint32_t* rows, std::size_t count,
                 const std::uint64_t* query, unsigned radius, std::uint32_t* out) {
  return bodies::pick(fronts, rows, count, query, radius, out);
}

std::size_t pick_whole(const std::uint8_t* fronts, const std::uint8_t* backs,
                       const std::uint32_t* rows, std::size_t count, const std::uint64_t* query,
                       unsigned radius, std::uint32_t* out) {
  return bodies::pick_whole(fronts, backs, rows, count, query, radius, out);
}

std::size_t tile(const std::uint8_t* fronts, std::uint32_t begin, std::uint32_t count,
                 const std::uint64_t* queries, std::uint32_t query_count, unsigned radius,
                 TileHit* out) {
  return bodies::tile(fronts, begin, count, queries, query_count, radius, out);
}

constexpr KernelTable kPlainTable{filter_8, filter_16, scan_rows, pick, pick_whole, tile};

}  // namespace

std::string_view kernel_name(Kernel kernel) {
  switch (kernel) {
    case Kernel::kPlain:
      return "plain";
    case Kernel::kAvx2:
      return "avx2";
    case Kernel::kAvx512:
      return "avx512";
  }
  return "plain";
}

std::vector<Kernel> available_kernels() {
  std::vector<Kernel> kernels;
  for (const Kernel kernel : {Kernel::kPlain, Kernel::kAvx2, Kernel::kAvx512}) {
    if (processor_runs(kernel)) kernels.push_back(kernel);
  }
  return kernels;
}

Kernel best_kernel() { return available_kernels().back(); }

const KernelTable& kernel_table(Kernel kernel) {
  if (processor_runs(kernel)) {
    if (kernel == Kernel::kAvx512) return *avx512_kernels();
    if (kernel == Kernel::kAvx2) return *avx2_kernels();
  }
  return kPlainTable;
}

}  // namespace sanad::hamming
