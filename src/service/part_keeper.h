// Parts of one exhibit on their way into its list: numbered, committed to, and set aside where the
// authorisation does not cover them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "authority/decide.h"
#include "part_list/part_list.h"
#include "records/records.h"
#include "service/workspace.h"

namespace sanad::service {

// What a part is, for the authorisation: when, and who takes part ("platform:id").
struct Involved {
  std::optional<Timestamp> at;
  std::vector<std::string> identifiers;
};
Involved involved_in(const json::Value& record);

// Of an exhibit alone, from its case's key; gone when that is destroyed.
Result<Bytes> part_salt_key(Workspace& workspace, std::string_view case_id,
                            std::string_view exhibit);

struct PartCounts {
  std::uint64_t items = 0, records = 0, unread = 0, set_aside = 0;
  std::uint64_t all() const { return items + records + unread; }
};

class PartKeeper {
 public:
  // permit is borrowed.
  static Result<std::unique_ptr<PartKeeper>> create(Workspace& workspace,
                                                    const authority::Permit& permit,
                                                    const std::string& exhibit);

  struct Kept {
    part_list::Place place;
    bool is_set_aside = false;
  };
  // part: {"file", "path", "way", and one of "item", "record", "unread"}. holder: the way of the
  // item that holds it, and the number, from 1, of the record of that item which it belongs to (0:
  // none); nullptr for a whole file. With a record goes what belongs to it, what it names among its
  // attachments, and all that these hold; they must come after it.
  struct Holder {
    std::string way;
    std::uint64_t record = 0;
  };
  Result<Kept> keep(const json::Value& part, const Holder* holder = nullptr);

  const PartCounts& counts() const { return counts_; }
  // Files of which a part was set aside.
  const std::set<std::string>& set_aside_in() const { return set_aside_in_; }

  struct Sealed {
    merkle::TreeHead head;
    vault::SealedObject list;
    std::optional<vault::SealedObject> set_aside;
  };
  Result<Sealed> seal();

 private:
  PartKeeper(const authority::Permit& permit, Bytes key, std::unique_ptr<vault::ObjectWriter> list,
             std::unique_ptr<vault::ObjectWriter> set_aside);
  std::optional<std::string> reason_against(const json::Value& part, const Holder* holder);
  bool belongs_to_closed(const json::Value& part, const Holder* holder) const;

  const authority::Permit& permit_;
  std::unique_ptr<vault::ObjectWriter> list_, set_aside_;
  part_list::Writer writer_;
  PartCounts counts_;
  std::set<std::string> set_aside_in_;        // files
  std::set<std::string> closed_attachments_;  // last steps of their paths
  // By file and way: items that were set aside; and of items that hold records, how many were given
  // and which of them were set aside.
  std::set<std::string> closed_items_;
  std::map<std::string, std::uint64_t> records_;
  std::map<std::string, std::set<std::uint64_t>> closed_records_;
};

}  // namespace sanad::service
