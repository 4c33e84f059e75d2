#include "case_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/time.h"
#include "crypto/crypto.h"
#include "part_list/masked.h"
#include "part_list/part_list.h"

namespace sanad::present {
namespace {

constexpr std::string_view kStep = " \xE2\x86\x92 ";
constexpr std::size_t kSeedBytes = 16;

Result<std::string> commitment_of(const json::Value& line) {
  if (part_list::is_masked_line(line)) {
    SANAD_TRY(const auto masked, part_list::read_masked(line));
    return format_hex(masked.commitment);
  }
  SANAD_TRY(const Bytes salt, parse_hex(line["salt"].string_or("")));
  const auto algorithm =
      salt.size() == kSeedBytes ? part_list::Algorithm::kWords : part_list::Algorithm::kWhole;
  if (salt.size() != kSeedBytes && salt.size() != std::tuple_size_v<Digest256>)
    return Error{ErrorCode::kInvalid, "a line of an excerpt has a salt of another length"};
  return format_hex(
      part_list::commitment_of(algorithm, salt, json::format_canonical(line["part"])));
}

// Where something lies in an exhibit: a file of it, and the way within that.
Digest256 place_of(std::string_view file, std::string_view way) {
  std::string text(file);
  text += '\0';
  text += way;
  return crypto::sha256(as_bytes(text));
}

// "a/b.json" -> "a/"
std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
}

std::string_view last_of(std::string_view path) {
  if (const std::size_t step = path.rfind(kStep); step != std::string_view::npos)
    path.remove_prefix(step + kStep.size());
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_hex_of(const std::string& text, std::size_t digits) {
  return text.size() == digits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

json::Value count(std::uint64_t number) {
  return typed("xsd:nonNegativeInteger", std::to_string(number));
}
json::Value whole(std::int64_t number) { return typed("xsd:integer", std::to_string(number)); }

json::Array references(const std::vector<std::string>& ids) {
  json::Array all;
  for (const std::string& id : ids) all.push_back(reference(id));
  return all;
}

void set_text(json::Object& object, const char* name, const json::Value& text) {
  if (std::string value = text.string_or(""); !value.empty()) object.set(name, std::move(value));
}

// "sentTime": in UTC, or as the device showed it, whose zone nobody names.
void set_sent(json::Object& facet, const json::Value& record) {
  for (const auto& [member, zone] : {std::pair{"at", ""}, {"local", "Z"}}) {
    const std::string time = record[member].string_or("");
    if (time.empty() || !parse_timestamp(time + zone).ok()) continue;
    facet.set("uco-observable:sentTime", time_value(time));
    return;
  }
}

// A person or a chat of the case, by the pseudonym that stands for the same one everywhere in it.
bool is_numbered(std::string_view text) {
  for (const std::string_view before : {"[Person ", "[Chat "}) {
    if (!text.starts_with(before) || !text.ends_with(']')) continue;
    const std::string_view number = text.substr(before.size(), text.size() - before.size() - 1);
    return !number.empty() &&
           std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
  }
  return false;
}

}  // namespace

struct CaseParts::Place {
  const ShownPart& shown;
  const std::string commitment;
  const FileRecord& file;
  const std::string name;  // of the part
  const std::string way;
  const json::Value& record;
  const json::Value& item;
};

CaseParts::CaseParts(const CaseRecord& record, ByteSink& sink)
    : graph_(record), nodes_(sink), threads_(graph_, nodes_) {}

Result<void> CaseParts::add(const ExhibitRecord& exhibit, const ShownExhibit& shown) {
  class Lines final : public ByteSink {
   public:
    explicit Lines(CaseParts& to) : to_(to) {}
    Result<void> write(ByteView data) override {
      rest_ += as_text(data);
      std::size_t at = 0;
      for (std::size_t feed = rest_.find('\n'); feed != std::string::npos;
           feed = rest_.find('\n', at)) {
        SANAD_CHECK(to_.line(std::string_view(rest_).substr(at, feed - at)));
        at = feed + 1;
      }
      rest_.erase(0, at);
      return {};
    }

   private:
    CaseParts& to_;
    std::string rest_;
  } lines(*this);
  exhibit_ = &exhibit;
  told_ = closed_ = 0;
  wanted_.clear();
  items_.clear();
  by_path_.clear();
  by_name_.clear();
  for (const FileRecord& file : exhibit.files) {
    const std::string id = graph_.id("file", exhibit.exhibit + "/" + file.name);
    by_name_.emplace(file.name, id);
    if (!file.path.empty()) by_path_.emplace(file.path, id);
  }
  threads_.begin(exhibit.exhibit);
  SANAD_CHECK_WITH(shown.write(lines), fmt::format("the parts of {}", exhibit.number));
  SANAD_CHECK(threads_.end(closed_));
  counts_.told += told_;
  counts_.closed += closed_;
  return nodes_.add(
      {{"@id", graph_.id("parts", exhibit.exhibit)},
       {"@type", "uco-core:UcoObject"},
       {"uco-core:description",
        fmt::format("Parts of {}: {} told, {} closed", exhibit.number, told_, closed_)},
       {"sanad:of", reference(graph_.id("provenance-record", exhibit.exhibit))},
       {"sanad:list", reference(entry_action_id(graph_, merkle::LeafIndex{shown.list}))},
       {"sanad:partsTold", count(told_)},
       {"sanad:partsClosed", count(closed_)}});
}

Result<PartCounts> CaseParts::finish() {
  SANAD_CHECK(nodes_.flush());
  return counts_;
}

Result<void> CaseParts::line(std::string_view text) {
  SANAD_TRY(json::Value value, json::parse(text));
  if (!value["closed"].is_null()) {
    closed_ += static_cast<std::uint64_t>(value["closed"].int_or(0));
    return {};
  }
  SANAD_TRY(std::string commitment, commitment_of(value));
  SANAD_TRY(const auto shown, shown_part_of(std::move(value)));
  const json::Value& part = shown->part;
  const std::string file_name = part["file"].string_or("");
  const auto file = std::ranges::find(exhibit_->files, file_name, &FileRecord::name);
  if (file == exhibit_->files.end())
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} has a part of no file of it", exhibit_->number)};
  const Place at{*shown,
                 std::move(commitment),
                 *file,
                 fmt::format("{}/part/{}", exhibit_->exhibit, shown->number),
                 part["way"].string_or(""),
                 part["record"],
                 part["item"]};
  ++told_;
  counts_.masked_words += shown->masked_words;
  if (!at.record.is_null()) return record_part(at);
  if (at.item.is_null()) return unread_part(at);
  return at.way.empty() ? sealed_file(at) : item_part(at);
}

Result<void> CaseParts::put_new_nodes() {
  for (const json::Value& node : graph_.take()) SANAD_CHECK(nodes_.add(*node.as_object()));
  return {};
}

// The part, and that it is contained within its file.
Result<void> CaseParts::put_part(const Place& at, std::string_view type, std::string_view node,
                                 json::Object properties) {
  SANAD_CHECK(put_new_nodes());
  const std::string id = graph_.id(node, at.name);
  properties.set("@id", id);
  properties.set("@type", type);
  properties.set("sanad:part", count(at.shown.number));
  properties.set("sanad:partCommitment", typed("xsd:hexBinary", at.commitment));
  if (at.shown.masked_words > 0) properties.set("sanad:maskedWords", count(at.shown.masked_words));
  SANAD_CHECK(nodes_.add(properties));
  json::Array facets;
  const json::Value& stretch = at.record.is_null() ? at.shown.part["unread"] : at.record;
  const auto offset = stretch["offset"].as_int(), length = stretch["length"].as_int();
  if (at.way.empty() && offset && length)
    facets.push_back(json::Object{{"@id", graph_.id("data-range-facet", at.name)},
                                  {"@type", "uco-observable:DataRangeFacet"},
                                  {"uco-observable:rangeOffset", whole(*offset)},
                                  {"uco-observable:rangeSize", whole(*length)}});
  if (!at.way.empty())
    facets.push_back(json::Object{{"@id", graph_.id("path-relation-facet", at.name)},
                                  {"@type", "uco-observable:PathRelationFacet"},
                                  {"uco-observable:path", at.way}});
  return put_relation(at.name, id, by_name_.at(at.file.name), "Contained_Within",
                      std::move(facets));
}

Result<void> CaseParts::put_relation(const std::string& name, const std::string& from,
                                     const std::string& to, std::string_view kind,
                                     json::Array facets) {
  json::Object relation{{"@id", graph_.id("observable-relationship", name)},
                        {"@type", "uco-observable:ObservableRelationship"},
                        {"uco-core:source", reference(from)},
                        {"uco-core:target", reference(to)},
                        {"uco-core:kindOfRelationship", kind},
                        {"uco-core:isDirectional", true}};
  if (!facets.empty()) relation.set("uco-core:hasFacet", std::move(facets));
  return nodes_.add(relation);
}

// A file that was sealed: it is told already, with its digests from the ledger.
Result<void> CaseParts::sealed_file(const Place& at) {
  json::Object node{{"@id", graph_.id("part", at.name)},
                    {"@type", "uco-core:UcoObject"},
                    {"sanad:of", reference(by_name_.at(at.file.name))},
                    {"sanad:part", count(at.shown.number)},
                    {"sanad:partCommitment", typed("xsd:hexBinary", at.commitment)}};
  if (at.shown.masked_words > 0) node.set("sanad:maskedWords", count(at.shown.masked_words));
  return nodes_.add(node);
}

// What has bytes of its own within a file: by its name and digests.
Result<void> CaseParts::item_part(const Place& at) {
  constexpr std::array<std::tuple<const char*, const char*, std::size_t>, 4> kDigests = {
      {{"md5", "MD5", 32},
       {"sha1", "SHA1", 40},
       {"sha256", "SHA256", 64},
       {"sha512", "SHA512", 128}}};
  json::Array hashes;
  for (const auto& [member, method, digits] : kDigests)
    if (const std::string hex = at.item[member].string_or(""); is_hex_of(hex, digits))
      hashes.push_back(hash_node(graph_, method, at.name, hex));
  json::Object file{{"@id", graph_.id("file-facet", at.name)},
                    {"@type", "uco-observable:FileFacet"},
                    {"uco-observable:fileName", last_of(at.way)}};
  json::Object content{{"@id", graph_.id("content-data-facet", at.name)},
                       {"@type", "uco-observable:ContentDataFacet"}};
  if (const auto size = at.item["size"].as_int(); size && *size >= 0) {
    file.set("uco-observable:sizeInBytes", whole(*size));
    content.set("uco-observable:sizeInBytes", whole(*size));
  }
  if (!hashes.empty()) content.set("uco-observable:hash", std::move(hashes));
  json::Object properties{{"uco-core:hasFacet", json::Array{std::move(file), std::move(content)}}};
  set_text(properties, "sanad:kind", at.item["kind"]);
  SANAD_CHECK(put_part(at, "uco-observable:File", "item", std::move(properties)));
  const std::string id = graph_.id("item", at.name);
  const Digest256 place = place_of(at.file.name, at.way);
  if (const auto message = wanted_.find(place); message != wanted_.end()) {
    SANAD_CHECK(attach(id, message->second));
    wanted_.erase(message);
  }
  items_.emplace(place, id);
  return {};
}

Result<void> CaseParts::attach(const std::string& item, const std::string& message) {
  return put_relation(fmt::format("attachment/{}/{}", item, message), item, message,
                      "Attachment_Of", {});
}

Result<void> CaseParts::unread_part(const Place& at) {
  const std::string reason = at.shown.part["unread"]["reason"].string_or("");
  return put_part(at, "uco-observable:ObservableObject", "unread",
                  {{"uco-core:description", fmt::format("Not read: {}", reason)}});
}

std::string CaseParts::add_application(std::string_view platform) {
  std::string& id = known_[fmt::format("application/{}", platform)];
  if (!id.empty()) return id;
  id = graph_.add(graph_.id("application", platform), "uco-observable:Application",
                  {{"uco-core:name", platform}});
  return id;
}

// Persons are kept apart unless the same identifier, or the same pseudonym of the case, stands for
// them; a name alone tells nobody from others of another import.
std::string CaseParts::account_key(const Place& at, const Who& who, std::string_view field) const {
  const std::string platform = at.record["platform"].string_or("");
  if (!who.id.empty() && !who.is_id_masked) return fmt::format("{}/id/{}", platform, who.id);
  const std::string& label = who.is_id_masked ? who.id : who.name;
  if (!who.is_id_masked && !who.is_name_masked)
    return fmt::format("{}/{}/name/{}", exhibit_->exhibit, platform, label);
  if (is_numbered(label)) return fmt::format("{}/pseudonym/{}", platform, label);
  return fmt::format("{}{}", at.name, field);
}

std::string CaseParts::add_account(const Place& at, const Who& who, std::string_view field) {
  const std::string key = account_key(at, who, field);
  const std::string known = "account/" + key;
  if (const auto found = known_.find(known); found != known_.end()) return found->second;
  json::Object account{{"@id", graph_.id("account-facet", key)},
                       {"@type", "uco-observable:AccountFacet"}};
  if (!who.id.empty() && !who.is_id_masked) account.set("uco-observable:accountIdentifier", who.id);
  json::Object application{{"@id", graph_.id("application-account-facet", key)},
                           {"@type", "uco-observable:ApplicationAccountFacet"}};
  if (const std::string platform = at.record["platform"].string_or(""); !platform.empty())
    application.set("uco-observable:application", reference(add_application(platform)));
  json::Object digital{{"@id", graph_.id("digital-account-facet", key)},
                       {"@type", "uco-observable:DigitalAccountFacet"},
                       {"uco-observable:displayName", who.name.empty() ? who.id : who.name}};
  json::Object properties{
      {"uco-core:hasFacet",
       json::Array{std::move(account), std::move(application), std::move(digital)}}};
  if (who.is_name_masked || who.is_id_masked) properties.set("sanad:masked", true);
  std::string id = graph_.add(graph_.id("account", key), "uco-observable:ApplicationAccount",
                              std::move(properties));
  known_.emplace(known, id);
  return id;
}

std::string CaseParts::add_mailbox(const Place& at, const Who& who, std::string_view field) {
  const std::string key = account_key(at, who, field);
  const std::string known = "email-address/" + key;
  if (const auto found = known_.find(known); found != known_.end()) return found->second;
  json::Object facet{{"@id", graph_.id("email-address-facet", key)},
                     {"@type", "uco-observable:EmailAddressFacet"}};
  if (!who.id.empty() && !who.is_id_masked) facet.set("uco-observable:addressValue", who.id);
  const std::string& shown = who.name.empty() ? who.id : who.name;
  if (facet.size() == 2 || shown != who.id) facet.set("uco-observable:displayName", shown);
  json::Object properties{{"uco-core:hasFacet", json::Array{std::move(facet)}}};
  if (who.is_name_masked || who.is_id_masked) properties.set("sanad:masked", true);
  std::string id = graph_.add(graph_.id("email-address", key), "uco-observable:EmailAddress",
                              std::move(properties));
  known_.emplace(known, id);
  return id;
}

// Empty: nobody is named.
std::string CaseParts::add_author(const Place& at) {
  const Who who{at.record["author"].string_or(""), at.record["author_id"].string_or(""),
                at.shown.is_masked("/record/author"), at.shown.is_masked("/record/author_id")};
  if (who.name.empty() && who.id.empty()) return {};
  return at.record["kind"].string_or("") == "mail" ? add_mailbox(at, who, "/author")
                                                   : add_account(at, who, "/author");
}

std::vector<std::string> CaseParts::add_recipients(const Place& at, std::string_view as) {
  std::vector<std::string> all;
  const json::Array* list = at.record["to"].as_array();
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const json::Value& one = (*list)[i];
    const std::string pointer = fmt::format("/record/to/{}", i);
    const Who who{one["name"].string_or(""), one["id"].string_or(""),
                  at.shown.is_masked(pointer + "/name"), at.shown.is_masked(pointer + "/id")};
    if (one["as"].string_or("") != as || (who.name.empty() && who.id.empty())) continue;
    std::string id = at.record["kind"].string_or("") == "mail" ? add_mailbox(at, who, pointer)
                                                               : add_account(at, who, pointer);
    if (std::ranges::find(all, id) == all.end()) all.push_back(std::move(id));
  }
  return all;
}

json::Array CaseParts::message_facet(const Place& at, const std::vector<std::string>& people_to) {
  json::Object facet{{"@id", graph_.id("message-facet", at.name)},
                     {"@type", "uco-observable:MessageFacet"}};
  if (const std::string platform = at.record["platform"].string_or(""); !platform.empty())
    facet.set("uco-observable:application", reference(add_application(platform)));
  if (const std::string from = add_author(at); !from.empty())
    facet.set("uco-observable:from", reference(from));
  if (!people_to.empty()) facet.set("uco-observable:to", references(people_to));
  set_text(facet, "uco-observable:messageID", at.record["id"]);
  set_text(facet, "uco-observable:messageText", at.record["text"]);
  if (at.record["service"].bool_or(false)) facet.set("uco-observable:messageType", "service");
  set_sent(facet, at.record);
  return {std::move(facet)};
}

json::Array CaseParts::mail_facet(const Place& at) {
  json::Object facet{{"@id", graph_.id("email-message-facet", at.name)},
                     {"@type", "uco-observable:EmailMessageFacet"}};
  if (const std::string from = add_author(at); !from.empty())
    facet.set("uco-observable:from", reference(from));
  for (const auto& [as, member] : {std::pair{"", "uco-observable:to"},
                                   {"cc", "uco-observable:cc"},
                                   {"bcc", "uco-observable:bcc"}})
    if (const auto people = add_recipients(at, as); !people.empty())
      facet.set(member, references(people));
  set_text(facet, "uco-observable:subject", at.record["title"]);
  set_text(facet, "uco-observable:body", at.record["text"]);
  set_text(facet, "uco-observable:messageID", at.record["id"]);
  set_text(facet, "uco-observable:inReplyTo", at.record["reply_to"]);
  set_sent(facet, at.record);
  return {std::move(facet)};
}

// Where an attachment's bytes would be told: within what holds the message, beside that, or as a
// file of the exhibit.
Result<void> CaseParts::want_attachments(const Place& at, const std::string& message,
                                         json::Object& properties) {
  json::Array told;
  const json::Array* list = at.record["attachments"].as_array();
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const json::Value& one = (*list)[i];
    std::string path = one["path"].string_or("");
    for (const char* member : {"path", "name", "absent", "kind"})
      if (const std::string text = one[member].string_or(""); !text.empty()) {
        told.emplace_back(text);
        break;
      }
    if (path.empty() || at.shown.is_masked(fmt::format("/record/attachments/{}/path", i))) continue;
    if (path.starts_with("./")) path.erase(0, 2);
    const std::size_t step = at.way.rfind(kStep);
    const std::size_t last = step == std::string::npos ? 0 : step + kStep.size();
    const std::string within = at.way.empty() ? path : fmt::format("{}{}{}", at.way, kStep, path);
    const std::string beside = fmt::format("{}{}{}", at.way.substr(0, last),
                                           folder_of(std::string_view(at.way).substr(last)), path);
    const std::string in_folder = fmt::format("{}{}", folder_of(at.file.path), path);
    if (const auto file = by_path_.find(in_folder); at.way.empty() && file != by_path_.end()) {
      SANAD_CHECK(attach(file->second, message));
      continue;
    }
    for (const std::string& way : {within, beside}) {
      const Digest256 place = place_of(at.file.name, way);
      const auto item = items_.find(place);
      if (item == items_.end()) {
        wanted_.try_emplace(place, message);
        continue;
      }
      SANAD_CHECK(attach(item->second, message));
      break;
    }
  }
  if (!told.empty()) properties.set("sanad:attachment", std::move(told));
  return {};
}

Result<void> CaseParts::record_part(const Place& at) {
  const std::string kind = at.record["kind"].string_or("");
  const bool is_mail = kind == "mail", is_message = kind == "message" || kind == "post";
  json::Object properties;
  set_text(properties, "sanad:kind", at.record["kind"]);
  if (!is_mail) set_text(properties, "uco-core:name", at.record["title"]);
  if (!is_mail && !is_message) {
    json::Object content{{"@id", graph_.id("content-data-facet", at.name)},
                         {"@type", "uco-observable:ContentDataFacet"}};
    set_text(content, "uco-observable:dataPayload", at.record["text"]);
    properties.set("uco-core:hasFacet", json::Array{std::move(content)});
    return put_part(at, "uco-observable:ContentData", "content", std::move(properties));
  }
  const std::string id = graph_.id("message", at.name);
  const auto people = is_mail ? std::vector<std::string>() : add_recipients(at, "");
  properties.set("uco-core:hasFacet", is_mail ? mail_facet(at) : message_facet(at, people));
  if (!is_mail) set_text(properties, "sanad:replyTo", at.record["reply_to"]);
  set_text(properties, "sanad:forwardedFrom", at.record["forwarded_from"]);
  set_text(properties, "sanad:editedAt", at.record["edited_at"]);
  if (at.record["local_uncertain"].bool_or(false)) properties.set("sanad:timeUncertain", true);
  json::Object with_attachments = std::move(properties);
  SANAD_CHECK(want_attachments(at, id, with_attachments));
  const char* type = is_mail          ? "uco-observable:EmailMessage"
                     : kind == "post" ? "uco-observable:Post"
                                      : "uco-observable:Message";
  SANAD_CHECK(put_part(at, type, "message", std::move(with_attachments)));
  const std::string chat = at.record["chat"].string_or("");
  const std::string called = at.record["chat_name"].string_or("");
  const std::string& key = chat.empty() ? called : chat;
  const bool is_masked =
      at.shown.is_masked(chat.empty() ? "/record/chat_name" : "/record/chat") && !is_numbered(key);
  if (is_mail || key.empty() || is_masked) return {};
  std::vector<std::string> present = people;
  if (std::string author = add_author(at); !author.empty()) present.push_back(std::move(author));
  return threads_.add(fmt::format("{}/{}/{}", at.file.name, at.way, key),
                      called.empty() ? chat : called, {at.shown.number, closed_}, id, present);
}

Result<PartCounts> write_case_uco(const CaseRecord& record, const std::vector<ShownExhibit>& shown,
                                  ByteSink& sink) {
  constexpr std::string_view kEnd = "]}";
  const std::string text = format_case_uco(record);
  SANAD_CHECK(sink.write(as_bytes(std::string_view(text).substr(0, text.size() - kEnd.size()))));
  CaseParts parts(record, sink);
  for (const ShownExhibit& one : shown) {
    const auto exhibit = std::ranges::find(record.exhibits, one.exhibit, &ExhibitRecord::exhibit);
    if (exhibit == record.exhibits.end())
      return Error{ErrorCode::kInvalid,
                   fmt::format("{} is shown in part and is not among them", one.exhibit)};
    SANAD_CHECK(parts.add(*exhibit, one));
  }
  SANAD_TRY(const PartCounts counts, parts.finish());
  SANAD_CHECK(sink.write(as_bytes(kEnd)));
  return counts;
}

}  // namespace sanad::present
