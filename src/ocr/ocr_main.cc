// sanad-ocr <item >answer.json
// sanad-ocr boxes <picture >answer.json
// One picture or PDF, one process: loads what Tesseract learned (for boxes: and what is known of
// faces and plates), enters its cage, reads the item from standard input, and writes one JSON
// object (ocr/ocr.h, ocr/boxes.h). Exit status 0 done, 1 the item cannot be read (the last line of
// standard error says why), 2 wrong arguments, 3 no cage or no models.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>
#include <string_view>

#include "cage/cage.h"
#include "ocr/boxes.h"
#include "ocr/ocr.h"
#include "parts/parts.h"

namespace {

using namespace sanad;

int complain(int status, std::string_view what) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
  return status;
}

bool write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const bool wants_boxes = argc == 2 && std::string_view(argv[1]) == "boxes";
  if (argc != 1 && !wants_boxes) return complain(2, "usage: sanad-ocr [boxes] <item");
  struct stat info{};
  if (::fstat(STDIN_FILENO, &info) != 0 || !S_ISREG(info.st_mode))
    return complain(2, "standard input is not a file");
  const auto models = ocr::Models::load("");
  if (!models) return complain(3, models.error().message);
  std::optional<ocr::Cascades> cascades;
  if (wants_boxes) {
    auto loaded = ocr::Cascades::load("");
    if (!loaded) return complain(3, loaded.error().message);
    cascades.emplace(std::move(*loaded));
  }
  parts::prepare();
  const auto size = static_cast<std::size_t>(info.st_size);
  const auto granted = cage::enter({.memory_bytes = (4ULL << 30) + size, .cpu_seconds = 200});
  if (!granted) return complain(3, granted.error().message);
  ByteView item;
  if (size > 0) {
    void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (mapped == MAP_FAILED) return complain(1, "the item cannot be read");
    item = ByteView(static_cast<const std::uint8_t*>(mapped), size);
  }
  auto answer =
      cascades ? ocr::suggest_boxes(item, *models, *cascades) : ocr::read_item(item, *models, {});
  if (!answer) return complain(1, answer.error().message);
  return write_all(json::format_canonical(json::Value(std::move(*answer)))) ? 0 : 1;
}
