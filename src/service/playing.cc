#include "service/playing.h"

#include <fmt/format.h>

#include "cage/input.h"
#include "closed_content.h"
#include "extract/stretches.h"
#include "items.h"
#include "looks.h"
#include "part_lines.h"
#include "service/people.h"

namespace sanad::service {
namespace {

// An item in the form that the cage reads, and what is on record of it.
struct Opened {
  cage::Input input;
  std::string coding;
  std::string file;
  std::string name;  // "part 7", or that of the file
  std::optional<std::int64_t> duration_ms;
};

Result<Opened> open(Workspace& workspace, const authority::Officer& caller,
                    const records::Exhibit& exhibit, const Shown& shown) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  if (!shown.is_part) {
    SANAD_TRY(const Item item, readable(workspace, caller, exhibit, shown.file,
                                        read_item(workspace, exhibit, shown.file, "")));
    SANAD_TRY(cage::Input input, cage::Input::of(item.bytes));
    return Opened{std::move(input), item.hints.coding, shown.file, shown.file, {}};
  }
  SANAD_TRY(OpenList list, open_list(workspace, exhibit));
  SANAD_TRY(const json::Value line, read_number(list, workspace, shown.number));
  if (line["item"].is_null() && line["set_aside"].is_null()) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("part {} has no bytes of its own to be shown", shown.number)};
  }
  // The bytes are let go once the cage has them.
  SANAD_TRY(const Item item, readable(workspace, caller, exhibit, line["file"].string_or(""),
                                      read_listed_item(workspace, exhibit, line)));
  SANAD_TRY(cage::Input input, cage::Input::of(item.bytes));
  return Opened{std::move(input), item.hints.coding, line["file"].string_or(""),
                fmt::format("part {}", shown.number), duration_of(line["item"])};
}

Result<void> record_look(Workspace& workspace, const authority::Officer& caller,
                         const records::Exhibit& exhibit, const Opened& opened,
                         std::string_view what) {
  return record_look_once(workspace, caller, exhibit, opened.file,
                          fmt::format("{} of {}", what, opened.name));
}

void add_end(const extract::StretchEnd& end, const Opened& opened, json::Object& answer) {
  const auto duration = opened.duration_ms ? opened.duration_ms : end.duration_ms;
  if (duration) answer.set("duration_ms", *duration);
  answer.set("is_last", end.is_last);
  answer.set("damaged", end.damaged);
}

}  // namespace

Result<json::Value> show_page(Workspace& workspace, const authority::Officer& caller,
                              const records::Exhibit& exhibit, const Shown& shown,
                              std::uint64_t page) {
  SANAD_TRY(const Opened opened, open(workspace, caller, exhibit, shown));
  SANAD_TRY(const extract::Page drawn,
            extract::page(workspace.extractor(), opened.input.fd(), opened.coding, page));
  SANAD_TRY(const Bytes file, extract::format_png(drawn.picture));
  SANAD_CHECK(record_look(workspace, caller, exhibit, opened, "the pages"));
  return json::Value(json::Object{{"page", page},
                                  {"pages", drawn.pages},
                                  {"width", drawn.picture.width},
                                  {"height", drawn.picture.height},
                                  {"picture", format_base64(file)},
                                  {"text", drawn.text},
                                  {"text_cut", drawn.text_cut},
                                  {"lent_fonts", drawn.has_lent_fonts}});
}

Result<json::Value> play_sound(Workspace& workspace, const authority::Officer& caller,
                               const records::Exhibit& exhibit, const Shown& shown,
                               std::int64_t begin_ms) {
  SANAD_TRY(const Opened opened, open(workspace, caller, exhibit, shown));
  SANAD_TRY(const extract::Sound sound,
            extract::sound(workspace.extractor(), opened.input.fd(), opened.coding, begin_ms));
  SANAD_CHECK(record_look(workspace, caller, exhibit, opened, "the sound"));
  const auto samples = static_cast<std::int64_t>(sound.samples.size() / 2);
  json::Object answer{{"begin_ms", begin_ms},
                      {"length_ms", samples * 1000 / sound.rate},
                      {"sound", format_base64(extract::format_wav(sound))}};
  add_end(sound.end, opened, answer);
  return json::Value(std::move(answer));
}

Result<json::Value> play_moving(Workspace& workspace, const authority::Officer& caller,
                                const records::Exhibit& exhibit, const Shown& shown,
                                std::int64_t begin_ms) {
  SANAD_TRY(const Opened opened, open(workspace, caller, exhibit, shown));
  json::Array pictures;
  const auto take = [&](const extract::Preview& picture) -> Result<void> {
    SANAD_TRY(const Bytes file, extract::format_jpeg(picture));
    pictures.emplace_back(json::Object{{"at_ms", picture.time_ms.value_or(begin_ms)},
                                       {"width", picture.width},
                                       {"height", picture.height},
                                       {"picture", format_base64(file)}});
    return {};
  };
  SANAD_TRY(const extract::StretchEnd end, extract::moving(workspace.extractor(), opened.input.fd(),
                                                           opened.coding, begin_ms, take));
  SANAD_CHECK(record_look(workspace, caller, exhibit, opened, "the video"));
  json::Object answer{{"begin_ms", begin_ms}, {"pictures", std::move(pictures)}};
  add_end(end, opened, answer);
  return json::Value(std::move(answer));
}

}  // namespace sanad::service
