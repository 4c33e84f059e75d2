// sanad-extract TASK [CODING or FORM [AT_MS | SIZE...]] <item >answer.json
// sanad-extract examine|open [WORD...] <item >frames
// One item, one task, one process: enters its cage, reads the item from standard input, writes one
// JSON object, or frames with what the item holds (docs/formats/parts.md). For "scan", files of
// rules of those sizes stand before the item. Exit status 0 done, 1 the item cannot be read (the
// last line of standard error says why), 2 wrong arguments, 3 no cage.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/numbers.h"
#include "cage/cage.h"
#include "extractor/tasks.h"
#include "json/json.h"

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

Result<void> write_frames(ByteView frames) {
  if (write_all(as_text(frames))) return {};
  return Error{ErrorCode::kIo, "the answer cannot be written"};
}

json::Object walls(const cage::Granted& granted) {
  return json::Object{{"system_calls", granted.system_calls},
                      {"landlock", granted.landlock},
                      {"network_namespace", granted.network_namespace},
                      {"other_user", granted.other_user}};
}

constexpr const char* kUsage =
    "usage: sanad-extract "
    "fingerprint|fingerprint-with-text|preview|scan|check-rules|compare|people-list "
    "[FORM|gzip|deflate|br|\"\" [AT_MS|SIZE...]] <item, or examine|open [WORD...] <item";
constexpr std::array<std::string_view, 7> kTasks = {
    "fingerprint", "fingerprint-with-text", "preview", "scan", "check-rules", "compare",
    "people-list"};

struct Order {
  std::string_view task;
  std::string_view coding;         // people-list: its form
  std::string_view at_ms;          // preview
  std::vector<std::size_t> sizes;  // scan
};

std::optional<Order> read_order(std::span<char* const> words) {
  if (words.size() < 2 || std::ranges::find(kTasks, words[1]) == kTasks.end()) return std::nullopt;
  Order order{words[1], words.size() > 2 ? words[2] : "", "", {}};
  if (order.task == "preview" && words.size() <= 4) {
    if (words.size() == 4) order.at_ms = words[3];
    return order;
  }
  if (words.size() > 3 && order.task != "scan") return std::nullopt;
  for (std::size_t i = 3; i < words.size(); ++i) {
    const auto size = parse_decimal(words[i]);
    if (!size.ok()) return std::nullopt;
    order.sizes.push_back(*size);
  }
  return order;
}

Result<json::Object> answer_of(const Order& order, ByteView item) {
  if (order.task == "preview") return extractor::preview_task(item, order.coding, order.at_ms);
  if (order.task == "scan") return extractor::scan_task(item, order.coding, order.sizes);
  if (order.task == "check-rules") return extractor::check_rules_task(item);
  if (order.task == "people-list") return extractor::people_list_task(item, order.coding);
  if (order.task == "compare") return extractor::compare_task(item);
  return extractor::fingerprint_task(item, order.coding, order.task == "fingerprint-with-text");
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char* const> words(argv, static_cast<std::size_t>(argc));
  const bool gives_parts = argc > 1 && extractor::is_parts_task(argv[1]);
  const auto parts_task = extractor::parse_parts_task({argv + 1, argv + argc});
  if (gives_parts && !parts_task) return complain(2, parts_task.error().message);
  const auto order = read_order(words);
  if (!gives_parts && !order) return complain(2, kUsage);
  struct stat info{};
  if (::fstat(STDIN_FILENO, &info) != 0 || !S_ISREG(info.st_mode))
    return complain(2, "standard input is not a file");
  const auto size = static_cast<std::size_t>(info.st_size);
  extractor::prepare();
  const auto granted = cage::enter({.memory_bytes = (4ULL << 30) + size});
  if (!granted) return complain(3, granted.error().message);
  ByteView item;
  if (size > 0) {
    void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (mapped == MAP_FAILED) return complain(1, "the item cannot be read");
    item = ByteView(static_cast<const std::uint8_t*>(mapped), size);
  }
  if (gives_parts) {
    const auto done = extractor::parts_task(*parts_task, item, walls(*granted), write_frames);
    return done ? 0 : complain(1, done.error().message);
  }
  auto answer = answer_of(*order, item);
  if (!answer) return complain(1, answer.error().message);
  answer->set("cage", walls(*granted));
  return write_all(json::format_canonical(json::Value(std::move(*answer)))) ? 0 : 1;
}
