#include "service/analysis.h"

#include <fmt/format.h>

#include <set>

#include "keyring/secret.h"
#include "part_list/part_list.h"
#include "queue.h"
#include "service/picture_texts.h"
#include "service/shred.h"
#include "service/workspace.h"

namespace sanad::service {
namespace {

constexpr std::string_view kSecretLabel = "pseudonyms";
constexpr std::uint64_t kCommitEvery = 20'000;
constexpr std::uint64_t kReportEvery = 1000;
constexpr std::size_t kPieceBytes = 256 * 1024;

// "original-7" is the seventh, counted from 0.
std::uint32_t original_number(std::string_view name) {
  std::uint32_t number = 0;
  for (const char c : name.substr(std::min(name.find('-'), name.size() - 1) + 1))
    if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::uint32_t>(c - '0');
  return number == 0 ? 0 : number - 1;
}

std::vector<std::string> codes_in(const json::Value& languages) {
  std::vector<std::string> codes;
  if (const json::Array* array = languages.as_array())
    for (const json::Value& one : *array) codes.push_back(one["code"].string_or(""));
  return codes;
}

// What a query's has: may ask for.
std::vector<std::string> has_of(const json::Value& value) {
  std::set<std::string> has;
  if (const json::Array* selectors = value["selectors"].as_array())
    for (const json::Value& one : *selectors) has.insert(one["kind"].string_or(""));
  if (const json::Array* files = value["attachments"].as_array(); files && !files->empty())
    has.insert("attachment");
  if (!value["metadata"]["place"].is_null()) has.insert("place");
  return {has.begin(), has.end()};
}

// Of a document, what can be searched. Views into value.
struct Searched {
  std::string title, text, author, chat;
};

Searched searched(const json::Value& value, bool is_item) {
  Searched fields;
  fields.title = value["title"].string_or("");
  fields.text = value[is_item ? "text_content" : "text"].string_or("");
  if (is_item) {
    const std::string ocr = value["ocr"]["text"].string_or("");
    if (!ocr.empty()) fields.text += (fields.text.empty() ? "" : "\n") + ocr;
  }
  fields.author = value["author"].string_or("");
  fields.chat = value["chat_name"].string_or("");
  return fields;
}

class Indexing {
 public:
  Indexing(case_index::CaseIndex& facts, search_index::SearchIndex& words,
           const records::Exhibit& exhibit, PictureTexts read, std::int64_t next,
           capture::Monitor& monitor)
      : facts_(facts),
        words_(words),
        exhibit_(exhibit),
        read_(std::move(read)),
        next_(next),
        monitor_(monitor) {}

  Result<void> take(const part_list::Reader::Line& line) {
    if (line.is_set_aside) return {};
    SANAD_TRY_WITH(json::Value part, json::parse(line.text), "the list of parts");
    const bool is_item = !part["item"].is_null();
    if (!is_item && part["record"].is_null()) return {};
    if (const auto read = read_.find(line.place.number); is_item && read != read_.end())
      add_picture_text(read->second, *part.as_object()->find("item")->as_object());
    const json::Value& value = part[is_item ? "item" : "record"];
    case_index::Source source;
    source.exhibit = exhibit_.id;
    source.original = original_number(part["file"].string_or(""));
    source.original_name = part["path"].string_or("");
    source.way = part["way"].string_or("");
    source.part = line.place.number;
    source.list_offset = line.place.offset;
    source.list_length = line.place.length;
    SANAD_TRY(const case_index::Document document,
              case_index::read_document(value, next_, std::move(source)));
    SANAD_CHECK(facts_.add(document));
    SANAD_CHECK(add_words(value, is_item, document));
    ++next_;
    return tick();
  }

  Result<void> commit() {
    SANAD_CHECK(words_.commit());
    return facts_.commit();
  }
  std::uint64_t count() const { return count_; }

 private:
  Result<void> add_words(const json::Value& value, bool is_item,
                         const case_index::Document& document) {
    const Searched fields = searched(value, is_item);
    search_index::Facts facts;
    facts.at_ms = document.sent_ms;
    if (!facts.at_ms && document.local) facts.at_ms = document.local->ms;
    facts.kind = is_item ? value["kind"].string_or("file")
                         : std::string(case_index::kind_name(document.kind));
    facts.platform = document.platform;
    facts.exhibit = exhibit_.number;
    facts.author_id = document.author.id;
    facts.chat_id = document.chat.id;
    facts.languages = codes_in(value["languages"]);
    facts.has = has_of(value);
    return words_.add(static_cast<std::uint64_t>(document.id),
                      {fields.title, fields.text, fields.author, fields.chat}, facts);
  }

  Result<void> tick() {
    ++count_;
    if (count_ % kReportEvery == 0) {
      monitor_.on_progress({"indexing", 0, count_, exhibit_.number});
      if (monitor_.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    }
    return count_ % kCommitEvery == 0 ? commit() : Result<void>();
  }

  case_index::CaseIndex& facts_;
  search_index::SearchIndex& words_;
  const records::Exhibit& exhibit_;
  const PictureTexts read_;  // by machine, in pictures
  std::int64_t next_;
  capture::Monitor& monitor_;
  std::uint64_t count_ = 0;
};

Result<std::unique_ptr<vault::ObjectReader>> open_list(Workspace& workspace,
                                                       const std::string& case_id,
                                                       const std::string& exhibit) {
  SANAD_TRY(const records::PartList list, workspace.records().part_list(exhibit));
  SANAD_TRY(const Digest256 digest, parse_digest256(list.data["list"]["sha256"].string_or("")));
  return workspace.vault().open_object(case_id, digest);
}

}  // namespace

Result<std::string> CaseIndexes::folder_of(const std::string& case_id) {
  const std::string folder = workspace_.directory() + "/analysis/" + case_id;
  SANAD_CHECK(files::make_directories(workspace_.file_system(), folder));
  return folder;
}

Result<std::shared_ptr<case_index::CaseIndex>> CaseIndexes::facts(const std::string& case_id) {
  const std::lock_guard lock(mutex_);
  if (const auto there = open_.find(case_id); there != open_.end()) return there->second;
  SANAD_TRY(const keyring::Secret of_case, workspace_.keyring().case_key(case_id));
  const keyring::Secret secret = keyring::derive_key(of_case.view(), kSecretLabel);
  SANAD_TRY(const std::string folder, folder_of(case_id));
  SANAD_TRY(std::shared_ptr<case_index::CaseIndex> index,
            case_index::CaseIndex::open(folder + "/facts.db", secret.view()));
  open_[case_id] = index;
  return index;
}

Result<search_index::SearchIndex> CaseIndexes::words(const std::string& case_id) {
  SANAD_TRY(const std::string folder, folder_of(case_id));
  return search_index::SearchIndex::open_sqlite(folder + "/words.db");
}

Result<void> CaseIndexes::clear() {
  const std::lock_guard lock(mutex_);
  open_.clear();
  return files::remove_tree(workspace_.file_system(), workspace_.directory() + "/analysis");
}

Result<void> CaseIndexes::forget(const std::string& case_id) {
  const std::lock_guard written(writing_);
  const std::lock_guard lock(mutex_);
  open_.erase(case_id);
  return shred_tree(workspace_.file_system(), workspace_.directory() + "/analysis/" + case_id);
}

Result<std::string> queue_indexing(Workspace& workspace, const std::string& case_id,
                                   const std::string& exhibit, const std::string& actor) {
  return queue_job(workspace, "index", case_id, actor, json::Object{{"exhibit", exhibit}});
}

Result<json::Value> run_indexing(Workspace& workspace, const records::Job& job,
                                 capture::Monitor& monitor) {
  SANAD_TRY(const records::Exhibit exhibit,
            workspace.records().exhibit(job.payload["exhibit"].string_or("")));
  CaseIndexes& indexes = workspace.case_indexes();
  const std::lock_guard lock(indexes.writing());
  SANAD_TRY(const auto facts, indexes.facts(exhibit.case_id));
  SANAD_TRY(auto words, indexes.words(exhibit.case_id));
  SANAD_CHECK(facts->remove_exhibit(exhibit.id));
  SANAD_CHECK(words.remove_exhibit(exhibit.number));
  SANAD_TRY(const std::int64_t next, facts->next_id());
  SANAD_TRY(PictureTexts read, picture_texts(workspace, exhibit));
  Indexing indexing(*facts, words, exhibit, std::move(read), next, monitor);
  SANAD_TRY(const auto object, open_list(workspace, exhibit.case_id, exhibit.id));
  part_list::Reader reader(
      [&](const part_list::Reader::Line& line) { return indexing.take(line); });
  Bytes piece(kPieceBytes);
  for (;;) {
    SANAD_TRY(const std::size_t got, object->read(piece));
    if (got == 0) break;
    const auto taken = reader.update(ByteView(piece.data(), got));
    if (taken.ok()) continue;
    facts->discard();
    words.rollback();
    return taken.error();
  }
  SANAD_CHECK(reader.finish());
  SANAD_CHECK(indexing.commit());
  return json::Value(json::Object{{"exhibit", exhibit.id}, {"documents", indexing.count()}});
}

Result<void> complete_indexes(Workspace& workspace) {
  SANAD_TRY(const auto cases, workspace.records().cases());
  for (const records::Case& of_case : cases) {
    SANAD_TRY(const auto lists, workspace.records().part_lists(of_case.id));
    if (lists.empty()) continue;
    const auto facts = workspace.case_indexes().facts(of_case.id);
    if (!facts.ok() && facts.error().code == ErrorCode::kNotFound) continue;  // disposed of
    if (!facts.ok()) return facts.error();
    SANAD_TRY(const auto indexed, (*facts)->exhibits());
    std::set<std::string> there;
    for (const auto& exhibit : indexed) there.insert(exhibit.exhibit);
    SANAD_TRY(const auto jobs, workspace.jobs().of_case(of_case.id, 1000));
    for (const auto& job : jobs) {
      if (job.kind == "index" && !records::is_final(job.state))
        there.insert(job.payload["exhibit"].string_or(""));
    }
    for (const records::PartList& list : lists) {
      const bool is_empty = list.data["parts"].int_or(0) == list.data["set_aside"].int_or(0);
      if (is_empty || there.contains(list.exhibit)) continue;
      SANAD_CHECK(
          queue_indexing(workspace, of_case.id, list.exhibit, std::string(custody::kSystem)));
    }
  }
  return {};
}

Result<case_index::Unmasked> unmasked_in(Workspace& workspace, const std::string& case_id) {
  case_index::Unmasked unmasked;
  SANAD_TRY(const auto entries,
            workspace.records().entries(
                {.case_id = case_id, .kind = "person.unmasked", .limit = SIZE_MAX / 4}));
  for (const records::Entry& entry : entries) {
    const std::string what = entry.data["what"].string_or("");
    const std::int64_t pseudonym = entry.data["pseudonym"].int_or(0);
    if (what == "account") unmasked.accounts.insert(pseudonym);
    if (what == "chat") unmasked.chats.insert(pseudonym);
    if (what == "selector") unmasked.selectors.insert(pseudonym);
  }
  return unmasked;
}

Result<json::Value> read_part(Workspace& workspace, const std::string& case_id,
                              const case_index::Citation& cite) {
  SANAD_TRY(const auto object, open_list(workspace, case_id, cite.exhibit));
  return read_part(*object, cite);
}

Result<json::Value> read_part(vault::ObjectReader& list, const case_index::Citation& cite) {
  const Error wrong{ErrorCode::kIntegrity,
                    "the index of the case does not fit its lists of parts; run \"sanad rebuild\""};
  if (cite.list_length > part_list::kMaxLineBytes) return wrong;
  std::string line(cite.list_length, '\0');
  SANAD_TRY(
      const std::size_t got,
      list.read_at(cite.list_offset, {reinterpret_cast<std::uint8_t*>(line.data()), line.size()}));
  if (got != line.size()) return wrong;
  auto part = json::parse(line);
  if (!part.ok() || part->as_object() == nullptr) return wrong;
  return part;
}

}  // namespace sanad::service
