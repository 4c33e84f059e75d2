#include "layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::hamming {
namespace {

constexpr std::uint64_t kRowsWithoutTables = 65'536;
constexpr std::uint64_t kRowsOfSixteenSlots = std::uint64_t{1} << 24U;

}  // namespace

Shape shape_for(std::uint64_t rows) {
  if (rows < kRowsWithoutTables) return {};
  if (rows <= kRowsOfSixteenSlots) return {16, 16, 16, 24};
  const auto id_bits = static_cast<std::uint32_t>(std::bit_width(rows - 1));
  return {11, 23, 8, std::max(id_bits, 25U)};
}

std::optional<std::string> problem_of(const Shape& shape, std::uint64_t rows) {
  if (rows > kRowsMax) return fmt::format("{} rows, and at most {} fit", rows, kRowsMax);
  if (shape.slots == 0) {
    if (shape == Shape{}) return std::nullopt;
    return "no slots, but bits for them";
  }
  if (shape.slots < 2 || shape.slots > kSlotsMax) return fmt::format("{} slots", shape.slots);
  const unsigned width = kFingerprintBits / shape.slots;
  if (shape.key_bits < 4 || shape.key_bits > std::min(width, 24U)) {
    return fmt::format("keys of {} bits", shape.key_bits);
  }
  // Check bits end within the next slot.
  if ((shape.check_bits != 8 && shape.check_bits != 16) ||
      shape.key_bits + shape.check_bits > 2 * width) {
    return fmt::format("{} check bits", shape.check_bits);
  }
  if (shape.id_bits < 8 || shape.id_bits > 32 || (rows > 0 && (rows - 1) >> shape.id_bits != 0)) {
    return fmt::format("row numbers of {} bits", shape.id_bits);
  }
  return std::nullopt;
}

unsigned slot_width(const Shape& shape, unsigned slot) {
  return kFingerprintBits / shape.slots + (slot < kFingerprintBits % shape.slots ? 1 : 0);
}

unsigned slot_start(const Shape& shape, unsigned slot) {
  return slot * (kFingerprintBits / shape.slots) + std::min(slot, kFingerprintBits % shape.slots);
}

Layout layout_of(const Shape& shape, std::uint64_t rows) {
  Layout layout;
  std::uint64_t end = kHeaderSize;
  const auto add = [&](std::string name, std::uint64_t size_bytes) {
    layout.sections.push_back({std::move(name), end, size_bytes});
    end += (size_bytes + kAlignment - 1) / kAlignment * kAlignment;
  };
  add("rows, first half", rows * 16);
  add("rows, second half", rows * 16);
  add("entry numbers", rows * 4);
  for (unsigned slot = 0; slot < shape.slots; ++slot) {
    add(fmt::format("slot {}, offsets", slot), ((std::uint64_t{1} << shape.key_bits) + 1) * 4);
    if (slot == 0) continue;
    add(fmt::format("slot {}, check bits", slot), rows * (shape.check_bits / 8));
    add(fmt::format("slot {}, row numbers", slot), (rows * shape.id_bits + 7) / 8);
  }
  layout.footer_offset = end;
  return layout;
}

}  // namespace sanad::hamming
