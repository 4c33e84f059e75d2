// sanad-extract TASK [CODING or FORM [AT_MS | PAGE | SIZE...]] <item >answer.json
// sanad-extract moving CODING AT_MS <item >frames
// sanad-extract film [CODING] <item >frames
// sanad-extract pixels [CODING] <item >pixels
// sanad-extract samples [CODING] <item >samples
// sanad-extract compile-rules <rules >compiled
// sanad-extract examine|open [WORD...] <item >frames
// sanad-extract import|sealed|bundle|bundle-files <order.json 3<>channel >frames
// sanad-extract serve
// One item, one task, one process: enters its cage, reads the item from standard input, writes one
// JSON object, or frames with what the item holds (docs/formats/parts.md). For "scan", files of
// rules of those sizes stand before the item; "compiled=SIZE" is one as "compile-rules" gave it.
// Exit status 0 done, 1 the item cannot be read (the last line of standard error says why), 2 wrong
// arguments, 3 no cage. "serve" does the same for each item that is asked of it, in a child
// (cage/pool.h).
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
#include "cage/pool.h"
#include "extractor/bundle.h"
#include "extractor/import.h"
#include "extractor/sealed.h"
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

// Frames of an original leave together, so that whoever reads them is not woken for each message.
// Few enough that little goes with a parser that dies.
class Gathered {
 public:
  Result<void> add(ByteView frame) {
    waiting_.insert(waiting_.end(), frame.begin(), frame.end());
    return waiting_.size() < kTogether ? Result<void>() : flush();
  }
  Result<void> flush() {
    SANAD_CHECK(write_frames(waiting_));
    waiting_.clear();
    return {};
  }

 private:
  static constexpr std::size_t kTogether = 32 << 10;
  Bytes waiting_;
};

json::Object walls(const cage::Granted& granted) {
  return json::Object{{"system_calls", granted.system_calls},
                      {"landlock", granted.landlock},
                      {"network_namespace", granted.network_namespace},
                      {"other_user", granted.other_user}};
}

constexpr const char* kUsage =
    "usage: sanad-extract "
    "fingerprint|fingerprint-with-text|preview|pixels|samples|film|page|sound|moving|scan|check-"
    "rules|"
    "compare|"
    "people-list [FORM|gzip|deflate|br|\"\" [AT_MS|PAGE|SIZE...]] <item, or compile-rules <rules, "
    "or examine|open "
    "[WORD...] <item, or import|sealed|bundle|bundle-files <order, or serve";
// Of computing: a video as a whole, in which each frame is decoded.
constexpr std::uint32_t kFilmSeconds = 600;
constexpr std::string_view kCompiled = "compiled=";
constexpr std::array<std::string_view, 14> kTasks = {"fingerprint",   "fingerprint-with-text",
                                                     "preview",       "pixels",
                                                     "samples",       "page",
                                                     "sound",         "moving",
                                                     "scan",          "check-rules",
                                                     "compile-rules", "people-list",
                                                     "compare",       "film"};
constexpr std::array<std::string_view, 4> kLooks = {"preview", "page", "sound", "moving"};

struct Order {
  std::string_view task;
  std::string_view coding;                 // people-list: its form
  std::string_view place;                  // of kLooks: a time or a page
  std::vector<extractor::RuleFile> files;  // scan
};

using Words = std::span<const std::string_view>;

std::optional<Order> read_order(Words words) {
  if (words.empty() || std::ranges::find(kTasks, words[0]) == kTasks.end()) return std::nullopt;
  Order order{words[0], words.size() > 1 ? words[1] : "", "", {}};
  const bool is_look = std::ranges::find(kLooks, order.task) != kLooks.end();
  if (is_look && words.size() <= 3) {
    if (words.size() == 3) order.place = words[2];
    return order;
  }
  if (words.size() > 2 && order.task != "scan") return std::nullopt;
  for (std::size_t i = 2; i < words.size(); ++i) {
    std::string_view word = words[i];
    const bool is_compiled = word.starts_with(kCompiled);
    if (is_compiled) word.remove_prefix(kCompiled.size());
    const auto size = parse_decimal(word);
    if (!size.ok()) return std::nullopt;
    order.files.push_back({*size, is_compiled});
  }
  return order;
}

Result<json::Object> answer_of(const Order& order, ByteView item, const parts::LentFonts& fonts) {
  if (order.task == "preview") return extractor::preview_task(item, order.coding, order.place);
  if (order.task == "page") return extractor::page_task(item, order.coding, order.place, fonts);
  if (order.task == "sound") return extractor::sound_task(item, order.coding, order.place);
  if (order.task == "scan") return extractor::scan_task(item, order.coding, order.files);
  if (order.task == "check-rules") return extractor::check_rules_task(item);
  if (order.task == "people-list") return extractor::people_list_task(item, order.coding);
  if (order.task == "compare") return extractor::compare_task(item);
  return extractor::fingerprint_task(item, order.coding, order.task == "fingerprint-with-text");
}

// Of an original that is read over the channel. The order comes from the process that asks, and so
// is read outside the cage.
template <typename Order>
int do_original(Result<Order> (*parse)(ByteView), std::uint64_t (*memory_of)(const Order&),
                Result<void> (*task)(const Order&, RandomSource&, const json::Object&,
                                     const extractor::Write&)) {
  Bytes text;
  std::array<std::uint8_t, 4096> piece{};
  for (ssize_t n; (n = ::read(STDIN_FILENO, piece.data(), piece.size())) > 0;)
    text.insert(text.end(), piece.begin(), piece.begin() + n);
  const auto order = parse(text);
  if (!order) return complain(2, order.error().message);
  const auto granted =
      cage::enter({.memory_bytes = memory_of(*order), .cpu_seconds = order->cpu_seconds}, true);
  if (!granted) return complain(3, granted.error().message);
  cage::ChannelSource source(cage::kChannel, order->size);
  Gathered gathered;
  const auto done = task(*order, source, walls(*granted),
                         [&gathered](ByteView frame) { return gathered.add(frame); });
  const auto flushed = gathered.flush();
  if (!done) return complain(1, done.error().message);
  return flushed ? 0 : complain(1, flushed.error().message);
}

int import_original() {
  return do_original<extractor::ImportOrder>(
      extractor::parse_import_order,
      [](const extractor::ImportOrder& order) { return order.memory_bytes; },
      extractor::import_task);
}

int walk_sealed() {
  return do_original<extractor::SealedOrder>(
      extractor::parse_sealed_order,
      [](const extractor::SealedOrder&) { return std::uint64_t{1} << 30U; },
      extractor::sealed_task);
}

int verify_bundle() {
  return do_original<extractor::BundleOrder>(
      extractor::parse_bundle_order,
      [](const extractor::BundleOrder&) { return std::uint64_t{4} << 30U; },
      extractor::bundle_task);
}

int read_bundle_files() {
  return do_original<extractor::BundleFilesOrder>(
      extractor::parse_bundle_files_order,
      [](const extractor::BundleFilesOrder&) { return std::uint64_t{1} << 30U; },
      extractor::bundle_files_task);
}

int do_item(Words words, const parts::LentFonts& fonts) {
  const bool gives_parts = !words.empty() && extractor::is_parts_task(words[0]);
  const auto parts_task = extractor::parse_parts_task({words.begin(), words.end()});
  if (gives_parts && !parts_task) return complain(2, parts_task.error().message);
  const auto order = read_order(words);
  if (!gives_parts && !order) return complain(2, kUsage);
  struct stat info{};
  if (::fstat(STDIN_FILENO, &info) != 0 || !S_ISREG(info.st_mode))
    return complain(2, "standard input is not a file");
  const auto size = static_cast<std::size_t>(info.st_size);
  const bool is_film = !gives_parts && order->task == "film";
  const auto granted =
      cage::enter({.memory_bytes = (4ULL << 30) + size,
                   .cpu_seconds = is_film ? kFilmSeconds : cage::Limits{}.cpu_seconds});
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
  if (order->task == "compile-rules") {
    const auto compiled = extractor::compile_rules_task(item);
    if (!compiled) return complain(1, compiled.error().message);
    return write_all(as_text(*compiled)) ? 0 : 1;
  }
  if (order->task == "pixels" || order->task == "samples") {
    const auto whole = order->task == "pixels" ? extractor::pixels_task(item, order->coding)
                                               : extractor::samples_task(item, order->coding);
    if (!whole) return complain(1, whole.error().message);
    return write_all(as_text(*whole)) ? 0 : 1;
  }
  if (is_film) {
    const auto done = extractor::film_task(item, order->coding, write_frames);
    return done ? 0 : complain(1, done.error().message);
  }
  if (order->task == "moving") {
    const auto done = extractor::moving_task(item, order->coding, order->place, write_frames);
    return done ? 0 : complain(1, done.error().message);
  }
  auto answer = answer_of(*order, item, fonts);
  if (!answer) return complain(1, answer.error().message);
  answer->set("cage", walls(*granted));
  return write_all(json::format_canonical(json::Value(std::move(*answer)))) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  extractor::prepare();
  const bool serves = words.size() == 1 && words[0] == "serve";
  // Megabytes, which only these have a use for.
  const bool wants_fonts = serves || (!words.empty() && words[0] == "page");
  const parts::LentFonts fonts = wants_fonts ? parts::load_fonts() : parts::LentFonts{};
  if (serves) return cage::serve([&fonts](Words item) { return do_item(item, fonts); });
  if (words.size() == 1 && words[0] == "import") return import_original();
  if (words.size() == 1 && words[0] == "sealed") return walk_sealed();
  if (words.size() == 1 && words[0] == "bundle") return verify_bundle();
  if (words.size() == 1 && words[0] == "bundle-files") return read_bundle_files();
  return do_item(words, fonts);
}
