// sanad-extract TASK [CODING [AT_MS]] <item >answer.json
// sanad-extract examine|open [WORD...] <item >frames
// One item, one task, one process: enters its cage, reads the item from standard input, writes one
// JSON object, or frames with what the item holds (docs/formats/parts.md). Exit status 0 done, 1
// the item cannot be read (the last line of standard error says why), 2 wrong arguments, 3 no cage.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

bool is_task(std::string_view task) {
  return task == "fingerprint" || task == "fingerprint-with-text" || task == "preview";
}

Result<json::Object> answer_to(std::string_view task, ByteView item, std::string_view coding,
                               std::string_view at_ms) {
  if (task == "preview") return extractor::preview_task(item, coding, at_ms);
  return extractor::fingerprint_task(item, coding, task == "fingerprint-with-text");
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

}  // namespace

int main(int argc, char** argv) {
  const std::string_view task = argc >= 2 && argc <= 4 ? argv[1] : "";
  const std::string_view coding = argc >= 3 ? argv[2] : "";
  const std::string_view at_ms = argc == 4 ? argv[3] : "";
  const bool gives_parts = argc > 1 && extractor::is_parts_task(argv[1]);
  const auto parts_task = extractor::parse_parts_task({argv + 1, argv + argc});
  if (gives_parts && !parts_task) return complain(2, parts_task.error().message);
  if (!gives_parts && !is_task(task)) {
    return complain(2,
                    "usage: sanad-extract fingerprint|fingerprint-with-text|preview|examine|open "
                    "[gzip|deflate|br|\"\" [AT_MS]] <item");
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
  if (gives_parts) {
    const auto done = extractor::parts_task(*parts_task, item, walls(*granted), write_frames);
    return done ? 0 : complain(1, done.error().message);
  }
  auto answer = answer_to(task, item, coding, at_ms);
  if (!answer) return complain(1, answer.error().message);
  answer->set("cage", walls(*granted));
  return write_all(json::format_canonical(json::Value(std::move(*answer)))) ? 0 : 1;
}
