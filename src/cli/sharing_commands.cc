// Other agencies: cards and partners, markings, sealed packages, receipts.
#include <fmt/format.h>

#include "command.h"
#include "output_file.h"
#include "progress.h"
#include "service/exchange.h"
#include "service/imports.h"
#include "service/marks.h"
#include "service/packages.h"

namespace sanad::cli {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
constexpr std::uint64_t kUsualDays = 14;

Result<sharing::Tlp> tlp_option(const Arguments& arguments, const char* name,
                                std::string_view otherwise) {
  const auto tlp = lists::parse_tlp(arguments.value(name, otherwise));
  if (tlp) return *tlp;
  return Error{ErrorCode::kInvalid,
               fmt::format("{} is clear, green, amber, amber+strict or red", name)};
}

Result<sharing::Pap> pap_option(const Arguments& arguments, const char* name,
                                std::string_view otherwise) {
  const auto pap = sharing::parse_pap(arguments.value(name, otherwise));
  if (pap) return *pap;
  return Error{ErrorCode::kInvalid, fmt::format("{} is clear, green, amber or red", name)};
}

json::Object card_json(const sharing::Card& card) {
  const Digest256 fingerprint = sharing::card_fingerprint(card);
  return {{"agency", card.agency},
          {"card", sharing::format_card(card)},
          {"fingerprint", format_hex(fingerprint)},
          {"words", sharing::fingerprint_words(fingerprint)}};
}

Result<int> partner_card(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  const bool renews = context.arguments.has("--renew");
  SANAD_TRY(const sharing::Card card,
            renews ? service::renew_card(*workspace, caller, context.arguments.value("--reason"))
                   : service::own_card(*workspace, caller));
  if (context.arguments.has("--out"))
    SANAD_CHECK(
        write_out(sharing::format_card(card) + "\n", "the card", context.arguments.value("--out")));
  context.print(
      json::Value(card_json(card)),
      fmt::format("{}\nFingerprint, to be told by another way than the card:\n{}", card.agency,
                  sharing::fingerprint_words(sharing::card_fingerprint(card))));
  return 0;
}

std::string line_of(const records::Partner& partner) {
  const json::Value shown(service::view(partner));
  return fmt::format("{}  {}  {}  at most TLP:{} PAP:{}  {}", partner.id, partner.name,
                     shown["state"].string_or(""), shown["max_tlp"].string_or(""),
                     shown["max_pap"].string_or(""), shown["fingerprint"].string_or(""));
}

Result<int> partner_add(Context& context) {
  SANAD_TRY(const std::string file, context.arguments.only("the partner's card"));
  service::PartnerOrder order;
  SANAD_TRY(order.card, read_text(file, sharing::kMaxCardBytes));
  order.name = context.arguments.value("--name");
  order.note = context.arguments.value("--note");
  SANAD_TRY(order.max_tlp, tlp_option(context.arguments, "--max-tlp", "amber"));
  SANAD_TRY(order.max_pap, pap_option(context.arguments, "--max-pap", "amber"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto partner, service::add_partner(*workspace, caller, order));
  context.print(json::Value(service::view(partner)),
                fmt::format("Registered {}. Another officer confirms it, with the fingerprint that "
                            "the partner tells:\n{}",
                            partner.name, line_of(partner)));
  return 0;
}

Result<int> partner_confirm(Context& context) {
  SANAD_TRY(const std::string named, context.arguments.only("the partner"));
  SANAD_TRY(const std::string fingerprint, context.arguments.require("--fingerprint"));
  SANAD_TRY(const std::string how, context.arguments.require("--how"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto partner,
            service::confirm_partner(*workspace, caller, named, fingerprint, how));
  context.print(json::Value(service::view(partner)), line_of(partner));
  return 0;
}

Result<int> partner_retire(Context& context) {
  SANAD_TRY(const std::string named, context.arguments.only("the partner"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto partner, service::retire_partner(*workspace, caller, named, reason));
  context.print(json::Value(service::view(partner)), line_of(partner));
  return 0;
}

Result<int> partner_list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto partners, service::list_partners(*workspace, caller));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : partners) {
    items.emplace_back(service::view(one));
    lines.push_back(line_of(one));
  }
  if (lines.empty()) lines.emplace_back("No partner is registered.");
  context.print_list(std::move(items), lines);
  return 0;
}

std::string words_of(const service::MarkState& state) {
  if (!state.effective) return fmt::format("{}  nobody has marked it", state.subject);
  std::string text =
      fmt::format("{}  {}{}", state.subject, sharing::marking_words(*state.effective),
                  state.own ? "" : "  (as its case)");
  for (const std::string& caveat : state.effective->caveats) text += "\n  " + caveat;
  if (!state.officers.empty()) text += fmt::format("\n  for {}", fmt::join(state.officers, ", "));
  return text;
}

Result<int> mark_set(Context& context) {
  service::MarkOrder order;
  SANAD_TRY(order.subject, context.arguments.only("the case or exhibit"));
  SANAD_TRY(order.marking, marking_options(context.arguments));
  order.officers = context.arguments.all("--for");
  SANAD_TRY(order.reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto state, service::set_marking(*workspace, caller, order));
  context.print(json::Value(service::view(state)), words_of(state));
  return 0;
}

Result<int> mark_show(Context& context) {
  SANAD_TRY(const std::string subject, context.arguments.only("the case or exhibit"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto state, service::find_marking(*workspace, caller, subject));
  context.print(json::Value(service::view(state)), words_of(state));
  return 0;
}

std::string words_of(const service::PackageState& state) {
  const auto& header = state.header;
  std::string text = fmt::format("{}  {}  {}  {}  until {}\n  bundle {}  {}", header.package,
                                 state.direction == "out" ? "sent" : "from " + header.sender,
                                 sharing::marking_words(header.marking), header.purpose,
                                 format_timestamp(header.expires_at), header.bundle,
                                 format_hex(header.bundle_sha256));
  for (const auto& one : header.recipients) text += fmt::format("\n  for {}", one.agency);
  for (const auto& one : header.exhibits)
    text +=
        fmt::format("\n  {}  {}  {}", one.number, sharing::marking_words(one.marking), one.title);
  for (const auto& one : state.taken)
    text += fmt::format("\n  taken in as {}", one.data["number"].string_or(""));
  for (const auto& one : state.receipts)
    text += fmt::format("\n  receipt {}  {}", one.id, format_timestamp(one.at));
  return text;
}

Result<int> show_package(Context& context, std::string_view id) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto state, service::find_package(*workspace, caller, id));
  context.print(json::Value(service::view(state)), words_of(state));
  return 0;
}

Result<int> package_seal(Context& context) {
  service::PackageOrder order;
  SANAD_TRY(order.bundle, context.arguments.only("the bundle"));
  order.partners = context.arguments.all("--to");
  order.persons = context.arguments.all("--person");
  SANAD_TRY(order.marking, marking_options(context.arguments));
  SANAD_TRY(order.purpose, context.arguments.require("--purpose"));
  order.authorisation = context.arguments.value("--authorisation");
  SANAD_TRY(const std::uint64_t days, context.arguments.number("--days", kUsualDays));
  order.expires_at = {context.clock().now().unix_ms +
                      static_cast<std::int64_t>(std::min<std::uint64_t>(days, 100'000)) * kDayMs};
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto ordered, service::order_package(*workspace, caller, std::move(order)));
  SANAD_CHECK(run_and_show(context, ordered.job));
  SANAD_TRY(const auto file, service::copy_package(*workspace, caller, ordered.package));
  SANAD_CHECK(copy_out(*file.reader, "the package", out));
  return show_package(context, ordered.package);
}

Result<int> package_open(Context& context) {
  SANAD_TRY(const std::string path, context.arguments.only("the package"));
  SANAD_TRY(const std::string case_id, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto found, service::find_files(path));
  if (found.files.size() != 1)
    return Error{ErrorCode::kInvalid, "a package is one file; name that"};
  SANAD_TRY(const auto source, found.files.front().open());
  // No job: the file lies here, and a job that names it would outlive the command.
  std::optional<ProgressLine> line(std::in_place, context.json());
  LineMonitor monitor(*line);
  SANAD_TRY(const auto opened,
            service::open_package(*workspace, caller, case_id, *source, monitor));
  line.reset();
  return show_package(context, opened.id);
}

Result<int> package_take(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the package"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  std::optional<ProgressLine> line(std::in_place, context.json());
  LineMonitor monitor(*line);
  SANAD_TRY(const auto taken,
            service::take_package(*workspace, caller, id,
                                  context.arguments.value("--authorisation"), monitor));
  line.reset();
  for (const std::string& job : taken.jobs) {
    SANAD_CHECK_WITH(run_and_show(context, job), "the exhibit is sealed, and was not read");
    SANAD_TRY(const auto read, workspace->jobs().find(job));
    if (const std::string indexing = read.result["indexing"].string_or(""); !indexing.empty())
      SANAD_CHECK(run_and_show(context, indexing));
  }
  return show_package(context, id);
}

Result<int> package_receipt(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the package"));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto receipt, service::issue_receipt(*workspace, caller, id));
  SANAD_TRY(const auto file, service::open_receipt(*workspace, caller, receipt.id));
  SANAD_CHECK(copy_out(*file.reader, "the receipt", out));
  context.print(json::Value(service::view(receipt)),
                fmt::format("{}  {}  {}", receipt.id, receipt.data["sha256"].string_or(""), out));
  return 0;
}

Result<int> package_show(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the package"));
  return show_package(context, id);
}

Result<int> package_list(Context& context) {
  SANAD_TRY(const std::string case_id, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto packages, service::list_packages(*workspace, caller, case_id));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : packages) {
    items.emplace_back(service::view(one));
    lines.push_back(words_of(one));
  }
  if (lines.empty()) lines.emplace_back("The case has no packages.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> receipt_take(Context& context) {
  SANAD_TRY(const std::string path, context.arguments.only("the receipt"));
  SANAD_TRY(const std::string bytes, read_text(path, sharing::kMaxReceiptBytes));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto receipt, service::take_receipt(*workspace, caller, as_bytes(bytes)));
  context.print(json::Value(service::view(receipt)),
                fmt::format("{} received {} at {}; its ledger says so at size {}",
                            receipt.data["received_by"].string_or(""), receipt.package,
                            receipt.data["received_at"].string_or(""),
                            receipt.data["checkpoint"]["size"].int_or(0)));
  return 0;
}

const Option kTlp{"--tlp", "TLP", "clear, green, amber, amber+strict or red"};
const Option kPap{"--pap", "PAP", "clear, green, amber (as without it) or red"};
const Option kCaveat{"--caveat", "TEXT", "what else the reader must keep to", true};
const Option kReason{"--reason", "TEXT", "stands in the record"};
const Option kUnder{"--authorisation", "ID", "under this one (else whichever covers it)"};

}  // namespace

Result<sharing::Marking> marking_options(const Arguments& arguments) {
  sharing::Marking marking;
  SANAD_CHECK(arguments.require("--tlp"));
  SANAD_TRY(marking.tlp, tlp_option(arguments, "--tlp", ""));
  SANAD_TRY(marking.pap, pap_option(arguments, "--pap", "amber"));
  marking.caveats = arguments.all("--caveat");
  return marking;
}

std::vector<Command> sharing_commands() {
  return {
      {"partner card",
       "",
       "Shows this agency's card, which partners register; a supervisor makes it.",
       "sanad partner card --out tirazan.card.json --as \"Behram Sorani\"",
       {{"--out", "FILE", "a new file for the partner"},
        {"--renew", "", "new certificates under new keys"},
        kReason},
       partner_card},
      {"partner add",
       "CARD",
       "Registers a partner from its card; it counts once another officer has confirmed it.",
       "sanad partner add sahil.card.json --max-tlp amber --as \"Behram Sorani\"",
       {{"--name", "NAME", "what it is called here (else as in its card)"},
        {"--max-tlp", "TLP", "the strictest that it may be sent (amber)"},
        {"--max-pap", "PAP", "likewise (amber)"},
        {"--note", "TEXT", "the agreement, the person to call"}},
       partner_add},
      {"partner confirm",
       "PARTNER",
       "Confirms a partner by the fingerprint that it told by another way than its card came.",
       "sanad partner confirm \"Sahil Cyber Unit\" --fingerprint 1f0a-93bc-… --how \"read over the "
       "telephone by their head\" --as \"Chand Zarin\"",
       {{"--fingerprint", "HEX", "as it was told"},
        {"--how", "TEXT", "by whom and by which way; stands in the record"}},
       partner_confirm},
      {"partner retire",
       "PARTNER",
       "Ends a partnership: nothing is sealed for it or taken from it any more.",
       "sanad partner retire \"Sahil Cyber Unit\" --reason \"their key was lost\"",
       {kReason},
       partner_retire},
      {"partner list", "", "Lists the partners.", "sanad partner list --json", {}, partner_list},
      {"mark set",
       "SUBJECT",
       "Marks a case or an exhibit, and names the officers who need to know.",
       "sanad mark set TZ-2026-0001 --tlp amber --caveat \"not for the press\" --reason \"a source "
       "is named\" --as \"Amal Mirani\"",
       {kTlp,
        kPap,
        kCaveat,
        {"--for", "OFFICER", "who needs to know (else whoever may read cases)", true},
        kReason},
       mark_set},
      {"mark show",
       "SUBJECT",
       "Shows how a case or an exhibit is marked.",
       "sanad mark show TZ-2026-0001-002",
       {},
       mark_show},
      {"package seal",
       "BUNDLE --to PARTNER --out FILE",
       "Seals an exported bundle for partners; markings decide.",
       "sanad package seal bundle-0123456789abcdef --to \"Sahil Cyber Unit\" --tlp amber --purpose "
       "\"joint inquiry 7/2026\" --out lantern.cms --as \"Amal Mirani\"",
       {{"--to", "PARTNER", "identifier or name", true},
        kTlp,
        kPap,
        kCaveat,
        {"--person", "NAME", "for whom alone it is, at the partner", true},
        {"--purpose", "TEXT", "stands in the package and the record"},
        {"--days", "N", "within which it must be opened (14)"},
        kUnder,
        {"--out", "FILE", "a new file"}},
       package_seal},
      {"package open",
       "FILE --case CASE",
       "Opens a package that came: decrypts, verifies and keeps it; exit status 1 if refused.",
       "sanad package open lantern.cms --case SH-2026-0001 --as \"Nadir Kolan\"",
       {{"--case", "CASE", "where it is kept: identifier or reference"}},
       package_open},
      {"package take",
       "PACKAGE",
       "Takes the exhibits of an opened package into its case.",
       "sanad package take package-0123456789abcdef --as \"Nadir Kolan\"",
       {kUnder},
       package_take},
      {"package receipt",
       "PACKAGE --out FILE",
       "Issues the signed receipt for a package that was taken in.",
       "sanad package receipt package-0123456789abcdef --out receipt.cms --as \"Nadir Kolan\"",
       {{"--out", "FILE", "a new file"}},
       package_receipt},
      {"package show",
       "PACKAGE",
       "Shows a package, with what became of it.",
       "sanad package show package-0123456789abcdef",
       {},
       package_show},
      {"package list",
       "--case CASE",
       "Lists the packages of a case, both ways.",
       "sanad package list --case TZ-2026-0001",
       {{"--case", "CASE", "identifier or reference"}},
       package_list},
      {"receipt take",
       "FILE",
       "Takes in a partner's receipt for a package; exit status 1 if refused.",
       "sanad receipt take receipt.cms --as \"Chand Zarin\"",
       {},
       receipt_take},
  };
}

}  // namespace sanad::cli
