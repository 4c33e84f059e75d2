// Lists of known content: what an agency or a partner has judged already, as fingerprints with
// their labels and with what others said of them. A list is data to compare with; an entry that
// matches is a lead, never a finding.
//
//   List ── Entry ── Feedback
//
// Everything here is a value; nothing is read from a clock or a disk. The one text form of a list
// is in format.h; other people's formats are in import.h and export.h. Tested by model_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace sanad::lists {

// Sizes are bytes of UTF-8.
inline constexpr std::size_t kMaxNameBytes = 200;      // name, owner, version, who gave feedback
inline constexpr std::size_t kMaxTextBytes = 4096;     // note, provenance, licence, reason
inline constexpr std::size_t kMaxIdBytes = 128;        // of an entry
inline constexpr std::size_t kMaxLabelBytes = 256;     // facet, colon and value
inline constexpr std::size_t kMaxValueBytes = 65536;   // a fingerprint, a text or an address
inline constexpr std::size_t kMaxLabels = 64;          // of one entry
inline constexpr std::size_t kMaxFeedback = 1000;      // of one entry
inline constexpr std::size_t kMaxEntries = 2'000'000;  // of one list
// Of the points of a video, which are as many as those of some pictures.
inline constexpr std::size_t kMaxVideoPointsBytes = 262'144;

// FIRST's Traffic Light Protocol 2.0, from free to closed; a later one is stricter.
enum class Tlp { kClear, kGreen, kAmber, kAmberStrict, kRed };
std::string_view tlp_name(Tlp tlp);  // "amber+strict"
// Accepts tlp_name's words in any case, with or without "TLP:" before them, and the first
// version's "white" for clear. nullopt for anything else.
std::optional<Tlp> parse_tlp(std::string_view text);

// What a party says of an entry. The last two end disputes; see dispute_state.
enum class Opinion { kAgree, kDisagree, kDispute, kWithdraw, kAnswer };
std::string_view opinion_name(Opinion opinion);  // "dispute"
std::optional<Opinion> parse_opinion(std::string_view text);

struct Feedback {
  std::string by;  // an officer's alias or an agency; never empty
  Opinion opinion = Opinion::kAgree;
  std::string reason;
  Timestamp at;
  friend bool operator==(const Feedback&, const Feedback&) = default;
};

// "gifct-behaviour:glorification". The facet is [a-z][a-z0-9-]*; the value is any text without
// control characters. Tags of others that belong to no configured facet have the facet "tag".
struct Label {
  std::string facet;
  std::string value;
  friend auto operator<=>(const Label&, const Label&) = default;
};
std::string format_label(const Label& label);
Result<Label> parse_label(std::string_view text);

struct Entry {
  std::string id;              // stable within the list: [A-Za-z0-9][A-Za-z0-9._:@-]*
  std::string signal;          // which fingerprint it is: "pdq", "sha256", "text"; see signal.h
  std::string value;           // in the signal's one canonical text form
  std::optional<int> quality;  // 0 to 100, as the signal's algorithm gave it
  std::vector<Label> labels;   // sorted, none twice
  std::string note;            // of whoever made the entry; empty if none
  std::optional<Timestamp> added_at;
  std::optional<Timestamp> expires_at;  // from here on it is not to be matched any more
  std::string provenance;               // where it came from, if not as the list says
  std::vector<Feedback> feedback;       // sorted by time, then the rest; none twice
  friend bool operator==(const Entry&, const Entry&) = default;
};

struct List {
  std::string name;
  std::string owner;  // the agency or partner that answers for the list
  std::string provenance;
  std::string licence;
  Tlp tlp = Tlp::kAmberStrict;
  std::string version;  // the owner's own word for it; the digest in format.h names it exactly
  Timestamp published_at;
  std::optional<Timestamp> expires_at;
  std::vector<Entry> entries;  // sorted by id; no id, and no signal with value, twice
  friend bool operator==(const List&, const List&) = default;
};

// Whether an entry is in dispute, and so says so in every hit:
//   A dispute stands until the same party later withdraws it or agrees, or the list's owner later
//   answers. "Later" is by the time given; at the same time, a dispute comes first.
//   in dispute: at least one dispute stands. settled: there were disputes and none stands.
enum class DisputeState { kNone, kInDispute, kSettled };
std::string_view dispute_state_name(DisputeState state);  // "in dispute"
DisputeState dispute_state(const List& list, const Entry& entry);
// Whose disputes stand, sorted. Borrowed from the entry.
std::vector<std::string_view> standing_disputes(const List& list, const Entry& entry);

// True if neither the entry nor the list has expired at that time.
bool is_live(const List& list, const Entry& entry, Timestamp at);

// The id of an entry whose source gave none: derived from signal and value (80 bits of SHA-256),
// so that a second import of the same content finds the same id.
std::string derive_entry_id(std::string_view signal, std::string_view value);

// Brings entries, labels and feedback into their order and removes what stands there twice word
// for word; no other change.
void sort_list(List& list);

// Everything that the comments above promise. kInvalid or kLimit name the entry and the member.
Result<void> check_list(const List& list);
Result<void> check_entry(const Entry& entry);

}  // namespace sanad::lists
