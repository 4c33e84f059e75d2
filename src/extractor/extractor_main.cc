// sanad-extract TASK [CODING or FORM] <item >answer.json
// One item, one task, one process: enters its cage, reads the item from standard input, writes one
// JSON object. Exit status 0 done, 1 the item cannot be read (the last line of standard error says
// why), 2 wrong arguments, 3 no cage.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <string_view>

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
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view task = argc == 2 || argc == 3 ? argv[1] : "";
  const std::string_view argument = argc == 3 ? argv[2] : "";
  if (task != "fingerprint" && task != "fingerprint-with-text" && task != "people-list") {
    return complain(
        2,
        "usage: sanad-extract fingerprint|fingerprint-with-text [gzip|deflate|br] <item, or "
        "sanad-extract people-list FORM <item");
  }
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
  auto answer = task == "people-list"
                    ? extractor::people_list_task(item, argument)
                    : extractor::fingerprint_task(item, argument, task == "fingerprint-with-text");
  if (!answer) return complain(1, answer.error().message);
  answer->set("cage", json::Object{{"system_calls", granted->system_calls},
                                   {"landlock", granted->landlock},
                                   {"network_namespace", granted->network_namespace},
                                   {"other_user", granted->other_user}});
  return write_all(json::format_canonical(json::Value(std::move(*answer)))) ? 0 : 1;
}
