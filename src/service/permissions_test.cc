// The permission matrix held against the service layer: every act is really done by every role in
// every state of authorisation; what is refused is one entry, by that officer, with that code.
#include "part_keeper.h"
#include "permission_acts_rig.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

using authority::Officer;

// What touches content takes the value that proves that it was decided upon; without one it does
// not compile. docs/decisions/0048-the-permission-matrix.md says of what takes none why a role is
// enough.
using authority::Permit;
using authority::PersonPermit;
template <typename... Args>
constexpr bool kCaptures =
    std::is_invocable_v<decltype(capture::capture), Args..., capture::Options, capture::Context,
                        capture::Surroundings>;
static_assert(kCaptures<const Permit&>);
static_assert(!kCaptures<> && !kCaptures<const Officer&> && !kCaptures<const PersonPermit&>);
static_assert(std::is_same_v<decltype(&PartKeeper::create),
                             Result<std::unique_ptr<PartKeeper>> (*)(Workspace&, const Permit&,
                                                                     const std::string&)>);
static_assert(std::is_invocable_v<decltype(&custody::Custody::record_capture_started),
                                  custody::Custody&, const Permit&, std::string, std::string>);
static_assert(!std::is_invocable_v<decltype(&custody::Custody::record_capture_started),
                                   custody::Custody&, const Officer&, std::string, std::string>);
static_assert(!std::is_invocable_v<decltype(&custody::Custody::record_import_started),
                                   custody::Custody&, const Officer&, custody::ImportStart>);
template <typename T>
constexpr bool kShowsPerson =
    std::is_invocable_v<decltype(&case_index::CaseIndex::person_rows), case_index::CaseIndex&, T,
                        case_index::Filter, case_index::Page, case_index::Unmasked>;
static_assert(kShowsPerson<const PersonPermit&>);
static_assert(!kShowsPerson<const Permit&> && !kShowsPerson<const Officer&>);

class PermissionsTest : public Rig {
 protected:
  void SetUp() override {
    workspace_ = Workspace::create(options(), "Tirazan Cyber Wing", clock_).value();
    world_ = std::make_unique<PermissionWorld>(workspace(),
                                               [this](std::int64_t ms) { clock_.advance_ms(ms); });
    world_->close_account();
  }

  // Entries since there were so many, newest first.
  std::vector<records::Entry> since(std::uint64_t before) {
    const std::uint64_t now = workspace().records().applied().value();
    if (now == before) return {};
    return workspace().records().entries({.limit = now - before}).value();
  }

  void expect_refused(const PermissionRow& row, const authority::Officer& who,
                      const Result<void>& answer, const std::vector<records::Entry>& added) {
    ASSERT_FALSE(answer.ok()) << row.place() << " is " << row.outcome << ", and was done";
    if (row.outcome == "conflict") {
      EXPECT_EQ(answer.error().code, ErrorCode::kConflict)
          << row.place() << ": " << answer.error().message;
      EXPECT_TRUE(added.empty()) << row.place() << ": nothing was decided, so nothing is recorded";
      return;
    }
    EXPECT_EQ(answer.error().code, ErrorCode::kDenied)
        << row.place() << ": " << answer.error().message;
    ASSERT_EQ(added.size(), 1u) << row.place() << ": the refusal is the one entry";
    EXPECT_EQ(added.front().kind, "act.refused") << row.place();
    EXPECT_EQ(added.front().actor, who.id) << row.place();
    EXPECT_EQ(added.front().data["code"].string_or(""), row.outcome) << row.place();
  }

  void try_row(const PermissionRow& row, const PermissionAct& act, const Subject& subject) {
    const authority::Officer& who = world_->who(row.role);
    const std::uint64_t before = workspace().records().applied().value();
    const Result<void> answer = act.attempt({*world_, workspace(), who, subject});
    const auto added = since(before);
    if (!row.is_allowed()) return expect_refused(row, who, answer, added);
    EXPECT_TRUE(answer.ok()) << row.place() << ": " << (answer.ok() ? "" : answer.error().message);
    for (const auto& entry : added) EXPECT_NE(entry.kind, "act.refused") << row.place();
  }

  // A refusal changes nothing, so all who are refused try the same subject; own work is another.
  void try_group(const PermissionGroup& rows, const PermissionAct& act) {
    const auto prepare = [&](const PermissionRow& row) {
      return (*world_.*act.prepare)({row.state, row.role == kOwnRole});
    };
    std::optional<Subject> shared;
    for (const PermissionRow& row : rows) {
      if (row.is_allowed() || row.role == kOwnRole) {
        try_row(row, act, prepare(row));
        continue;
      }
      if (!shared) shared = prepare(row);
      try_row(row, act, *shared);
    }
  }

  std::unique_ptr<PermissionWorld> world_;
};

TEST_F(PermissionsTest, EveryCellOfTheMatrixIsAsStatedAndEveryRefusalIsAnEntry) {
  const auto acts = permission_acts();
  std::set<std::string> tried;
  std::size_t rows = 0;
  for (const PermissionGroup& group : read_permission_matrix()) {
    const auto act = acts.find(group.front().act);
    ASSERT_NE(act, acts.end()) << group.front().act << " is in the matrix and nobody can do it";
    tried.insert(act->first);
    rows += group.size();
    try_group(group, act->second);
  }
  for (const auto& [name, act] : acts)
    EXPECT_TRUE(tried.contains(name)) << name << " can be done and is not in the matrix";
  EXPECT_GE(rows, 500u);
}

}  // namespace
}  // namespace sanad::service
