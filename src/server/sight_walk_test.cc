// Every route that reads, walked through a workspace in which every act was done: by an auditor,
// who finds no word that officers wrote and nothing that was collected, and by others, who find it;
// and by officers outside of cases that are for named ones, who find no trace of these.
#include "base/id.h"
#include "permission_routes_rig.h"
#include "service/marks.h"

namespace sanad::server::matrix {
namespace {

using service::PermissionGroup;
using service::PermissionRow;

constexpr const char* kWord = "zarqanoor";
// What the material and the lists hold: a title, an address, names, an account, a list's own name.
constexpr const char* kContent[] = {"Red Lantern",    "forum.tirazan", "Karim Yusuf",
                                    "telegram:user7", "Lantern files", "lantern4"};
constexpr const char* kOutside[] = {"investigator", "supervisor", "evidence-officer", "reviewer"};
// Where the auditor gets an answer. Everything else refuses them, or they have none of their own.
const std::set<std::string> kAnswers = {"GET /session",
                                        "GET /officers",
                                        "GET /law-packs",
                                        "GET /law",
                                        "GET /policy",
                                        "GET /forms",
                                        "GET /status",
                                        "GET /fitness",
                                        "GET /validations",
                                        "GET /ledger",
                                        "GET /cases",
                                        "GET /cases/{case}",
                                        "GET /cases/{case}/entries",
                                        "GET /cases/{case}/refusals",
                                        "GET /cases/{case}/authorisations",
                                        "GET /jobs/{job}",
                                        "GET /jobs/{job}/events",
                                        "GET /exchange/card",
                                        "GET /exchange/partners",
                                        "GET /oversight/access",
                                        "GET /oversight/entries",
                                        "GET /oversight/registers",
                                        "GET /oversight/report",
                                        "GET /oversight/statistics"};

// The word behind every text of a body that people write: one with a space in it, or one of a
// member that is for words. A case's reference is what an auditor knows it by.
json::Value planted(std::string_view name, const json::Value& value) {
  static const std::set<std::string_view> kWords = {"reason", "note",  "text", "finding",
                                                    "title",  "query", "how",  "purpose"};
  if (const std::string* text = value.as_string()) {
    const bool is_words = kWords.contains(name) || text->find(' ') != std::string::npos;
    return is_words && name != "reference" ? json::Value(*text + " " + kWord) : value;
  }
  if (const json::Array* items = value.as_array()) {
    json::Array all;
    for (const json::Value& one : *items) all.push_back(planted(name, one));
    return all;
  }
  const json::Object* members = value.as_object();
  if (members == nullptr) return value;
  json::Object all;
  for (const json::Member& one : *members) all.set(one.name, planted(one.name, one.value));
  return all;
}

void collect(const json::Value& value, std::map<std::string, std::set<std::string>>& ids) {
  if (const std::string* text = value.as_string()) {
    const std::size_t dash = text->rfind('-');
    if (dash != std::string::npos && is_id(text->substr(0, dash), *text))
      ids[text->substr(0, dash)].insert(*text);
  }
  if (const json::Array* items = value.as_array())
    for (const json::Value& one : *items) collect(one, ids);
  if (const json::Object* members = value.as_object())
    for (const json::Member& one : *members) collect(one.value, ids);
}

class WalkTest : public Rig {
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
  }

  // With the word in it; where that is no text of people's (a file, an address), as it is.
  Reply plant(const Session& session, std::string_view method, const std::string& path,
              const json::Value& body) {
    const json::Value with = planted("", body);
    if (method == "GET" || json::format_canonical(with) == json::format_canonical(body))
      return call(session, method, path, body);
    const Reply reply = call(session, method, path, with);
    if (reply.status / 100 == 2) ++planted_;
    return reply.status / 100 == 2 ? reply : call(session, method, path, body);
  }

  // Each act once, by somebody who may.
  void do_everything() {
    const auto acts = route_acts();
    for (const PermissionGroup& group : service::read_permission_matrix()) {
      const auto act = acts.find(group.front().act);
      const auto row = std::ranges::find_if(group, [](const PermissionRow& one) {
        return one.is_allowed() && one.role != "auditor";
      });
      if (act == acts.end() || row == group.end()) continue;
      const Subject subject = (*world_.*act->second.prepare)({row->state, row->role == "own"});
      for (const Ask& ask : act->second.asks) {
        if (ask.only_refused || ask.not_by == row->role) continue;
        ask.send(asker(sessions_.at(row->role), subject));
      }
    }
    for (const auto& entry : workspace_->records().entries({.limit = 1U << 20U}).value()) {
      collect(entry.data, ids_);
      if (!entry.case_id.empty()) ids_["case"].insert(entry.case_id);
    }
    for (const std::string& of_case : ids_["case"]) {
      for (const auto& job : workspace_->jobs().of_case(of_case, 5).value()) end_job(job.id);
    }
  }

  // Else whoever follows it waits for its end.
  void end_job(const std::string& id) {
    ids_["job"].insert(id);
    (void)workspace_->jobs().cancel(id, workspace_->clock().now());  // or it has ended
  }

  Asker asker(const Session& session, const Subject& subject) {
    const auto bytes = [=, this, &session](const char* method) {
      return [=, this, &session](const std::string& path, std::string_view sent) {
        const bool is_piece = std::string_view(method) == "PUT";
        return send(method, server_->origin() + "/api/v1" + path + (is_piece ? "?offset=0" : ""),
                    {{"Cookie", session.cookie},
                     {"X-Sanad-CSRF", session.csrf},
                     {"Content-Type", is_piece ? "application/octet-stream" : "application/cms"}},
                    sent);
      };
    };
    return {
        *world_, subject,
        [=, this, &session](std::string_view method, std::string path, const json::Value& body) {
          return plant(session, method, path, body);
        },
        bytes("PUT"), bytes("POST")};
  }

  // What may stand in the place of a parameter.
  std::vector<std::string> values_of(const std::string& name) {
    static const std::map<std::string, std::vector<std::string>> kPlain = {
        {"name", {"page.html", "original-1", "screenshot.png", "R01-en.pdf"}},
        {"number", {"0", "1"}},
        {"page", {"0"}},
        {"side", {"found", "listed"}},
        {"document", {"1", "2"}},
        {"chat", {"1", "2"}},
        {"pseudonym", {"1", "2", "3"}},
        {"cluster", {"1"}},
        {"version", {"1"}},
        {"study", {service::kStudy}},
        {"sha256", {std::string(64, 'a')}},
        {"collection", {"1"}},
        {"object", {"1"}}};
    if (const auto plain = kPlain.find(name); plain != kPlain.end()) return plain->second;
    std::vector<std::string> all;
    const std::vector<std::string> prefixes =
        name == "subject" ? std::vector<std::string>{"case", "exhibit"}
        : name == "list"  ? std::vector<std::string>{"list", "people-list"}
                          : std::vector<std::string>{name};
    // What is of the first case comes first: most acts are tried there.
    const std::string home = world_->home({}).case_id;
    if (name == "case") {
      all.push_back(home);
      if (const std::string of_chat = case_of_chat(); !of_chat.empty()) all.push_back(of_chat);
    }
    if (name == "exhibit")
      for (const auto& one : workspace_->records().exhibits(home).value()) all.push_back(one.id);
    const std::size_t most = name == "exhibit" ? 40 : name == "job" ? 1000 : 15;
    for (const std::string& prefix : prefixes) {
      for (const std::string& id : ids_[prefix]) {
        if (all.size() < most) all.push_back(id);
      }
    }
    if (all.size() > most) all.resize(most);
    return all.empty() ? std::vector<std::string>{"1"} : all;
  }

  // One in which an authorisation names the account of the chat; empty: none does.
  std::string case_of_chat() {
    for (const std::string& id : ids_["case"]) {
      const auto found = workspace_->records().authorisations(id);
      if (!found.ok()) continue;
      for (const authority::Authorisation& one : *found)
        for (const authority::Target& target : one.request.targets)
          if (target.value == service::kChatAccount) return id;
    }
    return {};
  }

  std::vector<std::string> filled(const std::string& pattern) {
    const std::size_t at = pattern.find('{');
    if (at == std::string::npos) return {pattern};
    const std::size_t end = pattern.find('}', at);
    std::vector<std::string> all;
    for (const std::string& value : values_of(pattern.substr(at + 1, end - at - 1))) {
      for (const std::string& rest : filled(pattern.substr(end + 1)))
        all.push_back(pattern.substr(0, at) + http::percent_encode(value) + rest);
    }
    return all;
  }

  struct Walked {
    std::set<std::string> answered, found;  // operations; words
    std::size_t asked = 0;
    std::string where;  // of the first word
  };
  Walked walk(const Session& session, const std::set<std::string>& words,
              const std::string& subject) {
    const std::string query =
        "?purpose=inquiry&period=2020&from=2020-01-01T00:00:00Z&until=2999-01-01T00:00:00Z"
        "&kind=&source=account:1&target=account:2&subject=" +
        subject;
    Walked walked;
    for (const std::string& operation : document_.operations()) {
      if (!operation.starts_with("GET ")) continue;
      const std::string pattern = operation.substr(4);
      const bool is_for_partners = pattern.starts_with("/hma/") || pattern.starts_with("/taxii2/");
      for (const std::string& path : filled(pattern)) {
        const Reply reply = is_for_partners ? send("GET", server_->origin() + path,
                                                   {{"Cookie", session.cookie}}, "")
                                            : call(session, "GET", path + query);
        ++walked.asked;
        if (reply.status / 100 == 2 && !is_for_partners) walked.answered.insert(operation);
        look_for_words(reply, path, words, walked);
      }
    }
    return walked;
  }
  // What was asked for may be repeated; that tells nothing.
  static void look_for_words(const Reply& reply, const std::string& path,
                             const std::set<std::string>& words, Walked& walked) {
    std::string text = reply.text;
    for (const auto& header : reply.headers) text += header.value;
    for (const std::string& word : words) {
      const std::size_t at = text.find(word);
      if (at == std::string::npos || path.find(word) != std::string::npos) continue;
      // A list's entry says which exhibit it was banked from, to whoever reads lists.
      if (path.starts_with("/lists/") && word != kWord) continue;
      if (walked.found.insert(word).second)
        walked.where += "\n" + path + ": " + text.substr(at > 200 ? at - 200 : 0, 300);
    }
  }

  // The case is for who leads it and one other from now on. False: one of those who walk leads it.
  bool restrict_case(const std::string& id) {
    const auto found = workspace_->records().find_case(id);
    if (!found.ok()) return false;
    for (const char* role : kOutside)
      if (found->officer_in_charge == world_->who(role).id) return false;
    if (!restricted_.insert(id).second) return true;
    service::MarkOrder order;
    order.subject = id;
    order.marking.tlp = sharing::Tlp::kAmber;
    order.officers = {world_->second().id};
    order.reason = "a source is named";
    PermissionWorld::must(service::set_marking(*workspace_, world_->second(), order));
    return true;
  }

  std::unique_ptr<PermissionWorld> world_;
  std::map<std::string, Session> sessions_;
  std::map<std::string, std::set<std::string>> ids_;  // by prefix
  std::set<std::string> restricted_;
  std::size_t planted_ = 0;
};

TEST_F(WalkTest, AnAuditorReadsActsAndNoWordOfWhatTheyWereAbout) {
  do_everything();
  EXPECT_GE(planted_, 60u) << "acts took the word";
  const Reply begun = call(sessions_.at("auditor"), "POST", "/ledger/verification");
  ASSERT_EQ(begun.status, 202) << begun.text;
  end_job(begun.body["job"].string_or(""));

  std::set<std::string> words{kWord};
  words.insert(std::begin(kContent), std::end(kContent));
  const std::string subject = *ids_["case"].begin();
  const Walked auditor = walk(sessions_.at("auditor"), words, subject);
  EXPECT_EQ(auditor.found, std::set<std::string>{}) << auditor.where;
  EXPECT_EQ(auditor.answered, kAnswers);

  Walked others;
  for (const char* role : {"investigator", "supervisor"}) {
    const Walked one = walk(sessions_.at(role), words, subject);
    others.found.insert(one.found.begin(), one.found.end());
  }
  EXPECT_EQ(others.found, words) << "the words are there to be found";
}

TEST_F(WalkTest, WhoNeedNotKnowOfACaseFindsNoTraceOfIt) {
  do_everything();
  std::set<std::string> traces;
  const auto cases = workspace_->records().cases().value();
  for (const records::Case& one : cases) {
    if (!restrict_case(one.id)) continue;
    traces.insert({one.id, "\"" + one.reference + "\"", one.reference + "-"});
    for (const auto& exhibit : workspace_->records().exhibits(one.id).value())
      traces.insert({exhibit.id, exhibit.number});
  }
  ASSERT_GE(traces.size(), 40u);
  for (const char* role : kOutside) {
    const Walked walked = walk(sessions_.at(role), traces, world_->who("auditor").id);
    EXPECT_EQ(walked.found, std::set<std::string>{}) << role << walked.where;
  }
  const Walked named = walk(sessions_.at("second"), traces, world_->who("auditor").id);
  EXPECT_GE(named.found.size(), 20u) << "who is named finds them";
}

TEST_F(WalkTest, EveryActOnACaseIsRefusedToWhoNeedNotKnowOfItWithAnEntry) {
  constexpr std::int64_t kElevenMinutesMs = 11LL * 60 * 1000;  // one refusal is recorded in ten
  const auto acts = route_acts();
  std::size_t tried = 0;
  struct Prepared {
    const RouteAct* act;
    PermissionRow row;
    Subject subject;
  };
  std::vector<Prepared> prepared;
  for (const PermissionGroup& group : service::read_permission_matrix()) {
    const auto act = acts.find(group.front().act);
    const auto row = std::ranges::find_if(group, [](const PermissionRow& one) {
      return one.is_allowed() && std::ranges::find(kOutside, one.role) != std::end(kOutside);
    });
    if (act == acts.end() || row == group.end()) continue;
    prepared.push_back({&act->second, *row, (*world_.*act->second.prepare)({row->state, false})});
  }
  // All is prepared before any case is for named officers: they share some.
  for (const auto& [act, row, subject] : prepared) {
    // Lists and rules are of the agency.
    if (is_id("list", subject.id) || is_id("people-list", subject.id) || is_id("rules", subject.id))
      continue;
    // A package comes as an upload, which takes another role.
    if (row.act == "open-package" || !restrict_case(subject.case_id)) continue;
    for (const Ask& ask : act->asks) {
      if (ask.only_refused) continue;
      clock_.advance_ms(kElevenMinutesMs);
      // Signed in anew, since sessions end meanwhile.
      sessions_[row.role] = session_of(call(
          {}, "POST", "/session/link", json::Object{{"token", link_of(world_->who(row.role).id)}}));
      bool is_named = false;
      const std::string of_case = subject.case_id, id = subject.id;
      const std::string role = row.role;
      Reply last;
      Asker asking = asker(sessions_.at(row.role), subject);
      asking.ask = [&](std::string_view method, std::string path, const json::Value& body) {
        const std::string sent = path + json::format_canonical(body);
        is_named = is_named || sent.find(of_case) != std::string::npos ||
                   (id.find('-') != std::string::npos && sent.find(id) != std::string::npos);
        return last = call(sessions_.at(role), method, path, body);
      };
      const std::uint64_t before = workspace_->records().applied().value();
      ask.send(asking);
      if (!is_named) continue;  // a list of all cases; the walk looks at those
      ++tried;
      EXPECT_EQ(last.status, 403) << row.place() << ": " << last.text;
      const std::uint64_t added = workspace_->records().applied().value() - before;
      EXPECT_GE(added, 1u) << row.place() << ": no entry";
      if (added == 0) continue;
      const auto entry = workspace_->records().entries({.limit = added}).value().front();
      EXPECT_EQ(entry.kind, "act.refused") << row.place();
      EXPECT_EQ(entry.data["code"].string_or(""), "need-to-know") << row.place();
      EXPECT_EQ(entry.actor, world_->who(row.role).id) << row.place();
    }
  }
  EXPECT_GE(tried, 60u);
}

TEST_F(WalkTest, NoRouteTellsTheTruthOfAStudyAndWhoDidItIsToldHowItWent) {
  do_everything();
  // Acts on exercises once more, for what they answer.
  std::string answered;
  const auto acts = route_acts();
  for (const char* act : {"start-exercise", "answer-exercise", "take-exercise-hint",
                          "submit-exercise", "read-exercise", "read-exercise-marks"}) {
    const RouteAct& one = acts.at(act);
    const Subject subject = (*world_.*one.prepare)({});
    for (const Ask& ask : one.asks) {
      const Reply reply = ask.send(asker(sessions_.at("investigator"), subject));
      EXPECT_EQ(reply.status / 100, 2) << act << reply.text;
      answered += reply.text;
    }
  }
  // Handed in and marked: a page that was sealed, an answer that is right, a value not met.
  const Subject subject = world_->exercise({});
  (void)world_->new_exhibit({});
  const Session& trainee = sessions_.at("investigator");
  EXPECT_EQ(call(trainee, "POST", "/exercises/lantern/answers",
                 json::Object{{"task", "who"}, {"answer", "seller"}})
                .status,
            200);
  EXPECT_EQ(call(trainee, "POST", "/exercises/lantern/submit").status, 200);
  const Reply marks = call(trainee, "GET", "/exercises/lantern/marks");
  EXPECT_NE(marks.text.find("Quite right"), std::string::npos) << marks.text;
  EXPECT_NE(marks.text.find("The page of … is sealed."), std::string::npos) << marks.text;
  answered += marks.text;

  const std::set<std::string> truth = {service::kStudyHolder,
                                       service::kStudyWallet,
                                       "The reporter was captured",
                                       "reporter-of-the-courier",
                                       "same_as",
                                       "starts_with",
                                       "sanad-truth",
                                       "Journalism is protected"};
  for (const std::string& word : truth) EXPECT_EQ(answered.find(word), std::string::npos) << word;
  for (const char* role :
       {"investigator", "supervisor", "reviewer", "evidence-officer", "auditor", "administrator"}) {
    const Walked walked = walk(sessions_.at(role), truth, *ids_["case"].begin());
    EXPECT_EQ(walked.found, std::set<std::string>{}) << role << walked.where;
    EXPECT_EQ(walked.answered.contains("GET /exercises/{study}/marks"),
              std::string_view(role) != "auditor" && std::string_view(role) != "administrator");
  }
}

TEST_F(WalkTest, TheAuditorsAnswersStillSayWhatWasDone) {
  do_everything();
  const Session& auditor = sessions_.at("auditor");
  const std::string of_case = world_->home({}).case_id;
  const Reply found = call(auditor, "GET", "/cases/" + of_case);
  EXPECT_EQ(found.body["title"].string_or("-"), "");
  EXPECT_EQ(found.body["reference"].string_or(""), world_->home({}).more);
  const Reply authorisations = call(auditor, "GET", "/cases/" + of_case + "/authorisations");
  const json::Value& first = authorisations.body["items"].as_array()->front();
  ASSERT_FALSE(first["targets"].as_array()->empty()) << "how many targets there are";
  EXPECT_EQ((*first["targets"].as_array())[0]["value"].string_or("-"), "");
  EXPECT_FALSE(first["law"]["provision"].string_or("").empty());
  const Reply entries = call(auditor, "GET", "/oversight/entries?kind=authorisation.requested");
  ASSERT_FALSE(entries.body["items"].as_array()->empty());
  const json::Value& entry = entries.body["items"].as_array()->front();
  EXPECT_GE(entry["data"]["targets"].int_or(-1), 0) << "their number in their place";
  EXPECT_FALSE(entry["officer_name"].string_or("").empty());
  const Reply registers = call(auditor, "GET", "/oversight/registers");
  EXPECT_GE(registers.body["registers"].as_array()->size(), 12u) << registers.text;
  const Reply refusals = call(auditor, "GET", "/oversight/entries?kind=act.refused");
  for (const json::Value& one : *refusals.body["items"].as_array())
    EXPECT_FALSE(one["data"]["code"].string_or("").empty());
}

}  // namespace
}  // namespace sanad::server::matrix
