// What the records and items of a case say of each other: who wrote where and when, what was passed
// on, shared and repeated. One SQLite database for each case, made from the sealed parts lists; it
// can be deleted and made again at any time ("sanad rebuild").
//
// One writer, readers beside it: what add() took is seen after commit(). A crash between leaves
// what the last commit left. Aggregates (edges, counts, positions) are kept up to date by commit(),
// in time that depends on what is new. Memory is bounded: about 100 MB for the writer, whatever the
// case. Thread-safe. Format: docs/formats/case-index.md; what each view says and does not say:
// docs/analysis.md. Tested by *_test.cc here.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "authority/person.h"
#include "base/zone.h"
#include "case_index/document.h"
#include "case_index/views.h"

namespace sanad::case_index {

struct IndexedExhibit {
  std::string exhibit;
  std::int64_t documents = 0;
};

// How an authorisation names an account by its pseudonym in the case, "person:482190".
std::string identifier_of_pseudonym(std::int64_t pseudonym);

class CaseIndex {
 public:
  // path: the database file, made if need be. case_secret: 32 bytes that belong to the case and
  // stay the same; pseudonyms come from it. kIntegrity: damaged, rebuild. kConflict: of another
  // version, or made with another secret.
  static Result<std::unique_ptr<CaseIndex>> open(const std::string& path, ByteView case_secret);
  ~CaseIndex();

  // --- writing ---

  // Documents come with ascending ids. After an error nothing since the last commit() is kept.
  // kInvalid: the id is not above all others.
  Result<void> add(const Document& document);
  // Shows them to readers, with all that follows from them. After an error as for add().
  Result<void> commit();
  // Forgets what was added since the last commit().
  void discard();
  // Takes all of an exhibit out, and commits. Time in proportion to the index. Unknown: no error.
  Result<void> remove_exhibit(std::string_view exhibit);
  Result<std::int64_t> next_id() const;  // above all that were committed
  Result<std::vector<IndexedExhibit>> exhibits() const;
  // Reads everything; kIntegrity if the database is damaged.
  Result<void> verify() const;

  // --- documents ---

  Result<Row> row(std::int64_t document, const Unmasked& unmasked) const;  // kNotFound
  // By kTime: those without any time are not there (Timeline::without counts them).
  Result<Rows> rows(const Filter& filter, Order order, const Page& page,
                    const Unmasked& unmasked) const;
  Result<std::int64_t> count(const Filter& filter) const;

  // A chat as a list without gaps, in order of time, then number; what has no time comes last, and
  // copies are left out. Any stretch costs the same, so 400,000 messages scroll smoothly.
  Result<std::vector<Row>> chat_rows(std::int64_t chat, std::int64_t position, std::size_t count,
                                     const Unmasked& unmasked) const;
  // The position of a document, from 0. kNotFound: it is in no chat, or a copy.
  Result<std::int64_t> chat_position(std::int64_t document) const;
  // Most documents first. after: rows passed over.
  Result<std::vector<Chat>> chats(std::int64_t after, std::size_t limit,
                                  const Unmasked& unmasked) const;
  Result<Chat> chat(std::int64_t row, const Unmasked& unmasked) const;           // kNotFound
  Result<Chat> chat_of(std::int64_t pseudonym, const Unmasked& unmasked) const;  // kNotFound

  // --- what a line of a parts list names, read by read_document() ---

  // nullopt: the party is empty, or the case has none such.
  Result<std::optional<Account>> find_account(const Document& document, const Party& party,
                                              const Unmasked& unmasked) const;
  Result<std::optional<Chat>> find_chat(const Document& document, const Unmasked& unmasked) const;
  // The document in the index that a line is, by its chat's row, or 0 for what is in no chat; 0:
  // there is none, or it has no number.
  Result<std::int64_t> find_message(std::int64_t chat, const Document& document) const;
  // Which parts of the same exhibit a document's attachments are, as far as they are there.
  Result<std::vector<Attached>> attached(std::int64_t document) const;

  // --- selectors, places, time ---

  // kind: empty for all. Most documents first.
  Result<std::vector<SelectorValue>> selectors(std::string_view kind, std::int64_t after,
                                               std::size_t limit, const Unmasked& unmasked) const;
  Result<SelectorValue> selector(std::int64_t row, const Unmasked& unmasked) const;  // kNotFound
  // kNotFound: there is none, or it is not personal and so has no pseudonym.
  Result<SelectorValue> selector_of(std::int64_t pseudonym, const Unmasked& unmasked) const;
  // zoom: 0 (the world) to 20; places in one cell of 1/2^(zoom + 3) of the world's width are one.
  Result<std::vector<PlaceCluster>> places(const Filter& filter, unsigned zoom) const;
  Result<Timeline> timeline(const Filter& filter, ClockKind clock, Step step,
                            const Zone& zone) const;
  Result<Activity> activity(const Filter& filter, const Zone& zone) const;

  // --- the graph ---

  Result<Graph> graph(const GraphFilter& filter, const Unmasked& unmasked) const;
  // The edges of a chat, selector or file. kDenied for an account: see person_edges().
  Result<Graph> neighbours(const NodeId& node, const GraphFilter& filter,
                           const Unmasked& unmasked) const;
  // The documents that an edge counts, by number.
  Result<Rows> edge_rows(EdgeKind kind, const NodeId& source, const NodeId& target,
                         const Page& page, const Unmasked& unmasked) const;

  // --- what is alike ---

  // Files that are there more than once, most often first; and the documents of one of them.
  struct Duplicate {
    std::string sha256;
    std::int64_t documents = 0;
  };
  Result<std::vector<Duplicate>> duplicates(std::int64_t after, std::size_t limit) const;
  Result<Rows> same_file(std::string_view sha256, const Page& page, const Unmasked& unmasked) const;
  // All that say the same, byte for byte (texts of kChainBytes and more, and files), earliest
  // first; at most kMaxPage.
  Result<std::vector<ChainLink>> chain(std::int64_t document, const Unmasked& unmasked) const;
  // The document in the index that a line of a parts list is, if it is a file or a text that a
  // chain can have. 0: there is none.
  Result<std::int64_t> find_document(const Document& document) const;
  // Compares all texts and pictures and replaces the clusters of the run before. Seconds to
  // minutes: for a job. Memory: 16 bytes for each passage mark, about 500 for each picture.
  // kInvalid: a rule out of its bounds. is_cancelled is asked now and then; true ends it with
  // kConflict.
  Result<ClusterRun> build_clusters(const ClusterRule& rule,
                                    const std::function<bool()>& is_cancelled);
  Result<std::optional<ClusterRun>> cluster_run() const;  // nullopt: never built
  Result<ClusterPage> clusters(Likeness likeness, std::int64_t after, std::size_t limit,
                               const Unmasked& unmasked) const;
  // Those in which the document is; by reading the members of all.
  Result<std::vector<Cluster>> clusters_of(std::int64_t document, const Unmasked& unmasked) const;
  Result<ClusterMembers> cluster_members(std::int64_t number, std::int64_t after, std::size_t limit,
                                         const Unmasked& unmasked) const;

  // --- people ---

  // In order of pseudonyms, which say nothing of the person; at most 100 at a time.
  Result<std::vector<Account>> accounts(std::int64_t after_pseudonym, std::size_t limit,
                                        const Unmasked& unmasked) const;
  Result<Account> account(std::int64_t row, const Unmasked& unmasked) const;           // kNotFound
  Result<Account> account_of(std::int64_t pseudonym, const Unmasked& unmasked) const;  // kNotFound
  // How an authorisation names the account by what its source calls it, "telegram:user4521": to ask
  // for a permit with, and not to be shown. An account without an identifier has none (kNotFound);
  // by its pseudonym (identifier_of_pseudonym) each can be named.
  Result<std::string> account_identifier(std::int64_t row) const;

  // Everything of one account needs a permit that names it: the functions answer about the account
  // of the permit and no other. kNotFound: the case has no such account.
  Result<Rows> person_rows(const authority::PersonPermit& permit, const Filter& filter,
                           const Page& page, const Unmasked& unmasked) const;
  Result<Graph> person_edges(const authority::PersonPermit& permit, const GraphFilter& filter,
                             const Unmasked& unmasked) const;
  Result<Timeline> person_timeline(const authority::PersonPermit& permit, const Filter& filter,
                                   ClockKind clock, Step step, const Zone& zone) const;
  Result<Activity> person_activity(const authority::PersonPermit& permit, const Filter& filter,
                                   const Zone& zone) const;

 private:
  struct State;
  explicit CaseIndex(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

inline constexpr std::size_t kMaxAccountsPage = 100;

}  // namespace sanad::case_index
