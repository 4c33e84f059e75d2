// Classes of the real programs: workspaces, workbenches on real sockets, ranges, and their end.
#include "classroom/classroom.h"

#include <gtest/gtest.h>

#include <set>

#include "cards.h"
#include "files/files.h"
#include "http/client.h"
#include "http/server.h"
#include "layout.h"
#include "service/classes.h"
#include "service/exercises.h"

namespace sanad::classroom {
namespace {

class ClassroomTest : public testing::Test {
 protected:
  std::filesystem::path directory() const { return folder_.path() / "class"; }
  // Ports of the system's choosing are not the plan's, so a free stretch is looked for.
  Plan plan(std::size_t trainees) {
    PlanOrder order{.title = "Course of the coast road", .trainer = "Amal Mirani"};
    for (std::size_t i = 1; i <= trainees; ++i)
      order.trainees.push_back(fmt::format("Trainee {}", i));
    order.first_port = free_ports(2 * trainees + 2);
    return make_plan(order).value();
  }
  static std::uint16_t free_ports(std::size_t count) {
    for (std::uint16_t first = 21000; first < 32000; first += 100) {
      std::vector<std::unique_ptr<http::Server>> held;
      bool is_free = true;
      for (std::size_t i = 0; is_free && i < count; ++i) {
        held.push_back(std::make_unique<http::Server>(
            http::ServerOptions{}, [](http::Exchange&) -> http::Task<> { co_return; }));
        is_free =
            held.back()->listen({"127.0.0.1", static_cast<std::uint16_t>(first + i), false}).ok();
      }
      if (is_free) return first;
    }
    return 0;
  }
  json::Value cards() {
    const auto bytes = files::read_file(fs_, cards_path(directory()), 1U << 20U);
    return json::parse(to_text(bytes.value())).value();
  }
  // Signs in as a card says; the status and what was set as cookie.
  static std::pair<int, std::string> sign_in(const json::Value& place) {
    const std::string origin = place["origin"].string_or("");
    const std::string body = json::format_canonical(json::Object{
        {"officer", place["officer"].string_or("")}, {"password", place["code"].string_or("")}});
    const auto reply = http::fetch("POST", origin + "/api/v1/session/password",
                                   {{"Content-Type", "application/json"}}, as_bytes(body), {});
    if (!reply.ok()) return {0, ""};
    const std::string* cookie = http::find_header(reply->headers, "Set-Cookie");
    return {reply->status, cookie == nullptr ? "" : *cookie};
  }
  // Every byte of every file below.
  std::string all_bytes(const std::filesystem::path& below) {
    std::string all;
    for (const auto& item : std::filesystem::recursive_directory_iterator(below)) {
      if (item.is_regular_file())
        all += to_text(files::read_file(fs_, item.path(), 1U << 28U).value());
    }
    return all;
  }

  files::TempDir folder_ = files::TempDir::create("sanad-class").value();
  files::PosixFileSystem fs_;
  SystemClock clock_;
};

TEST_F(ClassroomTest, EveryCardSignsInAtItsPlaces) {
  ASSERT_TRUE(make_class(directory(), plan(3), clock_).ok());
  const auto running = Classroom::start(directory(), clock_);
  ASSERT_TRUE(running.ok()) << running.error().message;
  const json::Value all = cards();
  std::size_t places = 0;
  std::set<std::string> cookies;
  for (const json::Value& card : *all["cards"].as_array()) {
    for (const json::Value& place : *card["places"].as_array()) {
      const auto [status, cookie] = sign_in(place);
      EXPECT_EQ(status, 200) << json::format_pretty(place);
      cookies.insert(cookie.substr(0, cookie.find('=')));
      ++places;
    }
  }
  // The trainer's desk, and two people for each seat.
  EXPECT_EQ(places, 7U);
  // One browser can be signed in at all of them: cookies know no ports.
  EXPECT_EQ(cookies.size(), 4U);
}

TEST_F(ClassroomTest, ACodeOpensNoOtherSeat) {
  ASSERT_TRUE(make_class(directory(), plan(2), clock_).ok());
  const auto running = Classroom::start(directory(), clock_);
  ASSERT_TRUE(running.ok()) << running.error().message;
  const json::Value all = cards();
  json::Value own = (*(*all["cards"].as_array())[1]["places"].as_array())[0];
  EXPECT_EQ(sign_in(own).first, 200);
  own.as_object()->set("origin", running.value()->status().value()[1].origin);
  EXPECT_NE(sign_in(own).first, 200);
}

TEST_F(ClassroomTest, SeatsLookAtRangesOfTheirOwn) {
  ASSERT_TRUE(make_class(directory(), plan(2), clock_).ok());
  const auto running = Classroom::start(directory(), clock_);
  ASSERT_TRUE(running.ok()) << running.error().message;
  const auto rules = [&](int seat) {
    return running.value()
        ->seat_workspace(seat)
        .records()
        .setting("capture.host_resolver_rules")
        .value();
  };
  EXPECT_NE(rules(1), "");
  EXPECT_NE(rules(1), rules(2));
}

TEST_F(ClassroomTest, NeighboursArePlacedBeforeTheSameTasksWithOtherAnswers) {
  const Plan of_class = plan(2);
  ASSERT_TRUE(make_class(directory(), of_class, clock_).ok());
  std::vector<std::string> tasks;
  std::vector<std::string> answers;
  for (const Seat& seat : of_class.seats) {
    const auto path = seat_path(directory(), seat.number);
    const auto workspace = service::Workspace::open({path.string(), keyring::KeyFile{}}, clock_);
    const auto officer = workspace.value()->records().officer(seat.trainee);
    const auto list = service::list_exercises(*workspace.value(), officer.value());
    ASSERT_TRUE(list.ok()) << list.error().message;
    tasks.push_back(json::format_pretty(*list->find("exercises")));
    const auto file = files::read_file(fs_, path / "seat.json", 1U << 22U);
    answers.push_back(json::format_pretty(json::parse(to_text(file.value())).value()["values"]));
  }
  EXPECT_EQ(tasks[0], tasks[1]);
  EXPECT_NE(answers[0], answers[1]);
}

TEST_F(ClassroomTest, GoesOnAfterItWasStopped) {
  ASSERT_TRUE(make_class(directory(), plan(2), clock_).ok());
  std::uint64_t before = 0;
  {
    const auto running = Classroom::start(directory(), clock_);
    ASSERT_TRUE(running.ok()) << running.error().message;
    const auto again = Classroom::start(directory(), clock_);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, ErrorCode::kConflict);
    before = running.value()->status().value()[0].entries;
  }
  const auto running = Classroom::start(directory(), clock_);
  ASSERT_TRUE(running.ok()) << running.error().message;
  EXPECT_GE(running.value()->status().value()[0].entries, before);
}

TEST_F(ClassroomTest, OnAnotherDayItHasAnotherAddressAndTheCardsSayIt) {
  const Plan before = plan(2);
  ASSERT_TRUE(make_class(directory(), before, clock_).ok());
  const std::uint16_t port = free_ports(6);
  {
    const auto running = Classroom::start(directory(), clock_);
    ASSERT_TRUE(running.ok()) << running.error().message;
    EXPECT_EQ(change_class(directory(), {.captures_at_once = 3}).error().code,
              ErrorCode::kConflict);
  }
  const auto after = change_class(
      directory(), {.address = "localhost", .first_port = port, .captures_at_once = 3});
  ASSERT_TRUE(after.ok()) << after.error().message;
  EXPECT_EQ(read_plan(directory())->captures_at_once, 3);
  const json::Value all = cards();
  for (const json::Value& card : *all["cards"].as_array()) {
    for (const json::Value& place : *card["places"].as_array()) {
      EXPECT_EQ(place["origin"].string_or(""),
                origin_of(*after, static_cast<int>(place["seat"].int_or(-1))));
    }
  }
  const auto page = files::read_file(fs_, cards_page_path(directory()), 1U << 20U);
  EXPECT_EQ(to_text(page.value()).find(origin_of(before, 1)), std::string::npos);
  // The codes are those that were handed out.
  ASSERT_TRUE(change_class(directory(), {.address = "127.0.0.1"}).ok());
  const auto running = Classroom::start(directory(), clock_);
  ASSERT_TRUE(running.ok()) << running.error().message;
  const json::Value again = cards();
  EXPECT_EQ(sign_in((*(*again["cards"].as_array())[1]["places"].as_array())[0]).first, 200);
}

TEST_F(ClassroomTest, AFolderThatIsThereIsLeftAlone) {
  ASSERT_TRUE(files::make_directories(fs_, directory()).ok());
  const auto made = make_class(directory(), plan(1), clock_);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(std::filesystem::is_empty(directory()));
}

TEST_F(ClassroomTest, ClosingLeavesTheTrainersRecordAndNothingOfTheTrainees) {
  ASSERT_TRUE(make_class(directory(), plan(2), clock_).ok());
  {
    ASSERT_TRUE(Classroom::start(directory(), clock_).ok());
  }
  ASSERT_NE(all_bytes(directory()).find("Trainee 1"), std::string::npos);
  const auto closed = close_class(directory(), "the course is over", clock_);
  ASSERT_TRUE(closed.ok()) << closed.error().message;
  EXPECT_EQ(closed->seats, 2);
  EXPECT_GT(closed->entries, 4U);
  EXPECT_EQ(all_bytes(directory()).find("Trainee "), std::string::npos);
  const auto trainer =
      service::Workspace::open({trainer_path(directory()).string(), keyring::KeyFile{}}, clock_);
  ASSERT_TRUE(trainer.ok());
  const auto ends =
      trainer.value()->records().entries({.kind = "class.seat-ended", .limit = 10}).value();
  ASSERT_EQ(ends.size(), 2U);
  EXPECT_TRUE(ends[0].data["results"].as_array()->empty()) << "nothing was started";
  // A checkpoint of each ledger, signed by the seat: how far it went can be shown, its content not.
  EXPECT_NE(ends[0].data["checkpoint"].string_or("").find("\n\n\u2014 "), std::string::npos);
  EXPECT_TRUE(service::class_state(*trainer.value())->is_closed);
}

TEST_F(ClassroomTest, AClosingThatWasCutOffIsFinished) {
  ASSERT_TRUE(make_class(directory(), plan(2), clock_).ok());
  {
    auto trainer =
        service::Workspace::open({trainer_path(directory()).string(), keyring::KeyFile{}}, clock_);
    const auto officer = trainer.value()->records().officer("Amal Mirani").value();
    ASSERT_TRUE(service::begin_class_closing(*trainer.value(), officer, "over",
                                             {{1, 5, "a", {}}, {2, 6, "b", {}}})
                    .ok());
  }
  // The keys of one seat were gone when the power was.
  ASSERT_TRUE(files::remove_tree(fs_, seat_path(directory(), 1) / "keys").ok());
  const auto closed = close_class(directory(), "over", clock_);
  ASSERT_TRUE(closed.ok()) << closed.error().message;
  EXPECT_EQ(closed->entries, 11U);
  const auto again = close_class(directory(), "over", clock_);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::kNotFound);
  for (const Error& error : {Classroom::start(directory(), clock_).error(),
                             change_class(directory(), {.captures_at_once = 3}).error(),
                             class_marks(directory(), clock_).error()}) {
    EXPECT_EQ(error.code, ErrorCode::kNotFound);
    EXPECT_NE(error.message.find("was closed"), std::string::npos) << error.message;
  }
}

TEST_F(ClassroomTest, AClassThatRunsIsNotClosed) {
  ASSERT_TRUE(make_class(directory(), plan(1), clock_).ok());
  const auto running = Classroom::start(directory(), clock_);
  ASSERT_TRUE(running.ok()) << running.error().message;
  const auto closed = close_class(directory(), "over", clock_);
  ASSERT_FALSE(closed.ok());
  EXPECT_EQ(closed.error().code, ErrorCode::kConflict);
}

TEST_F(ClassroomTest, OnlyTheTrainerOpensAndClosesAndOnlyOnce) {
  ASSERT_TRUE(make_class(directory(), plan(1), clock_).ok());
  auto seat =
      service::Workspace::open({seat_path(directory(), 1).string(), keyring::KeyFile{}}, clock_);
  const auto trainee = seat.value()->records().officer("Trainee 1").value();
  const auto denied = service::open_class(*seat.value(), trainee, {"mine", 1, "", 1});
  ASSERT_FALSE(denied.ok());
  EXPECT_EQ(denied.error().code, ErrorCode::kDenied);
  auto trainer =
      service::Workspace::open({trainer_path(directory()).string(), keyring::KeyFile{}}, clock_);
  const auto officer = trainer.value()->records().officer("Amal Mirani").value();
  EXPECT_EQ(service::open_class(*trainer.value(), officer, {"again", 1, "", 1}).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(service::begin_class_closing(*trainer.value(), officer, " ", {}).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(service::end_class_closing(*trainer.value(), officer).error().code,
            ErrorCode::kConflict);
}

TEST(Cards, CodesAreLongEnoughAndDiffer) {
  std::set<std::string> codes;
  for (int i = 0; i < 1000; ++i) codes.insert(new_code());
  EXPECT_EQ(codes.size(), 1000U);
  EXPECT_EQ(codes.begin()->size(), 14U);
}

TEST(Cards, ANameCannotBecomeMarkup) {
  Plan plan;
  plan.title = "<b>";
  const std::string page = cards_page(plan, {{"<script>x</script>", 1, {{"own", 1, "&", "code"}}}});
  EXPECT_EQ(page.find("<script>"), std::string::npos);
  EXPECT_EQ(page.find("<b>\n"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;x"), std::string::npos);
}

TEST(Cards, AreReadAsTheyWereWritten) {
  Plan plan;
  plan.address = "127.0.0.1";
  const std::string text = json::format_pretty(format_cards(
      plan, {{"Amal Mirani", 0, {{"trainer", 0, "Amal Mirani", "0a1b-2c3d-4e5f"}}},
             {"Chand Zarin",
              2,
              {{"own", 2, "Chand Zarin", "a"}, {"neighbour", 1, "Chand Zarin", "b"}}}}));
  EXPECT_EQ(json::format_pretty(format_cards(plan, parse_cards(text).value())), text);
  EXPECT_FALSE(parse_cards("{}").ok());
  EXPECT_FALSE(parse_cards("[").ok());
  EXPECT_FALSE(parse_cards(R"({"format":"sanad-class-cards/1","cards":[{"name":"x"}]})").ok());
}

}  // namespace
}  // namespace sanad::classroom
