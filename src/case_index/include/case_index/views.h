// What the index answers. Every row says where it comes from; nothing here is a score of a person.
//
// People are bystanders until a reasoned unmasking is recorded: an Account carries a pseudonym, and
// its name and identifier only where the asker's Unmasked names that pseudonym. Values of selectors
// that are personal are masked alike. Lists come in pages.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "case_index/document.h"

namespace sanad::case_index {

// Whose masks are lifted, by pseudonym: what the ledger's entries say, read by the service.
struct Unmasked {
  std::set<std::int64_t> accounts;
  std::set<std::int64_t> chats;
  std::set<std::int64_t> selectors;
};

struct Citation {
  std::int64_t document = 0;
  std::string exhibit;
  std::uint32_t original = 0;
  std::string original_name;
  std::string way;
  std::uint64_t part = 0;
  std::optional<std::uint64_t> offset;
  std::optional<std::uint64_t> length;
  std::uint64_t list_offset = 0;
  std::uint64_t list_length = 0;
};

// The attachment of that place in its record, and the part that it is.
struct Attached {
  std::size_t place = 0;
  std::uint64_t part = 0;
};

struct Span {
  std::optional<std::int64_t> first_ms;  // UTC, or local where the source tells no zone
  std::optional<std::int64_t> last_ms;
};

struct Account {
  std::int64_t row = 0;        // for further queries; may change when the index is made again
  std::int64_t pseudonym = 0;  // "Person 482190"; stays
  std::string platform;
  bool is_masked = true;
  std::string id;    // empty while masked
  std::string name;  // empty while masked
};

// A chat's name is shown where more than two accounts wrote in it and it is not one of their names.
struct Chat {
  std::int64_t row = 0;
  std::int64_t pseudonym = 0;  // "Chat 120934"
  std::string platform;
  bool is_masked = true;
  std::string id;
  std::string name;
  std::int64_t documents = 0;
  std::int64_t accounts = 0;  // that wrote in it
  Span span;
};

struct SelectorValue {
  std::int64_t row = 0;
  std::int64_t pseudonym = 0;
  std::string kind;
  bool is_masked = false;
  std::string value;  // empty while masked
  std::int64_t hits = 0;
  std::int64_t documents = 0;
  Span span;
};

// Which times a row or a bucket speaks of.
enum class ClockKind : std::uint8_t { kSent, kEdited, kFile, kTaken };
std::string_view clock_name(ClockKind clock);
std::optional<ClockKind> parse_clock(std::string_view name);

struct Row {
  Citation cite;
  Kind kind = Kind::kItem;
  std::optional<Account> author;
  std::int64_t chat = 0;  // row; 0: none
  std::optional<std::int64_t> sent_ms;
  std::optional<LocalTime> local;
  std::optional<std::int64_t> edited_ms;
  std::optional<std::int64_t> file_ms;
  std::optional<std::int64_t> taken_ms;
  bool taken_zone_known = false;
  std::int64_t answers = 0;  // document that it replies to; 0: none, or not found
  std::int64_t copy_of = 0;  // the same message in an exhibit taken in earlier
  std::string sha256;
};

struct PlaceBox {
  double south = -90, west = -180, north = 90, east = 180;  // west > east: across the date line
};

// Empty members do not narrow. There is no member for an account: see AccountView.
struct Filter {
  std::string exhibit;
  std::int64_t chat = 0;  // row
  std::optional<Kind> kind;
  std::optional<std::int64_t> from_ms;   // by sent, else local
  std::optional<std::int64_t> until_ms;  // not included
  std::int64_t selector = 0;             // row
  std::optional<PlaceBox> box;
  bool with_copies = true;
};

enum class Order : std::uint8_t { kTime, kNumber };

// Where a page begins: after this document of the page before.
struct After {
  std::int64_t ms = 0;
  std::int64_t document = 0;
};

inline constexpr std::size_t kMaxPage = 1'000;

struct Page {
  std::size_t limit = 100;  // at most kMaxPage
  std::optional<After> after;
};

struct Rows {
  std::vector<Row> rows;
  std::optional<After> next;  // absent: this was the last page
};

// The graph. A node is an account, a chat, a selector's value or a file.
enum class NodeType : std::uint8_t { kAccount, kChat, kSelector, kFile };
struct NodeId {
  NodeType type = NodeType::kAccount;
  std::int64_t row = 0;
  friend auto operator<=>(const NodeId&, const NodeId&) = default;
};

// Stored as numbers: append, never renumber.
enum class EdgeKind : std::uint8_t {
  kReplied,    // account → account
  kForwarded,  // account → account it came from
  kAddressed,  // account → account
  kWrote,      // account → chat
  kShared,     // account → selector in its text
  kSent,       // account → file
};
std::string_view edge_kind_name(EdgeKind kind);
std::optional<EdgeKind> parse_edge_kind(std::string_view name);

struct Edge {
  EdgeKind kind = EdgeKind::kReplied;
  NodeId source;
  NodeId target;
  std::int64_t weight = 0;  // documents behind it, copies not counted
  Span span;
};

struct Node {
  NodeId id;
  std::optional<Account> account;
  std::optional<Chat> chat;
  std::optional<SelectorValue> selector;
  std::string sha256;  // of a file
};

struct GraphFilter {
  std::vector<EdgeKind> kinds;  // empty: all
  std::string selector_kind;    // narrows kShared
  std::int64_t min_weight = 1;
  std::size_t edges = 500;  // the heaviest; at most kMaxGraphEdges
};
inline constexpr std::size_t kMaxGraphEdges = 5'000;

struct Graph {
  std::vector<Node> nodes;    // of these edges
  std::vector<Edge> edges;    // heaviest first, then by source, kind, target
  std::int64_t matching = 0;  // edges that fit the filter, shown or not
};

// Time in buckets. A bucket that begins at B and ends at E holds what is in [B, E).
enum class Step : std::uint8_t { kMinute, kQuarter, kHour, kDay, kWeek, kMonth, kYear };
std::string_view step_name(Step step);
std::optional<Step> parse_step(std::string_view name);
inline constexpr std::size_t kMaxBuckets = 10'000;

struct Bucket {
  std::int64_t start_ms = 0;  // UTC
  std::int64_t end_ms = 0;
  std::int64_t certain = 0;  // surely in it
  std::int64_t possible =
      0;  // may be in it: their zone, or the order of day and month, is not known
};

struct Timeline {
  Step step = Step::kDay;       // the one asked for, or the next that keeps to kMaxBuckets
  std::vector<Bucket> buckets;  // ascending, without gaps from the first to the last that has any
  std::int64_t certain = 0;
  std::int64_t uncertain = 0;  // documents; each counts in several buckets
  std::int64_t without = 0;    // fit the filter and have no such time
};

// Monday is 0. Counts of what the zone or the device's own clock says; never of a guess.
struct Activity {
  std::array<std::array<std::int64_t, 24>, 7> by_zone{};    // times in UTC, seen in the zone
  std::array<std::array<std::int64_t, 24>, 7> by_device{};  // times as they stood on the device
  std::array<std::int64_t, 24> hour_only{};  // day and month are uncertain: the weekday is not told
  std::int64_t without = 0;
};

struct PlaceCluster {
  double latitude = 0;  // mean of its places
  double longitude = 0;
  std::int64_t places = 0;
  std::int64_t documents = 0;
  PlaceBox box;               // of its places: ask documents() with it
  std::int64_t document = 0;  // the only one, if it is one
};

// Near-duplicates.
enum class Likeness : std::uint8_t { kText, kPicture };

// Two texts are joined if at least `share` percent of the passage marks of either are of both
// (Jaccard); two pictures if their PDQ, one of them turned or mirrored or not, differ in at most
// `bits` bits and both have `quality`. A cluster is what is joined directly or through others, so
// its ends may differ more: each member says how far it is from the first.
struct ClusterRule {
  int share = 60;      // percent, 50 to 100
  unsigned bits = 31;  // at most 64
  int quality = 50;
};

struct ClusterRun {
  ClusterRule rule;
  std::int64_t texts = 0;  // compared
  std::int64_t pictures = 0;
  std::int64_t text_clusters = 0;
  std::int64_t picture_clusters = 0;
  std::int64_t last_document = 0;  // what was indexed then; later documents are not in the clusters
};

struct Cluster {
  std::int64_t number = 0;  // in this run
  Likeness likeness = Likeness::kText;
  std::int64_t members = 0;
  std::int64_t exhibits = 0;
  std::int64_t accounts = 0;
  Row first;  // the earliest by sent, else local time; with none, the lowest number
  Span span;
};

struct ClusterMember {
  Row row;
  std::int64_t likeness = 0;  // to the first: percent for texts, bits that differ for pictures
};

struct ClusterPage {
  std::vector<Cluster> clusters;  // most members first, then by number
  bool more = false;
};

struct ClusterMembers {
  std::vector<ClusterMember> members;  // in order of time
  bool more = false;
};

// One text or file and everything that passes it on, in order of time: who had it first, as far as
// the exhibits of the case tell.
struct ChainLink {
  Row row;
  std::optional<Account> from;  // whom it names as its source
  bool is_forward = false;
};

}  // namespace sanad::case_index
