// A case whose index holds a small invented chat, for tests of its views. What is indexed here has
// no list of parts behind it: the views tell where it would stand.
#pragma once

#include <string>
#include <vector>

#include "service/material_views.h"
#include "test_rig.h"

namespace sanad::service {

inline constexpr std::int64_t kSentMs = 1'773'480'413'000;  // 2026-03-14T09:26:53Z, a Saturday
// What no view may show while the masks are down.
inline const std::vector<std::string> kSecrets = {"user7", "user8", "Lantern Seven",
                                                  "Lantern Eight", "42101-7654321-9"};

class MaterialRig : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    approved(case_);  // for the capture
    exhibit_ = seal_one(case_);
    fill();
  }

  case_index::Document message(std::string_view author, std::string_view name,
                               std::int64_t minute) {
    case_index::Document document;
    document.id = ++last_;
    document.kind = case_index::Kind::kMessage;
    document.platform = "telegram";
    document.source = {.exhibit = exhibit_.id,
                       .original = 0,
                       .original_name = "chat/result.json",
                       .part = static_cast<std::uint64_t>(last_)};
    document.chat = {"4711", "Lantern Seven"};
    document.number = std::to_string(last_);
    document.author = {std::string(author), std::string(name)};
    document.sent_ms = kSentMs + minute * 60'000;
    return document;
  }

  // Two people write to each other; one text holds a number of an identity card and a place, and is
  // passed on.
  void fill() {
    const auto facts = workspace().case_indexes().facts(case_.id).value();
    auto first = message("user7", "Lantern Seven", 0);
    first.selectors = {
        {"identity-number", "42101-7654321-9", case_index::Field::kText, 0, 15, true},
        {"domain", "harbour.tirazan.example", case_index::Field::kText, 20, 23}};
    first.places = {{24.8, 66.9, case_index::Field::kText, 50, 10}};
    first.content = 77;
    auto answer = message("user8", "Lantern Eight", 5);
    answer.reply_to = "1";
    auto passed_on = message("user8", "Lantern Eight", 10);
    passed_on.forwarded_from = {"user7", "Lantern Seven"};
    passed_on.content = 77;
    for (const auto& one : {first, answer, passed_on}) ASSERT_TRUE(facts->add(one).ok());
    for (int i = 0; i < 2; ++i) {
      case_index::Document file;
      file.id = ++last_;
      file.source = {.exhibit = exhibit_.id,
                     .original = static_cast<std::uint32_t>(1 + i),
                     .original_name = "chat/photos/boat.jpg",
                     .part = static_cast<std::uint64_t>(last_)};
      file.sha256 = std::string(64, 'a');
      ASSERT_TRUE(facts->add(file).ok());
    }
    ASSERT_TRUE(facts->commit().ok());
  }

  // An approved authorisation that names an account.
  std::string authorise(std::string_view identifier) {
    json::Object asked = request();
    asked.set("activities", json::Array{"import"});
    asked.set("targets", json::Array{json::Object{{"kind", "identifier"}, {"value", identifier}}});
    const auto authorisation =
        request_authorisation(workspace(), amal_, case_.id, json::Value(asked)).value();
    EXPECT_TRUE(approve_authorisation(workspace(), behram_, authorisation.id, "as asked").ok());
    return authorisation.id;
  }

  Material material() { return Material::open(workspace(), amal_, case_.id).value(); }

  std::int64_t pseudonym_of(std::string_view id) {
    const auto facts = workspace().case_indexes().facts(case_.id).value();
    for (const auto& account : facts->accounts(0, 100, {}).value()) {
      if (facts->account_identifier(account.row).value() == "telegram:" + std::string(id))
        return account.pseudonym;
    }
    ADD_FAILURE() << "the case has no account " << id;
    return 0;
  }

  // Everything that a reader of the case may ask for, as text.
  std::string all_views() {
    const Material of = material();
    const auto& facts = of.facts();
    const auto& masks = of.unmasked();
    std::string all;
    const auto add = [&](json::Value value) { all += json::format_canonical(value) + "\n"; };
    for (const auto& one : facts.accounts(0, 100, masks).value()) add(view(one));
    for (const auto& one : facts.chats(0, 100, masks).value()) {
      add(view(one));
      add(of.view(facts.chat_rows(one.row, 0, 100, masks).value()).value());
    }
    for (const auto& one : facts.selectors("", 0, 100, masks).value()) add(view(one));
    const auto graph = facts.graph({}, masks).value();
    add(view(graph));
    for (const auto& edge : graph.edges) {
      add(view(of, facts.edge_rows(edge.kind, edge.source, edge.target, {}, masks).value())
              .value());
      if (edge.target.type != case_index::NodeType::kAccount)
        add(view(facts.neighbours(edge.target, {}, masks).value()));
    }
    const auto rows = facts.rows({}, case_index::Order::kNumber, {}, masks).value();
    add(view(of, rows).value());
    for (const auto& row : rows.rows) {
      for (const auto& link : facts.chain(row.cite.document, masks).value())
        add(view(of, link).value());
    }
    for (const auto likeness : {case_index::Likeness::kText, case_index::Likeness::kPicture}) {
      const auto page = facts.clusters(likeness, 0, 100, masks).value();
      for (const auto& cluster : page.clusters) add(view(of, cluster).value());
    }
    return all;
  }

  records::Case case_;
  records::Exhibit exhibit_;
  std::int64_t last_ = 0;
};

}  // namespace sanad::service
