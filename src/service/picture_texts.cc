#include "service/picture_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cage/input.h"
#include "excerpt.h"
#include "extract/extract.h"
#include "items.h"
#include "part_lines.h"
#include "queue.h"
#include "service/analysis.h"
#include "service/identification.h"
#include "service/people.h"

namespace sanad::service {
namespace {

constexpr std::string_view kEntry = "exhibit.ocr";
// Of one sealed stretch: what a stop costs at most is this much work.
constexpr std::uint64_t kItemsAStretch = 50;
constexpr std::size_t kMaxStretchBytes = std::size_t{8} << 20;
constexpr std::size_t kMaxUnreadNamed = 20;  // in an entry
constexpr std::size_t kMaxReasonLetters = 200;
constexpr std::size_t kJobsLookedAt = 1000;

std::uint64_t number_in(const json::Value& value, std::string_view member) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(value[member].int_or(0), 0));
}

// Copies are read once.
bool may_hold_text(const json::Value& item) {
  return item["same_as"].is_null() &&
         (!item["picture"].is_null() || item["kind"].string_or("") == "pdf");
}

// The entries of an exhibit whose stretches are of its list of parts as it is now, oldest first.
Result<std::vector<records::Entry>> stretches_of(Workspace& workspace,
                                                 const records::Exhibit& exhibit,
                                                 const json::Value& root) {
  SANAD_TRY(auto entries, workspace.records().entries({.exhibit = exhibit.id,
                                                       .kind = std::string(kEntry),
                                                       .limit = SIZE_MAX / 4,
                                                       .oldest_first = true}));
  std::erase_if(entries, [&](const records::Entry& entry) {
    return entry.data["root"].string_or("") != root.string_or("");
  });
  return entries;
}

// Each line of a sealed stretch.
Result<void> for_each_read(Workspace& workspace, const records::Exhibit& exhibit,
                           const records::Entry& entry,
                           const std::function<void(std::uint64_t number, json::Value)>& to) {
  const json::Value& sha256 = entry.data["list"]["sha256"];
  if (sha256.is_null()) return {};
  SANAD_TRY(const Digest256 digest, parse_digest256(sha256.string_or("")));
  SANAD_TRY_WITH(const auto object, workspace.vault().open_object(exhibit.case_id, digest),
                 fmt::format("what was read in pictures of {}", exhibit.number));
  std::string all(static_cast<std::size_t>(object->size()), '\0');
  SANAD_TRY(const std::size_t got,
            object->read_at(0, {reinterpret_cast<std::uint8_t*>(all.data()), all.size()}));
  std::string_view rest = std::string_view(all).substr(0, got);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    SANAD_TRY_WITH(json::Value line, json::parse(rest.substr(0, end)), "what was read in pictures");
    const std::uint64_t number = number_in(line, "part_number");
    to(number, std::move(line));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

class PictureReading {
 public:
  PictureReading(Workspace& workspace, const records::Job& job, OpenList& list,
                 capture::Monitor& monitor)
      : workspace_(workspace),
        job_(job),
        list_(list),
        monitor_(monitor),
        extractor_(workspace.extractor()) {
    extractor_.is_cancelled = [this] { return monitor_.is_cancelled(); };
  }

  Result<void> run() {
    const json::Value& root = list_.list.data["root"];
    SANAD_TRY(const auto before, stretches_of(workspace_, list_.exhibit, root));
    if (!before.empty()) first_ = number_in(before.back().data, "last") + 1;
    if (first_ >= list_.total()) return {};
    const auto read = read_lines_from(
        list_, workspace_, first_,
        [this](std::uint64_t number, std::string_view text) { return take(number, text); });
    // What was read before an error is kept, so that the next run goes on behind it.
    if (!read.ok()) {
      if (next_ > first_) SANAD_CHECK(seal(next_ - 1));
      return read;
    }
    return seal(list_.total() - 1);
  }

  json::Object counts() const {
    return json::Object{
        {"items", all_items_}, {"with_text", all_with_text_}, {"unread", all_unread_}};
  }

 private:
  Result<bool> take(std::uint64_t number, std::string_view text) {
    if (monitor_.is_cancelled()) return stopped();
    SANAD_TRY_WITH(const json::Value line, json::parse(text), "the list of parts");
    if (!line["item"].is_null() && may_hold_text(line["item"])) SANAD_CHECK(read(number, line));
    next_ = number + 1;
    if (items_ >= kItemsAStretch || lines_.size() >= kMaxStretchBytes) SANAD_CHECK(seal(number));
    return true;
  }

  Result<void> read(std::uint64_t number, const json::Value& line) {
    monitor_.on_progress({"reading pictures", 0, all_items_, line["path"].string_or("")});
    auto found = read_item_of(line);
    if (monitor_.is_cancelled()) return stopped();
    if (!found.ok()) {
      const ErrorCode code = found.error().code;
      if (code == ErrorCode::kUnavailable || code == ErrorCode::kIo ||
          code == ErrorCode::kIntegrity)
        return found.error();
      unread(number, found.error().message);
      return {};
    }
    ++items_;
    ++all_items_;
    engine_ = (*found)["ocr"]["engine"].string_or(engine_);
    if ((*found)["ocr"]["text"].is_null()) return {};
    json::Object kept{{"part_number", number}, {"sha256", line["item"]["sha256"]}};
    for (const json::Member& member : *found->as_object()) kept.set(member.name, member.value);
    lines_ += json::format_canonical(json::Value(std::move(kept))) + "\n";
    ++with_text_;
    ++all_with_text_;
    return {};
  }

  Result<json::Value> read_item_of(const json::Value& line) {
    SANAD_TRY(const Item item, read_listed_item(workspace_, list_.exhibit, line));
    SANAD_TRY(const cage::Input input, cage::Input::of(item.bytes));
    return extract::read_pictures(extractor_, input.fd());
  }

  void unread(std::uint64_t number, std::string_view reason) {
    ++items_;
    ++all_items_;
    ++unread_count_;
    ++all_unread_;
    if (unread_.size() == kMaxUnreadNamed) return;
    unread_.emplace_back(json::Object{{"part_number", number},
                                      {"reason", first_letters(reason, kMaxReasonLetters)}});
  }

  // A stretch of parts that ends with last, done.
  Result<void> seal(std::uint64_t last) {
    if (last < first_) return {};
    json::Object data{{"exhibit", list_.exhibit.id},
                      {"root", list_.list.data["root"]},
                      {"first", first_},
                      {"last", last},
                      {"engine", engine_},
                      {"items", items_},
                      {"with_text", with_text_},
                      {"unread_count", unread_count_},
                      {"unread", std::move(unread_)}};
    if (!lines_.empty()) {
      SANAD_TRY(const auto writer, workspace_.vault().begin(list_.exhibit.case_id));
      SANAD_CHECK(writer->write(as_bytes(lines_)));
      SANAD_TRY(const vault::SealedObject sealed, writer->seal());
      data.set("list", json::Object{{"sha256", format_hex(sealed.info.sha256)},
                                    {"size", sealed.info.size_bytes}});
    }
    SANAD_CHECK(workspace_.custody().record(
        {std::string(kEntry), job_.actor, list_.exhibit.case_id, std::move(data)}));
    first_ = last + 1;
    next_ = first_;
    items_ = with_text_ = unread_count_ = 0;
    unread_ = {};
    lines_.clear();
    return {};
  }

  static Error stopped() { return {ErrorCode::kConflict, "stopped by the officer"}; }

  Workspace& workspace_;
  const records::Job& job_;
  OpenList& list_;
  capture::Monitor& monitor_;
  extract::Extractor extractor_;
  std::uint64_t first_ = 0, next_ = 0;  // of the stretch; behind what was done of it
  std::string engine_, lines_;
  std::uint64_t items_ = 0, with_text_ = 0, unread_count_ = 0;
  json::Array unread_;
  std::uint64_t all_items_ = 0, all_with_text_ = 0, all_unread_ = 0;
};

}  // namespace

Result<std::string> queue_picture_texts(Workspace& workspace, const std::string& case_id,
                                        const std::string& exhibit, const std::string& actor) {
  SANAD_TRY(const auto jobs, workspace.jobs().of_case(case_id, kJobsLookedAt));
  for (const records::Job& waiting : jobs) {
    if (waiting.kind == "ocr" && waiting.state == records::JobState::kQueued &&
        waiting.payload["exhibit"].string_or("") == exhibit)
      return waiting.id;
  }
  return queue_job(workspace, "ocr", case_id, actor, json::Object{{"exhibit", exhibit}});
}

Result<std::string> order_picture_texts(Workspace& workspace, const authority::Officer& caller,
                                        const records::Exhibit& exhibit) {
  using authority::Role;
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kReviewer},
                           "have text read in pictures"));
  if (!exhibit.is_import())
    return Error{
        ErrorCode::kInvalid,
        fmt::format("{} is no import: of a capture the page's own text is kept", exhibit.number)};
  SANAD_CHECK(workspace.records().part_list(exhibit.id));
  return queue_picture_texts(workspace, exhibit.case_id, exhibit.id, caller.id);
}

Result<json::Value> run_picture_texts(Workspace& workspace, const records::Job& job,
                                      capture::Monitor& monitor) {
  SANAD_TRY(const records::Exhibit exhibit,
            workspace.records().exhibit(job.payload["exhibit"].string_or("")));
  SANAD_TRY(OpenList list, open_list(workspace, exhibit));
  PictureReading reading(workspace, job, list, monitor);
  const auto read = reading.run();
  json::Object answer{{"exhibit", exhibit.id}};
  for (const json::Member& member : reading.counts()) answer.set(member.name, member.value);
  if (answer.find("with_text")->int_or(0) > 0) {
    SANAD_TRY(const std::string indexing,
              queue_indexing(workspace, exhibit.case_id, exhibit.id, job.actor));
    answer.set("indexing", indexing);
    // What was read is sealed, whatever becomes of this.
    (void)queue_identification(workspace, exhibit.case_id, job.actor);
  }
  if (!read.ok()) return read.error();
  return json::Value(std::move(answer));
}

Result<PictureTexts> picture_texts(Workspace& workspace, const records::Exhibit& exhibit) {
  PictureTexts texts;
  const auto list = workspace.records().part_list(exhibit.id);
  if (!list.ok() && list.error().code == ErrorCode::kNotFound) return texts;
  if (!list.ok()) return list.error();
  SANAD_TRY(const auto entries, stretches_of(workspace, exhibit, list->data["root"]));
  for (const records::Entry& entry : entries) {
    SANAD_CHECK(
        for_each_read(workspace, exhibit, entry, [&](std::uint64_t number, json::Value read) {
          // Where each word stands is of no use to an index, and long.
          if (json::Value* ocr = read.as_object()->find("ocr");
              ocr != nullptr && ocr->as_object() != nullptr)
            ocr->as_object()->erase("pages");
          texts[number] = std::move(read);
        }));
  }
  return texts;
}

Result<json::Value> picture_text(Workspace& workspace, const records::Exhibit& exhibit,
                                 std::uint64_t number) {
  json::Value found;
  SANAD_TRY(const records::PartList list, workspace.records().part_list(exhibit.id));
  SANAD_TRY(const auto entries, stretches_of(workspace, exhibit, list.data["root"]));
  for (const records::Entry& entry : entries) {
    if (number < number_in(entry.data, "first") || number > number_in(entry.data, "last")) continue;
    SANAD_CHECK(for_each_read(workspace, exhibit, entry, [&](std::uint64_t of, json::Value read) {
      if (of == number) found = std::move(read);
    }));
  }
  return found;
}

void add_picture_text(const json::Value& read, json::Object& item) {
  item.set("ocr", read["ocr"]);
  for (const char* member : {"languages", "scripts"})
    if (item.find(member) == nullptr && !read[member].is_null()) item.set(member, read[member]);
  const json::Array* selectors = read["selectors"].as_array();
  if (selectors == nullptr) return;
  json::Array all = *selectors;
  if (const json::Value* own = item.find("selectors"); own != nullptr && own->as_array() != nullptr)
    all.insert(all.begin(), own->as_array()->begin(), own->as_array()->end());
  item.set("selectors", std::move(all));
}

}  // namespace sanad::service
