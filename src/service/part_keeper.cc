#include "part_keeper.h"

#include <fmt/format.h>

#include "extract/way.h"
#include "keyring/secret.h"

namespace sanad::service {
namespace {

constexpr std::string_view kSaltLabel = "part-salts";

void add_identifier(std::vector<std::string>& to, const std::string& platform,
                    const json::Value& id) {
  const std::string text = id.string_or("");
  if (!text.empty()) to.push_back(fmt::format("{}:{}", platform, text));
}

// A path's last step, by which attachments are found again in folders and archives alike.
std::string last_step(std::string_view path) {
  const std::size_t arrow = path.rfind(extract::kArrow);
  if (arrow != std::string_view::npos) path.remove_prefix(arrow + extract::kArrow.size());
  const std::size_t at = path.find_last_of('/');
  return std::string(at == std::string_view::npos ? path : path.substr(at + 1));
}

std::string place_of(const json::Value& part, std::string_view way) {
  return fmt::format("{}\n{}", part["file"].string_or(""), way);
}

}  // namespace

Involved involved_in(const json::Value& record) {
  Involved involved;
  const auto at = parse_timestamp(record["at"].string_or(""));
  if (at.ok()) involved.at = *at;
  const std::string platform = record["platform"].string_or("");
  for (const char* member : {"author_id", "chat", "forwarded_from_id"})
    add_identifier(involved.identifiers, platform, record[member]);
  if (const json::Array* to = record["to"].as_array())
    for (const json::Value& one : *to) add_identifier(involved.identifiers, platform, one["id"]);
  return involved;
}

Result<Bytes> part_salt_key(Workspace& workspace, std::string_view case_id,
                            std::string_view exhibit) {
  SANAD_TRY(const keyring::Secret of_case, workspace.keyring().case_key(case_id));
  const keyring::Secret key = keyring::derive_key(of_case.view(), kSaltLabel, as_bytes(exhibit));
  const ByteView bytes = key.view();
  return Bytes(bytes.begin(), bytes.end());
}

PartKeeper::PartKeeper(const authority::Permit& permit, Bytes key,
                       std::unique_ptr<vault::ObjectWriter> list,
                       std::unique_ptr<vault::ObjectWriter> set_aside)
    : permit_(permit),
      list_(std::move(list)),
      set_aside_(std::move(set_aside)),
      writer_(key, *list_, *set_aside_) {}

Result<std::unique_ptr<PartKeeper>> PartKeeper::create(Workspace& workspace,
                                                       const authority::Permit& permit,
                                                       const std::string& exhibit) {
  SANAD_TRY(Bytes key, part_salt_key(workspace, permit.case_id(), exhibit));
  SANAD_TRY(auto list, workspace.vault().begin(permit.case_id()));
  SANAD_TRY(auto set_aside, workspace.vault().begin(permit.case_id()));
  return std::unique_ptr<PartKeeper>(
      new PartKeeper(permit, std::move(key), std::move(list), std::move(set_aside)));
}

// Whether the part, or anything that holds it, was set aside already.
bool PartKeeper::belongs_to_closed(const json::Value& part, const Holder* holder) const {
  std::string way = part["way"].string_or("");
  while (!closed_items_.empty()) {
    if (closed_items_.contains(place_of(part, way))) return true;
    if (way.empty()) break;
    const std::size_t arrow = way.rfind(extract::kArrow);
    way.resize(arrow == std::string::npos ? 0 : arrow);
  }
  if (holder == nullptr || holder->record == 0) return false;
  const auto closed = closed_records_.find(place_of(part, holder->way));
  return closed != closed_records_.end() && closed->second.contains(holder->record);
}

std::optional<std::string> PartKeeper::reason_against(const json::Value& part,
                                                      const Holder* holder) {
  constexpr std::string_view kBelongs =
      "it belongs to a message that the authorisation does not cover";
  if (belongs_to_closed(part, holder)) return std::string(kBelongs);
  const json::Value& record = part["record"];
  if (record.is_null()) {
    std::string way = part["way"].string_or("");
    if (way.empty()) way = part["path"].string_or("");
    if (!closed_attachments_.contains(last_step(way))) return std::nullopt;
    return std::string(kBelongs);
  }
  const Involved involved = involved_in(record);
  auto reason = permit_.outside(involved.at, involved.identifiers);
  if (!reason) return std::nullopt;
  if (const json::Array* attachments = record["attachments"].as_array()) {
    for (const json::Value& one : *attachments) {
      const std::string path = one["path"].string_or("");
      if (!path.empty()) closed_attachments_.insert(last_step(path));
    }
  }
  return reason;
}

Result<PartKeeper::Kept> PartKeeper::keep(const json::Value& part, const Holder* holder) {
  const auto reason = reason_against(part, holder);
  const std::string place = place_of(part, part["way"].string_or(""));
  if (!part["record"].is_null()) {
    const std::uint64_t number = ++records_[place];
    if (reason) closed_records_[place].insert(number);
  } else if (reason) {
    closed_items_.insert(place);
  }
  Kept kept;
  kept.is_set_aside = reason.has_value();
  if (reason) {
    SANAD_TRY(kept.place, writer_.add_set_aside(part, *reason));
  } else {
    SANAD_TRY(kept.place, writer_.add(part));
  }
  counts_.set_aside += reason ? 1 : 0;
  if (reason) set_aside_in_.insert(part["file"].string_or(""));
  if (!part["item"].is_null()) ++counts_.items;
  if (!part["record"].is_null()) ++counts_.records;
  if (!part["unread"].is_null()) ++counts_.unread;
  return kept;
}

Result<PartKeeper::Sealed> PartKeeper::seal() {
  Sealed sealed;
  sealed.head = writer_.head();
  SANAD_TRY(sealed.list, list_->seal());
  if (writer_.count_set_aside() > 0) {
    SANAD_TRY(sealed.set_aside, set_aside_->seal());
  }
  return sealed;
}

}  // namespace sanad::service
