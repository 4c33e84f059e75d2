// Files of a world, whatever they hold: a world that is read can be told, and each of its pages is
// answered. Input: files, each as a line with its path, its bytes, and a line "%%".
#include <cstdlib>

#include "story/telling.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::story;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  Files files;
  while (!text.empty()) {
    const std::size_t end = text.find("\n%%\n");
    const std::string_view file = text.substr(0, end);
    const std::size_t line = file.find('\n');
    files.emplace(file.substr(0, line),
                  line == std::string_view::npos ? "" : std::string(file.substr(line + 1)));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 4);
  }
  const auto world = World::read(std::move(files));
  if (!world.ok()) return 0;
  const auto telling = Telling::of(*world, 2, 3);
  if (!telling.ok()) return 0;  // another seat's values may be longer than a text can be
  Happened all;
  for (const auto& [id, study] : (*world)->studies())
    for (const Event& event : study.events) all.insert(event.name);
  for (const Happened& happened : {Happened(), all}) {
    std::size_t count = 0;
    for (const auto& [host, path] : telling->addresses(happened)) {
      if (++count > 100) break;
      const Page page = telling->page({host, path, {}}, happened);
      if (page.status < 200 || page.status > 599) std::abort();
    }
  }
  return 0;
}
