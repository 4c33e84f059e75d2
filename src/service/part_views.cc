#include "service/part_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/numbers.h"
#include "cage/input.h"
#include "closed_content.h"
#include "excerpt.h"
#include "extract/extract.h"
#include "items.h"
#include "looks.h"
#include "part_lines.h"
#include "service/exhibits.h"
#include "service/people.h"
#include "service/picture_texts.h"
#include "service/search_views.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

// A page ends once its parts have taken this much of the list.
constexpr std::uint64_t kMaxPageBytes = 8ULL << 20;
constexpr std::string_view kReading = "reading its parts";
constexpr std::string_view kListName = "list of parts";

std::uint32_t original_number(std::string_view name) {
  const auto number = parse_decimal(name.substr(std::min(name.find('-'), name.size() - 1) + 1));
  return number.ok() && *number > 0 ? static_cast<std::uint32_t>(*number - 1) : 0;
}

// How a document can be read here; empty for what is none.
std::string_view reads_as_of(std::string_view kind) {
  if (kind == "pdf") return "pages";
  const bool is_office = kind == "ooxml" || kind == "odf" || kind == "ole" || kind == "rtf";
  return is_office ? "text" : "";
}

void copy_members(const json::Value& from, std::initializer_list<const char*> names,
                  json::Object& to) {
  for (const char* name : names)
    if (!from[name].is_null()) to.set(name, from[name]);
}

// Parts as they are shown, in one case.
class Shower {
 public:
  static Result<Shower> of(Workspace& workspace, const std::string& case_id, bool whole) {
    SANAD_TRY(auto facts, workspace.case_indexes().facts(case_id));
    SANAD_TRY(auto unmasked, unmasked_in(workspace, case_id));
    return Shower(workspace, std::move(facts), std::move(unmasked), whole);
  }

  case_index::CaseIndex& facts() { return *facts_; }
  const case_index::Unmasked& unmasked() const { return unmasked_; }

  Result<json::Object> show(const records::Exhibit& exhibit, std::uint64_t number,
                            const json::Value& line) {
    json::Object shown{
        {"exhibit", exhibit.id}, {"exhibit_number", exhibit.number}, {"number", number}};
    if (!line["set_aside"].is_null()) {
      shown.set("state", "set-aside");
      shown.set("reason", line["set_aside"]);
      return shown;
    }
    copy_members(line, {"file", "path", "way"}, shown);
    if (!line["unread"].is_null()) {
      shown.set("state", "unread");
      copy_members(line["unread"], {"reason", "offset", "length"}, shown);
      return shown;
    }
    const bool is_item = !line["item"].is_null();
    const json::Value& value = line[is_item ? "item" : "record"];
    shown.set("state", is_item ? "item" : "record");
    copy_members(value,
                 {"offset", "length", "title", "at", "local", "local_uncertain", "edited_at",
                  "service", "languages", "scripts"},
                 shown);
    if (is_item) {
      add_item(value, shown);
      SANAD_CHECK(add_picture_text(exhibit, number, value, shown));
      return shown;
    }
    SANAD_CHECK(add_record(exhibit, number, line, value, shown));
    return shown;
  }

 private:
  Shower(Workspace& workspace, std::shared_ptr<case_index::CaseIndex> facts,
         case_index::Unmasked unmasked, bool whole)
      : workspace_(workspace),
        facts_(std::move(facts)),
        unmasked_(std::move(unmasked)),
        whole_(whole) {}

  void set_text(const char* name, const json::Value& text, json::Object& shown) const {
    const std::string* all = text.as_string();
    if (all == nullptr || all->empty()) return;
    const std::string_view part =
        whole_ ? std::string_view(*all) : first_letters(*all, kPartLetters);
    shown.set(name, part);
    if (part.size() < all->size()) shown.set("text_cut", true);
  }

  void add_item(const json::Value& value, json::Object& shown) const {
    copy_members(value, {"sha256", "size", "same_as", "kind", "metadata"}, shown);
    set_text("text", value["text_content"], shown);
    const bool is_video = !value["video"].is_null();
    if (is_video || !value["pdq"].is_null() || !value["picture"].is_null())
      shown.set("picture", is_video ? "video" : "picture");
    if (!value["audio"].is_null()) shown.set("sound", true);
    if (const auto duration = duration_of(value)) shown.set("duration_ms", *duration);
    const std::string_view reads_as = reads_as_of(value["kind"].string_or(""));
    if (!reads_as.empty()) shown.set("reads_as", reads_as);
  }

  Result<void> add_picture_text(const records::Exhibit& exhibit, std::uint64_t number,
                                const json::Value& value, json::Object& shown) {
    if (value["picture"].is_null() && value["kind"].string_or("") != "pdf") return {};
    if (read_of_ != exhibit.id) {
      SANAD_TRY(read_, picture_texts(workspace_, exhibit));
      read_of_ = exhibit.id;
    }
    const auto read = read_.find(number);
    if (read == read_.end()) return {};
    set_text("ocr_text", read->second["ocr"]["text"], shown);
    shown.set("ocr_confidence", read->second["ocr"]["confidence"]);
    return {};
  }

  Result<void> add_record(const records::Exhibit& exhibit, std::uint64_t number,
                          const json::Value& line, const json::Value& value, json::Object& shown) {
    case_index::Source source;
    source.exhibit = exhibit.id;
    source.original = original_number(line["file"].string_or(""));
    source.way = line["way"].string_or("");
    source.part = number;
    SANAD_TRY(const case_index::Document document,
              case_index::read_document(value, 1, std::move(source)));
    copy_members(value, {"kind", "platform", "id", "reply_to"}, shown);
    set_text("text", value["text"], shown);
    SANAD_CHECK(add_people(document, shown));
    SANAD_CHECK(add_chat(document, shown));
    add_attachments(value, shown);
    return add_other(value, shown);
  }

  Result<void> add_people(const case_index::Document& document, json::Object& shown) {
    SANAD_TRY(const auto author, facts_->find_account(document, document.author, unmasked_));
    if (author) shown.set("author", view(*author));
    is_open_ = author && !author->is_masked;
    SANAD_TRY(const auto from, facts_->find_account(document, document.forwarded_from, unmasked_));
    if (from) shown.set("forwarded_from", view(*from));
    json::Array to;
    for (const case_index::Party& party : document.to) {
      SANAD_TRY(const auto account, facts_->find_account(document, party, unmasked_));
      if (account) to.emplace_back(view(*account));
    }
    if (!to.empty()) shown.set("to", std::move(to));
    return {};
  }

  Result<void> add_chat(const case_index::Document& document, json::Object& shown) {
    attached_.clear();
    SANAD_TRY(const auto chat, facts_->find_chat(document, unmasked_));
    if (!chat) return add_attached_of(document);
    json::Object named{
        {"chat", chat->row}, {"pseudonym", chat->pseudonym}, {"masked", chat->is_masked}};
    if (!chat->is_masked) named.set("name", chat->name);
    shown.set("chat", std::move(named));
    SANAD_TRY(const std::int64_t row, facts_->find_message(chat->row, document));
    if (row == 0) return {};
    shown.set("document", row);
    const auto position = facts_->chat_position(row);
    if (position.ok()) shown.set("position", *position);
    SANAD_TRY(attached_, facts_->attached(row));
    return {};
  }

  // Of a mail or post, which is in no chat.
  Result<void> add_attached_of(const case_index::Document& document) {
    if (document.number.empty() || document.attachments.empty()) return {};
    SANAD_TRY(const std::int64_t row, facts_->find_message(0, document));
    if (row == 0) return {};
    SANAD_TRY(attached_, facts_->attached(row));
    return {};
  }

  void add_attachments(const json::Value& value, json::Object& shown) const {
    const json::Array* all = value["attachments"].as_array();
    if (all == nullptr || all->empty()) return;
    json::Array attachments;
    for (std::size_t place = 0; place < all->size(); ++place) {
      json::Object one;
      copy_members((*all)[place], {"kind", "path", "name", "media_type", "size", "absent"}, one);
      for (const case_index::Attached& there : attached_)
        if (there.place == place) one.set("part", there.part);
      attachments.emplace_back(std::move(one));
    }
    shown.set("attachments", std::move(attachments));
  }

  // What else the source says names people in messages; of a table it is the row itself.
  Result<void> add_other(const json::Value& value, json::Object& shown) const {
    const std::string kind = value["kind"].string_or("");
    const bool is_said = kind == "message" || kind == "post" || kind == "mail";
    const json::Object* other = value["other"].as_object();
    if (other == nullptr || (is_said && !is_open_)) return {};
    constexpr std::size_t kMaxOtherBytes = 32'768;
    shown.set("other", whole_ ? *other : bounded(*other, kMaxOtherBytes));
    return {};
  }

  Workspace& workspace_;
  std::shared_ptr<case_index::CaseIndex> facts_;
  case_index::Unmasked unmasked_;
  PictureTexts read_;  // of the exhibit read_of_
  std::string read_of_;
  std::vector<case_index::Attached> attached_;  // of the part that is shown
  bool is_open_ = false;                        // its author's mask is lifted
  bool whole_;
};

Result<void> check_limit(std::size_t limit, std::size_t most) {
  if (limit >= 1 && limit <= most) return {};
  return Error{ErrorCode::kInvalid, fmt::format("\"limit\" is a whole number from 1 to {}", most)};
}

// The parts from first on.
Result<json::Array> show_parts(Workspace& workspace, OpenList& open, std::uint64_t first,
                               std::size_t limit, Shower& shower) {
  json::Array items;
  if (first >= open.total()) return items;
  std::uint64_t bytes = 0;
  const auto take = [&](std::uint64_t number, std::string_view text) -> Result<bool> {
    SANAD_TRY_WITH(const json::Value line, json::parse(text), "the list of parts");
    SANAD_TRY(json::Object shown, shower.show(open.exhibit, number, line));
    items.emplace_back(std::move(shown));
    bytes += text.size();
    return items.size() < limit && bytes < kMaxPageBytes;
  };
  SANAD_CHECK(read_lines_from(open, workspace, first, take));
  return items;
}

}  // namespace

Result<json::Value> page_of_files(Workspace& workspace, const authority::Officer& caller,
                                  const records::Exhibit& exhibit, std::uint64_t first,
                                  std::size_t limit) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(check_limit(limit, kMaxFilesPage));
  SANAD_TRY(const auto files, workspace.records().imported_files(exhibit.id, first, limit));
  json::Array items;
  for (const records::ExhibitFile& file : files) {
    items.emplace_back(json::Object{{"name", file.name},
                                    {"path", file.path},
                                    {"media_type", file.media_type},
                                    {"size", file.size},
                                    {"sha256", file.sha256},
                                    {"sha512", file.sha512},
                                    {"modified_at", file.modified_at},
                                    {"same_as", file.same_as}});
  }
  return json::Value(json::Object{
      {"total", exhibit.further_files}, {"first", first}, {"items", std::move(items)}});
}

Result<json::Value> page_of_parts(Workspace& workspace, const authority::Officer& caller,
                                  const records::Exhibit& exhibit, std::uint64_t first,
                                  std::size_t limit) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(check_limit(limit, kMaxPartsPage));
  SANAD_TRY(OpenList open, open_list(workspace, exhibit));
  SANAD_CHECK(record_look_once(workspace, caller, exhibit, kListName, kReading));
  SANAD_TRY(Shower shower, Shower::of(workspace, exhibit.case_id, false));
  SANAD_TRY(json::Array items, show_parts(workspace, open, first, limit, shower));
  json::Object counts;
  copy_members(open.list.data, {"items", "records", "unread", "set_aside", "problems"}, counts);
  return json::Value(json::Object{{"total", open.total()},
                                  {"first", first},
                                  {"counts", std::move(counts)},
                                  {"items", std::move(items)}});
}

Result<json::Value> part_line(Workspace& workspace, const records::Exhibit& exhibit,
                              std::uint64_t number) {
  SANAD_TRY(OpenList open, open_list(workspace, exhibit));
  return read_number(open, workspace, number);
}

Result<json::Value> one_part(Workspace& workspace, const authority::Officer& caller,
                             const records::Exhibit& exhibit, std::uint64_t number) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(OpenList open, open_list(workspace, exhibit));
  SANAD_TRY(const json::Value line, read_number(open, workspace, number));
  SANAD_CHECK(record_look_once(workspace, caller, exhibit, kListName, kReading));
  SANAD_TRY(Shower shower, Shower::of(workspace, exhibit.case_id, true));
  SANAD_TRY(json::Object shown, shower.show(exhibit, number, line));
  shown.set("total", open.total());
  return json::Value(std::move(shown));
}

Result<Bytes> part_picture(Workspace& workspace, const authority::Officer& caller,
                           const records::Exhibit& exhibit, std::uint64_t number,
                           std::optional<std::int64_t> at_ms) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(OpenList open, open_list(workspace, exhibit));
  SANAD_TRY(const json::Value line, read_number(open, workspace, number));
  if (line["item"].is_null())
    return Error{ErrorCode::kInvalid, fmt::format("part {} is no picture", number)};
  SANAD_TRY(const Item item, readable(workspace, caller, exhibit, line["file"].string_or(""),
                                      read_listed_item(workspace, exhibit, line)));
  SANAD_TRY(const cage::Input input, cage::Input::of(item.bytes));
  SANAD_TRY(const extract::Preview seen,
            extract::preview(workspace.extractor(), input.fd(), item.hints.coding, at_ms));
  SANAD_TRY(Bytes file, extract::format_png(seen));
  SANAD_CHECK(record_look_once(workspace, caller, exhibit, line["file"].string_or(""),
                               fmt::format("the picture of part {}", number)));
  return file;
}

Result<json::Value> chats_in(Workspace& workspace, const authority::Officer& caller,
                             const records::Exhibit& exhibit) {
  constexpr std::size_t kMaxChats = 1000;
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const auto facts, workspace.case_indexes().facts(exhibit.case_id));
  SANAD_TRY(const auto unmasked, unmasked_in(workspace, exhibit.case_id));
  SANAD_TRY(const auto chats, facts->chats(0, kMaxChats, unmasked));
  json::Array items;
  for (const case_index::Chat& chat : chats) {
    case_index::Filter filter;
    filter.exhibit = exhibit.id;
    filter.chat = chat.row;
    SANAD_TRY(const std::int64_t here, facts->count(filter));
    if (here == 0) continue;
    json::Object item{{"chat", chat.row},           {"pseudonym", chat.pseudonym},
                      {"platform", chat.platform},  {"masked", chat.is_masked},
                      {"messages", chat.documents}, {"here", here},
                      {"people", chat.accounts}};
    if (!chat.is_masked) item.set("name", chat.name);
    if (chat.span.first_ms) item.set("first_at", format_timestamp({*chat.span.first_ms}));
    if (chat.span.last_ms) item.set("last_at", format_timestamp({*chat.span.last_ms}));
    items.emplace_back(std::move(item));
  }
  return json::Value(json::Object{{"items", std::move(items)}});
}

Result<json::Value> chat_messages(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view case_id, const ChatStretch& stretch) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(check_limit(stretch.count, kMaxPartsPage));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(Shower shower, Shower::of(workspace, of_case.id, false));
  SANAD_TRY(const case_index::Chat chat, shower.facts().chat(stretch.chat, shower.unmasked()));
  std::int64_t position = std::max<std::int64_t>(stretch.position, 0);
  if (stretch.from) {
    case_index::Filter filter;
    filter.chat = chat.row;
    filter.from_ms = stretch.from->unix_ms;
    filter.with_copies = false;
    SANAD_TRY(const auto later,
              shower.facts().rows(filter, case_index::Order::kTime, {1, {}}, shower.unmasked()));
    position = std::max<std::int64_t>(chat.documents - 1, 0);
    if (!later.rows.empty()) {
      SANAD_TRY(position, shower.facts().chat_position(later.rows.front().cite.document));
    }
  }
  SANAD_TRY(const auto rows,
            shower.facts().chat_rows(chat.row, position, stretch.count, shower.unmasked()));
  std::map<std::string, OpenList> lists;
  json::Array items;
  for (const case_index::Row& row : rows) {
    if (!lists.contains(row.cite.exhibit)) {
      SANAD_TRY(const auto exhibit, exhibit_for(workspace, caller, row.cite.exhibit));
      SANAD_TRY(OpenList open, open_list(workspace, exhibit));
      SANAD_CHECK(record_look_once(workspace, caller, exhibit, kListName, kReading));
      lists.emplace(row.cite.exhibit, std::move(open));
    }
    OpenList& open = lists.at(row.cite.exhibit);
    SANAD_TRY(const json::Value line, read_part(*open.object, row.cite));
    SANAD_TRY(json::Object shown, shower.show(open.exhibit, row.cite.part, line));
    items.emplace_back(std::move(shown));
  }
  json::Object named{{"chat", chat.row}, {"pseudonym", chat.pseudonym}, {"masked", chat.is_masked}};
  if (!chat.is_masked) named.set("name", chat.name);
  return json::Value(json::Object{{"chat", std::move(named)},
                                  {"position", position},
                                  {"total", chat.documents},
                                  {"items", std::move(items)}});
}

}  // namespace sanad::service
