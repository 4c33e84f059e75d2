#include "identify/entries.h"

#include <fmt/format.h>

#include "identify/library.h"
#include "lists/signal.h"
#include "matching/chromaprint.h"
#include "state.h"

namespace sanad::identify {
namespace {

constexpr std::size_t kLeastSoundItems = 64;  // about eight seconds: less is not found in anything

Result<void> add(std::string_view signal, std::string_view value, std::vector<lists::Entry>& into) {
  lists::Entry entry;
  entry.signal = std::string(signal);
  SANAD_TRY(entry.value, lists::canonical_value(signal, value));
  entry.id = lists::derive_entry_id(entry.signal, entry.value);
  into.push_back(std::move(entry));
  return {};
}

std::string frames_text(const json::Value& video) {
  std::string text;
  const json::Array* frames = video["frames"].as_array();
  if (frames == nullptr) return text;
  for (std::size_t i = 0; i < frames->size() && i < kMaxListedFrames; ++i) {
    const json::Value& frame = (*frames)[i];
    text += fmt::format("{}{},{},{}", i == 0 ? "" : ";", frame["time_ms"].int_or(0),
                        frame["pdq_quality"].int_or(0), frame["pdq"].string_or(""));
  }
  return text;
}

}  // namespace

Result<std::vector<lists::Entry>> entries_of(const json::Value& item) {
  std::vector<lists::Entry> entries;
  SANAD_CHECK(add("sha256", item["sha256"].string_or(""), entries));
  const std::int64_t quality = item["pdq_quality"].int_or(0);
  const std::string frames = frames_text(item["video"]);
  // An animation's first frame says less than all of them.
  if (quality >= kPictureQuality && frames.empty()) {
    SANAD_CHECK(add("pdq", item["pdq"].string_or(""), entries));
    entries.back().quality = static_cast<int>(quality);
  }
  if (!frames.empty()) SANAD_CHECK(add("vpdq", frames, entries));
  if (const auto sound = unpack_sound(item["audio"]); sound.size() >= kLeastSoundItems) {
    const std::string value = matching::format_chromaprint(sound);
    if (value.size() <= lists::kMaxValueBytes) SANAD_CHECK(add("chromaprint", value, entries));
  }
  const std::string text = item["text_content"].string_or("");
  if (!text.empty() && text.size() <= lists::kMaxValueBytes)
    SANAD_CHECK(add("text", text, entries));
  if (const std::string tlsh = item["tlsh"].string_or("");
      !tlsh.empty() && text.empty() && item["pdq"].is_null()) {
    SANAD_CHECK(add("tlsh", tlsh, entries));
  }
  return entries;
}

}  // namespace sanad::identify
