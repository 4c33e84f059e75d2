#include "classroom/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "story/world.h"

namespace sanad::classroom {
namespace {

constexpr std::string_view kFormat = "sanad-class/1";
constexpr std::string_view kAgencies[] = {"Sahil Provincial Unit", "Tirazan Federal Wing",
                                          "Kohsar Provincial Unit"};
constexpr std::size_t kSeedBytes = 32;

Error wrong(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

Result<void> check_name(std::string_view name, std::string_view whose) {
  const bool has_control =
      std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (name.empty() || name.size() > kMaxNameBytes || has_control || !is_utf8(name))
    return wrong(fmt::format("{} must be 1 to {} bytes in one line", whose, kMaxNameBytes));
  return {};
}

Result<void> check_people(const Plan& plan) {
  SANAD_CHECK(check_name(plan.trainer, "the trainer's name"));
  std::set<std::string_view> names{plan.trainer};
  for (const Seat& seat : plan.seats) {
    SANAD_CHECK(check_name(seat.trainee, fmt::format("the name of seat {}", seat.number)));
    SANAD_CHECK(check_name(seat.agency, fmt::format("the agency of seat {}", seat.number)));
    if (!names.insert(seat.trainee).second) {
      return wrong(fmt::format(
          "\"{}\" stands twice; add something that tells the two apart, such as an initial",
          seat.trainee));
    }
  }
  for (const Seat& seat : plan.seats) {
    if (seat.colleague == seat.trainee || !names.contains(seat.colleague)) {
      return wrong(fmt::format(
          "the colleague of seat {} must be another trainee of the class or the trainer",
          seat.number));
    }
  }
  return {};
}

Result<void> check_studies(const Plan& plan) {
  const std::vector<std::string> known = story::embedded_studies();
  if (plan.studies.empty()) return wrong("a class has at least one case study");
  for (const std::string& study : plan.studies) {
    if (std::ranges::find(known, study) == known.end()) {
      return wrong(fmt::format("there is no case study \"{}\"; there are {}", study,
                               fmt::join(known, ", ")));
    }
    if (std::ranges::count(plan.studies, study) != 1)
      return wrong(fmt::format("the case study \"{}\" stands twice", study));
  }
  return {};
}

Result<void> check(const Plan& plan) {
  SANAD_CHECK(check_name(plan.title, "the title"));
  const auto seed = parse_hex(plan.seed);
  if (!seed.ok() || seed->size() != kSeedBytes)
    return wrong(fmt::format("the seed must be {} hex digits", 2 * kSeedBytes));
  if (plan.seats.empty() || plan.seats.size() > kMaxSeats)
    return wrong(fmt::format("a class has 1 to {} seats", kMaxSeats));
  if (plan.address.empty() || plan.address == "0.0.0.0" || plan.address == "::") {
    return wrong(
        "name the address by which the trainees' browsers reach this machine, such as "
        "192.168.1.5");
  }
  const std::size_t last = plan.first_port + 2 * plan.seats.size() + 1;
  if (plan.first_port < 1024 || last > 65535)
    return wrong("the ports must lie between 1024 and 65535; name another first port");
  if (plan.captures_at_once < 1 || plan.captures_at_once > kMaxCapturesAtOnce)
    return wrong(fmt::format("captures at once must be 1 to {}", kMaxCapturesAtOnce));
  SANAD_CHECK(check_studies(plan));
  return check_people(plan);
}

Result<std::uint64_t> require_number(const json::Value& value, std::string_view member,
                                     std::uint64_t most) {
  SANAD_TRY(const std::int64_t number, json::require_int(value, member));
  if (number < 0 || static_cast<std::uint64_t>(number) > most)
    return wrong(fmt::format("\"{}\" must be 0 to {}", member, most));
  return static_cast<std::uint64_t>(number);
}

Result<Seat> parse_seat(const json::Value& value, int number) {
  Seat seat;
  SANAD_TRY(const std::int64_t stated, json::require_int(value, "number"));
  if (stated != number) return wrong("seats are numbered from 1, without gaps");
  seat.number = number;
  SANAD_TRY(seat.agency, json::require_string(value, "agency"));
  SANAD_TRY(seat.trainee, json::require_string(value, "trainee"));
  SANAD_TRY(seat.colleague, json::require_string(value, "colleague"));
  return seat;
}

}  // namespace

Result<Plan> make_plan(const PlanOrder& order) {
  Plan plan{.title = order.title,
            .seed = order.seed.empty() ? format_hex(crypto::random_bytes(kSeedBytes)) : order.seed,
            .address = order.address,
            .first_port = order.first_port,
            .captures_at_once = order.captures_at_once,
            .trainer = order.trainer,
            .studies = order.studies.empty() ? story::embedded_studies() : order.studies,
            .seats = {}};
  const std::size_t count = order.trainees.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& neighbour = order.trainees[(i + 1) % count];
    const std::string agency = order.agencies.empty()
                                   ? std::string(kAgencies[i % std::size(kAgencies)])
                                   : order.agencies[i % order.agencies.size()];
    plan.seats.push_back({static_cast<int>(i) + 1, fmt::format("{}, seat {}", agency, i + 1),
                          order.trainees[i], count == 1 ? order.trainer : neighbour});
  }
  SANAD_CHECK(check(plan));
  return plan;
}

Result<Plan> changed(Plan plan, const PlanChange& change) {
  plan.address = change.address.value_or(plan.address);
  plan.first_port = change.first_port.value_or(plan.first_port);
  plan.captures_at_once = change.captures_at_once.value_or(plan.captures_at_once);
  SANAD_CHECK(check(plan));
  return plan;
}

std::string origin_of(const Plan& plan, int seat) {
  return fmt::format("http://{}:{}", plan.address, port_of(plan, seat));
}

std::uint64_t story_seed(const Plan& plan) {
  // What a JSON number holds exactly, so that it can be written down anywhere.
  constexpr int kSeedBits = 53;
  const Digest256 digest =
      crypto::sha256(as_bytes(fmt::format("sanad-class-stories-1\n{}", plan.seed)));
  std::uint64_t seed = 0;
  for (std::size_t i = 0; i < sizeof seed; ++i) seed = (seed << 8U) | digest[i];
  return seed >> (64 - kSeedBits);
}

Result<Plan> parse_plan(std::string_view text) {
  SANAD_TRY_WITH(const json::Value value, json::parse(text), "reading class.json");
  if (value["format"].string_or("") != kFormat)
    return wrong(fmt::format("class.json must say \"format\": \"{}\"", kFormat));
  Plan plan;
  SANAD_TRY(plan.title, json::require_string(value, "title"));
  SANAD_TRY(plan.seed, json::require_string(value, "seed"));
  SANAD_TRY(plan.address, json::require_string(value, "address"));
  SANAD_TRY(const std::uint64_t port, require_number(value, "first_port", 65535));
  plan.first_port = static_cast<std::uint16_t>(port);
  SANAD_TRY(const std::uint64_t captures,
            require_number(value, "captures_at_once", kMaxCapturesAtOnce));
  plan.captures_at_once = static_cast<int>(captures);
  SANAD_TRY(plan.trainer, json::require_string(value, "trainer"));
  const json::Array* studies = value["studies"].as_array();
  if (studies == nullptr) return wrong("\"studies\" must be a list");
  for (const json::Value& study : *studies) plan.studies.push_back(study.string_or(""));
  const json::Array* seats = value["seats"].as_array();
  if (seats == nullptr) return wrong("\"seats\" must be a list");
  for (const json::Value& seat : *seats) {
    SANAD_TRY_WITH(Seat parsed, parse_seat(seat, static_cast<int>(plan.seats.size()) + 1),
                   fmt::format("seat {}", plan.seats.size() + 1));
    plan.seats.push_back(std::move(parsed));
  }
  SANAD_CHECK(check(plan));
  return plan;
}

json::Value format_plan(const Plan& plan) {
  json::Array seats;
  for (const Seat& seat : plan.seats) {
    seats.push_back(json::Object{{"number", seat.number},
                                 {"agency", seat.agency},
                                 {"trainee", seat.trainee},
                                 {"colleague", seat.colleague}});
  }
  return json::Object{{"format", kFormat},
                      {"title", plan.title},
                      {"seed", plan.seed},
                      {"address", plan.address},
                      {"first_port", std::uint32_t{plan.first_port}},
                      {"captures_at_once", plan.captures_at_once},
                      {"trainer", plan.trainer},
                      {"studies", json::Array(plan.studies.begin(), plan.studies.end())},
                      {"seats", std::move(seats)}};
}

}  // namespace sanad::classroom
