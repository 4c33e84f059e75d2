#include "service/redactions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"
#include "cage/input.h"
#include "crypto/crypto.h"
#include "crypto/id.h"
#include "extract/boxes.h"
#include "extract/pixels.h"
#include "extract/stretches.h"
#include "items.h"
#include "looks.h"
#include "part_keeper.h"
#include "redaction/picture.h"
#include "redaction/proof.h"
#include "redaction_entries.h"
#include "redaction_subjects.h"
#include "service/people.h"
#include "service/sight.h"
#include "service/version.h"

namespace sanad::service {

namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;

// A picture decoded, and whence it came as entries name it.
struct Decoded {
  redaction::Picture picture;
  std::string decoder;
  json::Object source;                 // "file", "part", "page", "parts", "sha256"
  std::optional<std::uint64_t> pages;  // of the document that a page is of
};

Result<Decoded> decode(const extract::Extractor& extractor, const Item& item,
                       const std::optional<std::uint64_t>& page) {
  SANAD_TRY(const cage::Input input, cage::Input::of(item.bytes));
  Decoded out;
  if (page) {
    SANAD_TRY(extract::Page drawn, extract::page(extractor, input.fd(), item.hints.coding, *page));
    out.picture = {static_cast<std::uint32_t>(drawn.picture.width),
                   static_cast<std::uint32_t>(drawn.picture.height),
                   std::move(drawn.picture.pixels)};
    out.decoder = "poppler";
    out.pages = static_cast<std::uint64_t>(drawn.pages);
    return out;
  }
  SANAD_TRY(extract::WholePicture whole,
            extract::whole_picture(extractor, input.fd(), item.hints.coding));
  if (whole.damaged)
    return Error{ErrorCode::kInvalid,
                 "the picture is damaged, and its decoder had to guess: what it shows cannot be "
                 "proven to be the file's"};
  out.picture = {static_cast<std::uint32_t>(whole.width), static_cast<std::uint32_t>(whole.height),
                 std::move(whole.pixels)};
  out.decoder = std::move(whole.decoder);
  return out;
}

Result<Decoded> decoded(Workspace& workspace, const authority::Officer& caller,
                        const records::Exhibit& exhibit, const PictureSubject& subject) {
  json::Object source;
  SANAD_TRY(const Item item, open_subject(workspace, caller, exhibit, subject, source));
  SANAD_TRY(Decoded out, decode(workspace.extractor(), item, subject.page));
  out.source = std::move(source);
  return out;
}

struct Committed {
  redaction::Grid grid;
  redaction::Seed seed{};
  std::vector<merkle::Hash> leaves;
  merkle::Hash root{};
};
Result<Committed> commit(Workspace& workspace, const records::Exhibit& exhibit,
                         const Decoded& decoded) {
  Committed out;
  SANAD_TRY(out.grid, redaction::Grid::of(decoded.picture.width, decoded.picture.height));
  SANAD_TRY(const Bytes key, part_salt_key(workspace, exhibit.case_id, exhibit.id));
  out.seed = redaction::seed_of(key, subject_text(decoded.source, {"file", "part", "page"}),
                                decoded.picture);
  out.leaves = redaction::leaves_of(out.seed, out.grid, decoded.picture);
  out.root = merkle::root_of(out.leaves);
  return out;
}

// The entry exhibit.tiles, written unless it is there.
Result<std::uint64_t> record_tiles(Workspace& workspace, const authority::Officer& caller,
                                   const records::Exhibit& exhibit, const Decoded& decoded,
                                   const Committed& committed) {
  json::Object data{{"exhibit", exhibit.id}};
  for (const json::Member& member : decoded.source) data.set(member.name, member.value);
  data.set("pages", decoded.pages ? json::Value(*decoded.pages) : json::Value(nullptr));
  data.set("algorithm", redaction::kAlgorithm);
  data.set("decoder", decoded.decoder);
  data.set("width", committed.grid.width);
  data.set("height", committed.grid.height);
  data.set("tiles", committed.grid.tiles());
  data.set("root", format_hex(committed.root));
  SANAD_TRY(const auto there, redaction_entries(workspace, exhibit, "exhibit.tiles"));
  const std::string wanted = json::format_canonical(json::Value(data));
  for (const records::Entry& entry : there)
    if (!entry.destroyed && json::format_canonical(entry.data) == wanted) return entry.index;
  return workspace.custody().record({"exhibit.tiles", caller.id, exhibit.case_id, std::move(data)});
}

Result<redaction::Plan> plan_of(const redaction::Grid& grid, const std::vector<HiddenBox>& boxes) {
  redaction::Plan plan;
  for (const HiddenBox& box : boxes) {
    const auto at = std::ranges::find(plan.reasons, box.reason);
    const auto reason = static_cast<std::uint32_t>(at - plan.reasons.begin());
    if (at == plan.reasons.end()) plan.reasons.push_back(box.reason);
    SANAD_TRY(const redaction::Box wide,
              redaction::widen(grid, box.x, box.y, box.width, box.height, reason));
    plan.boxes.push_back(wide);
  }
  SANAD_CHECK(redaction::check_plan(grid, plan));
  return plan;
}

// The redaction's exhibit, if the caller may see it.
Result<records::Exhibit> exhibit_of(Workspace& workspace, const authority::Officer& caller,
                                    std::string_view id) {
  SANAD_TRY(const auto all,
            workspace.records().entries({.kind = "exhibit.redacted", .limit = kAllEntries}));
  for (const records::Entry& entry : all)
    if (!entry.destroyed && entry.data["redaction"].string_or("") == id)
      return exhibit_for(workspace, caller, entry.data["exhibit"].string_or(""));
  return Error{ErrorCode::kNotFound, fmt::format("there is no redaction {}", id)};
}

}  // namespace

Result<HiddenBox> parse_box(std::string_view text) {
  const Error wrong{ErrorCode::kInvalid,
                    fmt::format("\"{}\" is no box: write x,y,width,height:reason", text)};
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return wrong;
  HiddenBox box;
  box.reason = text.substr(colon + 1);
  std::string_view rest = text.substr(0, colon);
  std::uint64_t* const numbers[] = {&box.x, &box.y, &box.width, &box.height};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t comma = rest.find(',');
    if ((comma == std::string_view::npos) != (i == 3)) return wrong;
    const auto number = parse_decimal(rest.substr(0, comma));
    if (!number.ok()) return wrong;
    *numbers[i] = *number;
    if (i < 3) rest.remove_prefix(comma + 1);
  }
  return box;
}

Result<json::Value> redact(Workspace& workspace, const authority::Officer& caller,
                           const records::Exhibit& exhibit, const PictureSubject& subject,
                           const std::vector<HiddenBox>& boxes) {
  SANAD_CHECK(require_redactor(workspace, caller));
  SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
  if (boxes.empty() && !subject.page)
    return Error{ErrorCode::kInvalid,
                 "a picture of which nothing is hidden is no redaction: draw a box"};
  SANAD_TRY(Decoded original, decoded(workspace, caller, exhibit, subject));
  SANAD_TRY(const redaction::Grid grid,
            redaction::Grid::of(original.picture.width, original.picture.height));
  SANAD_TRY(const redaction::Plan plan, plan_of(grid, boxes));
  SANAD_TRY(const Committed committed, commit(workspace, exhibit, original));
  SANAD_TRY(const std::uint64_t tiles,
            record_tiles(workspace, caller, exhibit, original, committed));
  const redaction::Mask mask = redaction::mask_of(grid, plan);
  redaction::blacken(grid, mask, original.picture);
  SANAD_TRY(const Bytes picture, redaction::write_png(original.picture));
  const std::string proof = redaction::write_proof(committed.seed, grid, mask, committed.leaves);
  SANAD_CHECK(redaction::verify_proof(grid, mask, committed.root, original.picture, proof));
  const redaction::Counts counts = redaction::count(mask, plan.reasons.size());
  const std::string id = crypto::new_id("redaction");
  json::Object data{{"redaction", id}, {"exhibit", exhibit.id}, {"tiles", tiles}};
  for (const char* member : {"file", "part", "page"})
    data.set(member, *original.source.find(member));
  redaction::add_plan(plan, data);
  data.set("open", counts.open);
  data.set("closed", json::Array(counts.closed.begin(), counts.closed.end()));
  SANAD_TRY(json::Object sealed_picture, seal_redaction_file(workspace, exhibit, picture));
  SANAD_TRY(json::Object sealed_proof, seal_redaction_file(workspace, exhibit, as_bytes(proof)));
  data.set("picture", std::move(sealed_picture));
  data.set("proof", std::move(sealed_proof));
  data.set("tool", fmt::format("Sanad {}", kVersion));
  SANAD_CHECK(workspace.custody().record(
      {"exhibit.redacted", caller.id, exhibit.case_id, std::move(data)}));
  SANAD_TRY(const FoundRedaction found, find_redaction(workspace, exhibit, id));
  return json::Value(view_of(found));
}

Result<json::Value> picture_to_redact(Workspace& workspace, const authority::Officer& caller,
                                      const records::Exhibit& exhibit,
                                      const PictureSubject& subject) {
  SANAD_CHECK(require_redactor(workspace, caller));
  SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
  json::Object source;
  SANAD_TRY(const Item item, open_subject(workspace, caller, exhibit, subject, source));
  SANAD_TRY(const Decoded whole, decode(workspace.extractor(), item, subject.page));
  SANAD_TRY(const redaction::Grid grid,
            redaction::Grid::of(whole.picture.width, whole.picture.height));
  SANAD_TRY(const Bytes png, redaction::write_png(whole.picture));
  // Made smaller by the same program that shows every other picture.
  SANAD_TRY(const cage::Input input, cage::Input::of(png));
  SANAD_TRY(const extract::Preview small,
            extract::preview(workspace.extractor(), input.fd(), "", {}));
  SANAD_TRY(const Bytes file, extract::format_png(small));
  SANAD_CHECK(record_look_once(workspace, caller, exhibit, source.find("file")->string_or(""),
                               fmt::format("redacting {}", name_of(subject))));
  return json::Value(json::Object{{"width", grid.width},
                                  {"height", grid.height},
                                  {"tile", redaction::kTileSide},
                                  {"picture", format_base64(file)}});
}

Result<json::Value> suggest_boxes(Workspace& workspace, const authority::Officer& caller,
                                  const records::Exhibit& exhibit, const PictureSubject& subject) {
  SANAD_CHECK(require_redactor(workspace, caller));
  SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
  SANAD_TRY(const Decoded whole, decoded(workspace, caller, exhibit, subject));
  SANAD_TRY(const Bytes png, redaction::write_png(whole.picture));
  SANAD_TRY(const cage::Input input, cage::Input::of(png));
  SANAD_TRY(const extract::SuggestedBoxes found,
            extract::suggest_boxes(workspace.extractor(), input.fd(),
                                   static_cast<int>(whole.picture.width),
                                   static_cast<int>(whole.picture.height)));
  SANAD_CHECK(record_look_once(workspace, caller, exhibit, whole.source.find("file")->string_or(""),
                               fmt::format("redacting {}", name_of(subject))));
  json::Array boxes;
  for (const extract::SuggestedBox& one : found.boxes)
    boxes.push_back(json::Object{{"kind", one.kind},
                                 {"by", one.by},
                                 {"x", one.x},
                                 {"y", one.y},
                                 {"width", one.width},
                                 {"height", one.height}});
  return json::Value(json::Object{{"width", whole.picture.width},
                                  {"height", whole.picture.height},
                                  {"suggestions", std::move(boxes)},
                                  {"cut", found.cut}});
}

Result<std::vector<HiddenBox>> take_suggestions(const json::Value& suggested, std::string_view kind,
                                                std::string_view reason) {
  if (suggested["cut"].bool_or(true))
    return Error{ErrorCode::kInvalid,
                 "there may be more in the picture than is suggested: look at it, and draw boxes"};
  std::vector<HiddenBox> boxes;
  const auto side = [](const json::Value& value) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value.int_or(0), 0));
  };
  for (const json::Value& one : *suggested["suggestions"].as_array())
    if (one["kind"].string_or("") == kind)
      boxes.push_back({side(one["x"]), side(one["y"]), side(one["width"]), side(one["height"]),
                       std::string(reason)});
  if (boxes.empty())
    return Error{ErrorCode::kInvalid,
                 fmt::format("nothing of the kind \"{}\" was found in the picture", kind)};
  return boxes;
}

Result<json::Array> list_redactions(Workspace& workspace, const authority::Officer& caller,
                                    const records::Exhibit& exhibit) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
  SANAD_TRY(const auto entries, redaction_entries(workspace, exhibit, "exhibit.redacted"));
  json::Array list;
  for (const records::Entry& entry : entries) {
    if (entry.destroyed) continue;
    SANAD_TRY(const FoundRedaction found,
              find_redaction(workspace, exhibit, entry.data["redaction"].string_or("")));
    list.emplace_back(view_of(found));
  }
  return list;
}

Result<RedactedPicture> redacted_picture(Workspace& workspace, const authority::Officer& caller,
                                         const records::Exhibit& exhibit, std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
  SANAD_TRY(const FoundRedaction found, find_redaction(workspace, exhibit, id));
  RedactedPicture out;
  out.kind = found.kind;
  SANAD_TRY(out.picture, read_redaction_file(workspace, exhibit, found.file(), found.most_bytes()));
  SANAD_TRY(const Bytes proof, read_redaction_file(workspace, exhibit, found.redacted.data["proof"],
                                                   redaction::kMaxProofBytes));
  out.proof = to_text(proof);
  SANAD_CHECK(record_look_once(workspace, caller, exhibit,
                               found.redacted.data["file"].string_or(""),
                               fmt::format("the redaction {}", id)));
  return out;
}

Result<json::Value> check_redaction(Workspace& workspace, const authority::Officer& caller,
                                    std::string_view id) {
  SANAD_CHECK(require_redactor(workspace, caller));
  SANAD_TRY(const records::Exhibit exhibit, exhibit_of(workspace, caller, id));
  SANAD_TRY(const FoundRedaction found, find_redaction(workspace, exhibit, id));
  if (found.kind == redaction::Kind::kSound)
    return check_sound_redaction(workspace, caller, exhibit, found);
  if (found.kind == redaction::Kind::kFilm)
    return check_film_redaction(workspace, caller, exhibit, found);
  SANAD_TRY(const Decoded original,
            decoded(workspace, caller, exhibit, subject_of(found.redacted.data)));
  SANAD_TRY(const Committed committed, commit(workspace, exhibit, original));
  if (format_hex(committed.root) != found.tiles.data["root"].string_or(""))
    return Error{ErrorCode::kIntegrity,
                 fmt::format("the original, decoded by {}, does not lead to the root that was "
                             "recorded when it was decoded by {}",
                             original.decoder, found.tiles.data["decoder"].string_or(""))};
  SANAD_TRY(const redaction::Plan plan, redaction::parse_plan(committed.grid, found.redacted.data));
  SANAD_TRY(const Bytes bytes,
            read_redaction_file(workspace, exhibit, found.redacted.data["picture"],
                                redaction::kMaxPngBytes));
  SANAD_TRY(const Bytes proof, read_redaction_file(workspace, exhibit, found.redacted.data["proof"],
                                                   redaction::kMaxProofBytes));
  SANAD_TRY(const redaction::Picture picture, redaction::read_png(bytes));
  if (picture.width != committed.grid.width || picture.height != committed.grid.height)
    return Error{ErrorCode::kIntegrity, "the redacted picture has another size"};
  SANAD_CHECK(redaction::verify_proof(committed.grid, redaction::mask_of(committed.grid, plan),
                                      committed.root, picture, as_text(proof)));
  json::Object view = view_of(found);
  view.set("agrees", true);
  return json::Value(std::move(view));
}

}  // namespace sanad::service
