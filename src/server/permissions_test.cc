// The permission matrix held against the API; and a walk over every operation that there is.
#include "permission_routes_rig.h"

namespace sanad::server::matrix {
namespace {

using service::PermissionGroup;
using service::PermissionRow;

class ApiPermissionsTest : public Rig {
 protected:
  void SetUp() override {
    workspace_ =
        service::Workspace::create({(folder_.path() / "workspace").string(), keyring::KeyFile{}},
                                   "Tirazan Cyber Wing", clock_)
            .value();
    server_ = WorkbenchServer::start(*workspace_, {}).value();
    world_ = std::make_unique<PermissionWorld>(*workspace_,
                                               [this](std::int64_t ms) { clock_.advance_ms(ms); });
    for (const auto& [role, officer] : world_->officers())
      sessions_[role] = session_of(
          call({}, "POST", "/session/link", json::Object{{"token", link_of(officer.id)}}));
    world_->close_account();
  }

  Reply send_bytes(const Session& session, const char* method, const std::string& path,
                   std::string_view bytes) {
    const bool is_piece = std::string_view(method) == "PUT";
    return send(method, server_->origin() + "/api/v1" + path + (is_piece ? "?offset=0" : ""),
                {{"Cookie", session.cookie},
                 {"X-Sanad-CSRF", session.csrf},
                 {"Content-Type", is_piece ? "application/octet-stream" : "application/cms"}},
                bytes);
  }

  // The operation of the document that an address is of: the one with the fewest parameters.
  std::string operation_of(std::string_view method, const std::string& path) {
    std::string best;
    for (const std::string& one : document_.officer_operations()) {
      const std::size_t space = one.find(' ');
      if (one.substr(0, space) != method) continue;
      const std::string pattern = one.substr(space + 1);
      if (!match_pattern(pattern, path.substr(0, path.find('?')))) continue;
      if (best.empty() || std::ranges::count(one, '{') < std::ranges::count(best, '{')) best = one;
    }
    return best;
  }

  Asker asker(const Session& session, const Subject& subject, bool is_refused) {
    const auto note = [this, is_refused](std::string_view method, const std::string& path,
                                         const Reply& reply) {
      if (is_refused && reply.status == 403) refused_.insert(operation_of(method, path));
      if (reply.status / 100 == 2) done_.insert(operation_of(method, path));
    };
    const auto bytes = [=, this, &session](const char* method) {
      return [=, this, &session](const std::string& path, std::string_view sent) {
        const Reply reply = send_bytes(session, method, path, sent);
        note(method, path, reply);
        return reply;
      };
    };
    return {
        *world_, subject,
        [=, this, &session](std::string_view method, std::string path, const json::Value& body) {
          const Reply reply = call(session, method, path, body);
          note(method, path, reply);
          return reply;
        },
        bytes("PUT"), bytes("POST")};
  }

  std::vector<records::Entry> since(std::uint64_t before) {
    const std::uint64_t now = workspace_->records().applied().value();
    if (now == before) return {};
    return workspace_->records().entries({.limit = now - before}).value();
  }

  static int status_of(const PermissionRow& row) {
    if (row.role == "removed") return 401;  // the account's sessions ended with it
    return row.outcome == "conflict" ? 409 : 403;
  }

  void try_ask(const PermissionRow& row, const Ask& ask, const Subject& subject) {
    const std::uint64_t before = workspace_->records().applied().value();
    const Reply reply = ask.send(asker(sessions_.at(row.role), subject, !row.is_allowed()));
    const auto added = since(before);
    if (row.is_allowed()) {
      EXPECT_EQ(reply.status / 100, 2) << row.place() << ": " << reply.text;
      for (const auto& entry : added) EXPECT_NE(entry.kind, "act.refused") << row.place();
      return;
    }
    ASSERT_EQ(reply.status, status_of(row)) << row.place() << ": " << reply.text;
    if (reply.status != 403) {
      EXPECT_TRUE(added.empty()) << row.place();
      return;
    }
    EXPECT_EQ(reply.code(), "denied") << row.place();
    ASSERT_EQ(added.size(), 1u) << row.place() << ": the refusal is the one entry";
    EXPECT_EQ(added.front().kind, "act.refused") << row.place();
    EXPECT_EQ(added.front().actor, world_->who(row.role).id) << row.place();
    EXPECT_EQ(added.front().data["code"].string_or(""), row.outcome) << row.place();
  }

  // A refusal changes nothing, so all who are refused try the same subject; own work is another.
  void try_group(const PermissionGroup& rows, const RouteAct& act) {
    const auto prepare = [&](const PermissionRow& row) {
      return (*world_.*act.prepare)({row.state, row.role == service::kOwnRole});
    };
    std::optional<Subject> shared;
    for (const PermissionRow& row : rows) {
      const bool is_fresh = row.is_allowed() || row.role == service::kOwnRole;
      if (!is_fresh && !shared) shared = prepare(row);
      const Subject subject = is_fresh ? prepare(row) : *shared;
      for (const Ask& ask : act.asks) {
        if (!row.is_allowed() && row.outcome != "wrong-role" && ask.only_refused) continue;
        if (row.is_allowed() && (ask.only_refused || ask.not_by == row.role)) continue;
        try_ask(row, ask, subject);
      }
    }
  }

  std::unique_ptr<PermissionWorld> world_;
  std::map<std::string, Session> sessions_;
  std::set<std::string> refused_, done_;  // operations
};

TEST_F(ApiPermissionsTest, EveryCellIsAsStatedAndEveryRouteRefusesWhoMayNot) {
  const auto acts = route_acts();
  std::set<std::string> tried;
  for (const PermissionGroup& group : service::read_permission_matrix()) {
    const std::string& name = group.front().act;
    if (kWithoutRoute.contains(name)) continue;
    const auto act = acts.find(name);
    ASSERT_NE(act, acts.end()) << name << " has no route here and no reason why";
    tried.insert(name);
    try_group(group, act->second);
  }
  for (const auto& [name, act] : acts)
    EXPECT_TRUE(tried.contains(name)) << name << " has a route and is not in the matrix";
  // Their subjects are one's own, and nobody else's is found.
  const std::set<std::string> own = {"DELETE /uploads/{upload}", "GET /uploads/{upload}",
                                     "PUT /uploads/{upload}"};
  for (const std::string& operation : document_.officer_operations()) {
    const bool is_open = kForAnyone.contains(operation) || kForAnyOfficer.contains(operation);
    EXPECT_NE(is_open, refused_.contains(operation) || own.contains(operation))
        << operation << ": either it refuses somebody, or it is named with the reason why not";
    if (own.contains(operation)) {
      EXPECT_TRUE(done_.contains(operation)) << operation;
    }
  }
}

// Every parameter of a pattern filled with a word that is no identifier.
std::string somewhere(std::string pattern) {
  for (std::size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{'))
    pattern.replace(at, pattern.find('}', at) + 1 - at, "1");
  return pattern;
}

TEST_F(ApiPermissionsTest, WithoutASessionNothingIsAnsweredAndWithoutItsMarkNothingIsChanged) {
  const std::uint64_t before = workspace_->records().applied().value();
  Session unmarked = sessions_.at("investigator");
  unmarked.csrf.clear();
  std::size_t walked = 0;
  for (const std::string& operation : document_.officer_operations()) {
    const std::string method = operation.substr(0, operation.find(' '));
    const std::string path = somewhere(operation.substr(operation.find(' ') + 1));
    if (kForAnyone.contains(operation)) continue;
    EXPECT_EQ(call({}, method, path).status, 401) << operation;
    EXPECT_EQ(call(Session{"sanad_session=x", "y"}, method, path).status, 401) << operation;
    if (method != "GET") {
      EXPECT_EQ(call(unmarked, method, path).status, 403) << operation;
    }
    ++walked;
  }
  EXPECT_GE(walked, 130u);
  EXPECT_EQ(workspace_->records().applied().value(), before) << "and nothing is recorded";
}

// Partners' programs have a token in the place of a session.
TEST_F(ApiPermissionsTest, WithoutATokenPartnersAreToldNothing) {
  const std::uint64_t before = workspace_->records().applied().value();
  const std::set<std::string> open = {"GET /hma/status", "GET /hma/status/live"};
  for (const std::string& operation : document_.operations()) {
    const std::string method = operation.substr(0, operation.find(' '));
    const std::string pattern = operation.substr(operation.find(' ') + 1);
    if (!pattern.starts_with("/hma/")) continue;
    const int status = send(method, server_->origin() + somewhere(pattern), {}, "").status;
    EXPECT_EQ(status, open.contains(operation) ? 200 : 401) << operation;
  }
  EXPECT_EQ(workspace_->records().applied().value(), before);
}

}  // namespace
}  // namespace sanad::server::matrix
