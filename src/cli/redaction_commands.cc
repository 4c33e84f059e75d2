// Pictures, recordings and videos shown with something hidden (docs/formats/redaction.md).
#include "redaction_commands.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"
#include "files/files.h"
#include "output_file.h"
#include "service/exhibits.h"
#include "service/redaction_compare.h"
#include "service/redactions.h"

namespace sanad::cli {
namespace {

Result<std::optional<std::uint64_t>> number_of(const Context& context, std::string_view option) {
  if (!context.arguments.has(option)) return std::optional<std::uint64_t>();
  SANAD_TRY_WITH(const std::uint64_t number, parse_decimal(context.arguments.value(option)),
                 std::string(option));
  return std::optional(number);
}

// "1:02.5"
std::string time_of(std::int64_t tenths) {
  return fmt::format("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10);
}

// Of sound, or of the pictures of a video.
std::string text_of_times(const json::Value& redaction) {
  const bool is_film = redaction["of"].string_or("") == "film";
  const std::int64_t rate = std::max<std::int64_t>(redaction["rate"].int_or(0), 1);
  const std::int64_t tenths =
      is_film ? redaction["length_ms"].int_or(0) / 100 : redaction["samples"].int_or(0) * 10 / rate;
  const std::int64_t of_segment = is_film ? 10 : 1;
  std::string text =
      fmt::format("{}  {}  {} of {}  {} {} open", redaction["redaction"].string_or(""),
                  redaction["part"].as_int() ? fmt::format("part {}", *redaction["part"].as_int())
                                             : redaction["file"].string_or(""),
                  time_of(tenths), is_film ? "pictures" : "sound", redaction["open"].int_or(0),
                  is_film ? "seconds" : "tenths of a second");
  const json::Array* ranges = redaction["ranges"].as_array();
  const json::Array* reasons = redaction["reasons"].as_array();
  for (std::size_t i = 0; ranges != nullptr && reasons != nullptr && i < ranges->size(); ++i) {
    const json::Array* range = (*ranges)[i].as_array();
    if (range == nullptr || range->size() != 3) continue;
    const std::int64_t first = (*range)[0].int_or(0), segments = (*range)[1].int_or(0);
    const auto reason = static_cast<std::size_t>((*range)[2].int_or(0));
    text += fmt::format(
        "\n  {} to {} {}: {}", time_of(first * of_segment),
        time_of(std::min((first + segments) * of_segment, std::max(tenths, first * of_segment))),
        is_film ? "covered" : "muted",
        reason < reasons->size() ? (*reasons)[reason].string_or("") : "");
  }
  return text;
}

std::string text_of(const json::Value& redaction) {
  if (!redaction["ranges"].is_null()) return text_of_times(redaction);
  const json::Array* reasons = redaction["reasons"].as_array();
  const json::Array* closed = redaction["closed"].as_array();
  std::string text = fmt::format(
      "{}  {}  {} x {}  {} tiles open", redaction["redaction"].string_or(""),
      redaction["part"].as_int() ? fmt::format("part {}", *redaction["part"].as_int())
                                 : redaction["file"].string_or(""),
      redaction["width"].int_or(0), redaction["height"].int_or(0), redaction["open"].int_or(0));
  for (std::size_t i = 0; reasons != nullptr && closed != nullptr && i < reasons->size(); ++i)
    text += fmt::format("\n  {} closed: {}", (*closed)[i].int_or(0), (*reasons)[i].string_or(""));
  return text;
}

// --from, --to and --reason, as often as each other.
Result<std::vector<service::HiddenRange>> ranges_of(const Context& context) {
  const auto from = context.arguments.all("--from"), to = context.arguments.all("--to"),
             reasons = context.arguments.all("--reason");
  if (from.size() != to.size() || from.size() != reasons.size())
    return Error{ErrorCode::kInvalid,
                 "--from, --to and --reason belong together: give each of them for each time"};
  std::vector<service::HiddenRange> ranges;
  for (std::size_t i = 0; i < from.size(); ++i) {
    service::HiddenRange range{0, 0, reasons[i]};
    SANAD_TRY_WITH(range.from_ms, service::parse_play_time(from[i]), "--from");
    SANAD_TRY_WITH(range.to_ms, service::parse_play_time(to[i]), "--to");
    ranges.push_back(std::move(range));
  }
  return ranges;
}

Result<service::PictureSubject> subject_of(const Context& context) {
  const auto& rest = context.arguments.rest();
  if (rest.empty() || rest.size() > 2)
    return Error{ErrorCode::kInvalid,
                 "name the exhibit, and one of its files or --part; see --help"};
  service::PictureSubject subject{rest.size() == 2 ? rest[1] : "", {}, {}};
  SANAD_TRY(subject.part, number_of(context, "--part"));
  SANAD_TRY(subject.page, number_of(context, "--page"));
  if (subject.file.empty() == !subject.part)
    return Error{ErrorCode::kInvalid, "name either a file of the exhibit or --part"};
  return subject;
}

// "face:a bystander": every suggested box of the kind, for that reason.
Result<void> take(const json::Value& suggested, const std::string& order,
                  std::vector<service::HiddenBox>& boxes) {
  const std::size_t colon = order.find(':');
  if (colon == std::string::npos || colon + 1 == order.size())
    return Error{
        ErrorCode::kInvalid,
        fmt::format("\"{}\" takes nothing: write face, plate or text, and :reason", order)};
  SANAD_TRY(const auto taken,
            service::take_suggestions(suggested, order.substr(0, colon), order.substr(colon + 1)));
  boxes.insert(boxes.end(), taken.begin(), taken.end());
  return {};
}

Result<int> redact(Context& context) {
  SANAD_TRY(const service::PictureSubject subject, subject_of(context));
  SANAD_TRY(const std::vector<service::HiddenRange> ranges, ranges_of(context));
  SANAD_TRY(
      const service::Covering covering,
      service::parse_covering(context.arguments.has("--cover") ? context.arguments.value("--cover")
                                                               : std::string("sound")));
  std::vector<service::HiddenBox> boxes;
  for (const std::string& text : context.arguments.all("--box")) {
    SANAD_TRY(service::HiddenBox box, service::parse_box(text));
    boxes.push_back(std::move(box));
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto exhibit,
            service::find_exhibit(*workspace, caller, context.arguments.rest()[0]));
  const auto orders = context.arguments.all("--take");
  const bool is_whole = context.arguments.has("--whole");
  if (!ranges.empty() && (!boxes.empty() || !orders.empty() || is_whole))
    return Error{
        ErrorCode::kInvalid,
        "a redaction is of a picture, or of sound or a video: give boxes, or --from and --to"};
  if (ranges.empty() && context.arguments.has("--cover"))
    return Error{ErrorCode::kInvalid,
                 "--cover says what of a video is covered from --from to --to"};
  if (is_whole && (!boxes.empty() || !orders.empty() || !subject.page))
    return Error{ErrorCode::kInvalid, "only a page is shown whole: write --page, and no box"};
  if (!is_whole && boxes.empty() && orders.empty() && ranges.empty())
    return Error{ErrorCode::kInvalid,
                 "the boxes cannot be used: there is none; write --box or --take, or of sound "
                 "and of videos --from and --to"};
  if (!orders.empty()) {
    SANAD_TRY(const json::Value suggested,
              service::suggest_boxes(*workspace, caller, exhibit, subject));
    for (const std::string& order : orders) SANAD_CHECK(take(suggested, order, boxes));
  }
  if (ranges.empty()) {
    SANAD_TRY(const json::Value made, service::redact(*workspace, caller, exhibit, subject, boxes));
    context.print(made, text_of(made));
    return 0;
  }
  SANAD_TRY(const json::Array made,
            service::redact_times(*workspace, caller, exhibit, subject, ranges, covering));
  std::string text;
  for (const json::Value& one : made) text += (text.empty() ? "" : "\n") + text_of(one);
  if (made.size() == 1) {
    context.print(made[0], text);
  } else {
    context.print(json::Object{{"redactions", made}}, text);
  }
  return 0;
}

Result<int> redaction_suggest(Context& context) {
  SANAD_TRY(const service::PictureSubject subject, subject_of(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto exhibit,
            service::find_exhibit(*workspace, caller, context.arguments.rest()[0]));
  SANAD_TRY(const json::Value suggested,
            service::suggest_boxes(*workspace, caller, exhibit, subject));
  const json::Array& boxes = *suggested["suggestions"].as_array();
  std::string text;
  for (const json::Value& one : boxes)
    text += fmt::format("{:<5}  {},{},{},{}  {}\n", one["kind"].string_or(""), one["x"].int_or(0),
                        one["y"].int_or(0), one["width"].int_or(0), one["height"].int_or(0),
                        one["by"].string_or(""));
  text += fmt::format(
      "{} boxes are suggested; none is hidden. Look at the picture: faces that are "
      "turned, small or covered are missed, and so is much text.",
      boxes.size());
  if (suggested["cut"].bool_or(true)) text += " A limit was reached, and there may be more.";
  context.print(suggested, text);
  return 0;
}

Result<int> redaction_list(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the exhibit"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto exhibit, service::find_exhibit(*workspace, caller, id));
  SANAD_TRY(json::Array list, service::list_redactions(*workspace, caller, exhibit));
  std::vector<std::string> lines;
  for (const json::Value& one : list) lines.push_back(text_of(one));
  context.print_list(std::move(list), lines);
  return 0;
}

Result<int> redaction_extract(Context& context) {
  const auto& rest = context.arguments.rest();
  if (rest.size() != 2)
    return Error{ErrorCode::kInvalid, "name the exhibit and the redaction; see --help"};
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto exhibit, service::find_exhibit(*workspace, caller, rest[0]));
  SANAD_TRY(const auto redacted, service::redacted_picture(*workspace, caller, exhibit, rest[1]));
  MemorySource picture(redacted.picture);
  SANAD_CHECK(copy_out(picture, rest[1], out));
  context.print(json::Object{{"file", out}}, out);
  return 0;
}

Result<int> redaction_check(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the redaction"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const json::Value checked, service::check_redaction(*workspace, caller, id));
  context.print(checked, fmt::format("{}\n  It leads to the root in the ledger, and so does the "
                                     "original, decoded again.",
                                     text_of(checked)));
  return 0;
}

// Needs no workspace: for whoever has a bundle, and the original from elsewhere.
Result<int> redaction_compare(Context& context) {
  SANAD_TRY(const std::string bundle, context.arguments.require("--bundle"));
  SANAD_TRY(const std::string id, context.arguments.require("--redaction"));
  SANAD_TRY(const std::string original, context.arguments.require("--original"));
  files::PosixFileSystem file_system;
  SANAD_TRY_WITH(const Bytes zip, files::read_file(file_system, bundle, service::kMaxComparedBytes),
                 bundle);
  SANAD_TRY_WITH(const Bytes bytes,
                 files::read_file(file_system, original, service::kMaxComparedBytes), original);
  SANAD_TRY(const json::Value found,
            service::compare_redaction(extract::Extractor{}, zip, id, bytes));
  context.print(found, found["sentence"].string_or(""));
  return found["same"].bool_or(false) ? 0 : 1;
}

}  // namespace

std::vector<Command> redaction_commands() {
  return {
      {"redact",
       "EXHIBIT [FILE] [--box X,Y,WIDTH,HEIGHT:REASON] [--take KIND:REASON] | --from TIME --to "
       "TIME "
       "--reason REASON [--cover sound|pictures|both] --as OFFICER",
       "Hide parts of a picture, of sound or of a video, and prove the rest of it",
       "sanad redact TZ/2026/0001-001 screenshot.png --box \"120,80,64,64:a bystander's face\" "
       "--as \"A. Mirani\"",
       {{"--box", "BOX", "pixels of the picture the right way up, and why; may be repeated", true},
        {"--take", "KIND", "all boxes that are suggested of face, plate or text, and why", true},
        {"--from", "TIME",
         "where sound is muted, or pictures are covered, as 1:02.5; may be repeated", true},
        {"--to", "TIME", "where it is heard or seen again", true},
        {"--reason", "REASON", "why", true},
        {"--cover", "WHAT", "of a video: sound (if nothing is said), pictures, or both", false},
        {"--part", "NUMBER", "a part of an import, in the place of a file", false},
        {"--page", "NUMBER", "a page of a PDF", false},
        {"--whole", "", "the page is shown whole, beside others", false}},
       redact},
      {"redaction suggest",
       "EXHIBIT [FILE] --as OFFICER",
       "Say where in a picture there may be faces, number plates and text",
       "sanad redaction suggest TZ/2026/0001-001 screenshot.png --as \"A. Mirani\"",
       {{"--part", "NUMBER", "a picture of an import, in the place of a file", false},
        {"--page", "NUMBER", "a page of a PDF", false}},
       redaction_suggest},
      {"redaction list",
       "EXHIBIT --as OFFICER",
       "Show which pictures, recordings and videos of an exhibit were redacted",
       "sanad redaction list TZ/2026/0001-001 --as \"A. Mirani\"",
       {},
       redaction_list},
      {"redaction extract",
       "EXHIBIT REDACTION --out FILE --as OFFICER",
       "Write a redacted picture, recording or video into a file",
       "sanad redaction extract TZ/2026/0001-001 redaction-… --out seen.png --as \"A. Mirani\"",
       {{"--out", "FILE", "the new file", false}},
       redaction_extract},
      {"redaction check",
       "REDACTION --as OFFICER",
       "Decode the original again, and see that it leads to what the ledger has",
       "sanad redaction check redaction-… --as \"A. Mirani\"",
       {},
       redaction_check},
      {"redaction compare",
       "--bundle FILE --redaction REDACTION --original FILE",
       "Compare a redacted picture, recording or video of a bundle with the original",
       "sanad redaction compare --bundle lantern.zip --redaction redaction-… --original photo.jpg",
       {{"--bundle", "FILE", "the bundle", false},
        {"--redaction", "REDACTION", "its redaction", false},
        {"--original", "FILE", "the picture, recording or video as it was before", false}},
       redaction_compare},
  };
}

}  // namespace sanad::cli
