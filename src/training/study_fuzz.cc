#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "training/study.h"

// Any bytes as study.json and debrief.json: refused with words that name the file, or read and
// told.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const training::Expand as_it_is = [](std::string_view text) -> Result<std::string> {
    return std::string(text);
  };
  const auto study = training::read_study(bytes, as_it_is);
  if (!study.ok()) {
    if (!study.error().message.starts_with("study.json: ")) std::abort();
    training::Study other;
    other.id = "lamps";
    const auto debrief = training::read_debrief(bytes, other, {"reporter"}, as_it_is);
    if (debrief.ok() ? debrief->traps.size() != 1
                     : !debrief.error().message.starts_with("debrief.json: "))
      std::abort();
    return 0;
  }
  if (study->points() < static_cast<std::int64_t>(study->tasks.size())) std::abort();
  const json::Value told{
      training::format_study(*study, [](std::string_view, std::size_t) { return false; })};
  if (told["tasks"].as_array()->size() != study->tasks.size()) std::abort();
  return 0;
}
