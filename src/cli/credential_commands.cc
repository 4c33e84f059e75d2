// Certificates of training: issued, revoked, told; issuers that are trusted, and what they revoked.
#include "credential_commands.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "credential/badge.h"
#include "crypto/crypto.h"
#include "files/files.h"
#include "output_file.h"
#include "service/credentials.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxListBytes = 1ULL << 20;

// "LEFT=RIGHT".
Result<std::pair<std::string, std::string>> pair_of(const std::string& text,
                                                    std::string_view option) {
  const std::size_t mark = text.find('=');
  if (mark == std::string::npos || mark == 0 || mark + 1 == text.size())
    return Error{ErrorCode::kInvalid, fmt::format("{} needs two words, as LEFT=RIGHT", option)};
  return std::pair{text.substr(0, mark), text.substr(mark + 1)};
}

Result<credential::Evidence> evidence_of(const std::string& path) {
  files::PosixFileSystem file_system;
  SANAD_TRY_WITH(const auto file, file_system.open(path, files::OpenMode::kRead), path);
  crypto::Hasher hasher(crypto::Hasher::Algorithm::kSha256);
  Bytes piece(256 * 1024);
  for (std::uint64_t at = 0;;) {
    SANAD_TRY_WITH(const std::size_t got, file->read_at(at, piece), path);
    if (got == 0) break;
    hasher.update(ByteView(piece).first(got));
    at += got;
  }
  return credential::Evidence{files::Path(path).filename().string(), format_hex(hasher.finish())};
}

Result<service::CredentialOrder> order_of(const Arguments& arguments) {
  service::CredentialOrder order;
  if (arguments.has("--attendance")) order.achieved = credential::Achieved::kAttendance;
  SANAD_TRY(order.holder, arguments.require("--holder"));
  SANAD_TRY(order.name, arguments.require("--name"));
  SANAD_TRY(order.criteria, arguments.require("--criteria"));
  order.description = arguments.value("--description");
  for (const std::string& text : arguments.all("--skill")) {
    SANAD_TRY(auto skill, pair_of(text, "--skill"));
    order.skills.push_back({std::move(skill.first), std::move(skill.second)});
  }
  for (const std::string& text : arguments.all("--result")) {
    SANAD_TRY(auto result, pair_of(text, "--result"));
    order.outcomes.push_back({std::move(result.first), std::move(result.second)});
  }
  for (const std::string& path : arguments.all("--evidence")) {
    SANAD_TRY(auto evidence, evidence_of(path));
    order.evidence.push_back(std::move(evidence));
  }
  if (arguments.has("--from")) {
    SANAD_TRY_WITH(order.valid_from, parse_timestamp(arguments.value("--from")), "--from");
  }
  SANAD_TRY(const std::string until, arguments.require("--until"));
  SANAD_TRY_WITH(order.valid_until, parse_timestamp(until), "--until");
  return order;
}

std::string line_of(const service::IssuedCredential& one) {
  return fmt::format("{}  {}  {}  {}  until {}{}", one.id, one.achieved, one.holder, one.name,
                     format_timestamp(one.valid_until),
                     one.revoked_at ? "  revoked: " + one.reason : std::string());
}

Result<int> issue(Context& context) {
  SANAD_TRY(const service::CredentialOrder order, order_of(context.arguments));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto one, service::issue_credential(*workspace, caller, order));
  context.print(service::view(one), line_of(one));
  return 0;
}

Result<int> list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all, service::list_credentials(*workspace, caller));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : all) {
    items.emplace_back(service::view(one));
    lines.push_back(line_of(one));
  }
  if (lines.empty()) lines.emplace_back("No certificate was issued.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> show(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the certificate"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto one, service::find_credential(*workspace, caller, id));
  context.print(service::view(one), line_of(one) + "\n" + json::format_pretty(one.document));
  return 0;
}

Result<int> copy(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the certificate"));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  const std::string form = context.arguments.value("--form");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const Bytes bytes,
            service::copy_credential(*workspace, caller, id, form.empty() ? "json" : form));
  SANAD_CHECK(write_out(as_text(bytes), id, out));
  const std::string sha256 = format_hex(crypto::sha256(bytes));
  context.print(json::Object{{"file", out}, {"sha256", sha256}},
                fmt::format("{}  {}", sha256, out));
  return 0;
}

Result<int> print_closed(Context& context, const std::vector<std::string>& closed,
                         std::string_view done) {
  std::string text(done);
  for (const std::string& paper : closed)
    text += fmt::format("\n{} was closed: it rested on it", paper);
  context.print(json::Object{{"closed", json::Array(closed.begin(), closed.end())}}, text);
  return 0;
}

Result<int> revoke(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the certificate"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto closed, service::revoke_credential(*workspace, caller, id, reason));
  return print_closed(context, closed, "Revoked; give out a new list of revocations.");
}

Result<int> revocations(Context& context) {
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string text, service::make_revocations(*workspace, caller));
  SANAD_CHECK(write_out(text, "the list", out));
  const std::string sha256 = format_hex(crypto::sha256(as_bytes(text)));
  context.print(json::Object{{"file", out}, {"sha256", sha256}},
                fmt::format("{}  {}", sha256, out));
  return 0;
}

Result<int> issuers(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all, service::list_issuers(*workspace, caller));
  const std::string own = service::training_issuer(*workspace);
  json::Array items{json::Object{{"issuer", own}, {"own", true}}};
  std::vector<std::string> lines{own + "  this agency"};
  for (const auto& one : all) {
    items.emplace_back(json::Object{{"issuer", one.issuer},
                                    {"own", false},
                                    {"name", one.name},
                                    {"how", one.how},
                                    {"by", one.by},
                                    {"at", format_timestamp(one.at)}});
    lines.push_back(fmt::format("{}  {}  {}", one.issuer, one.name, one.how));
  }
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> trust(Context& context) {
  SANAD_TRY(const std::string issuer, context.arguments.only("the issuer's did:key"));
  SANAD_TRY(const std::string name, context.arguments.require("--name"));
  SANAD_TRY(const std::string how, context.arguments.require("--how"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::trust_issuer(*workspace, caller, issuer, name, how));
  context.print(json::Object{{"issuer", issuer}},
                fmt::format("Certificates of {} count from now on.", name));
  return 0;
}

Result<int> distrust(Context& context) {
  SANAD_TRY(const std::string issuer, context.arguments.only("the issuer's did:key"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto closed, service::distrust_issuer(*workspace, caller, issuer, reason));
  return print_closed(context, closed, "Its certificates do not count any more.");
}

Result<int> take(Context& context) {
  SANAD_TRY(const std::string file, context.arguments.only("the list of revocations"));
  SANAD_TRY(const std::string text, read_text(file, kMaxListBytes));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY_WITH(const auto taken, service::take_revocations(*workspace, caller, text), file);
  return print_closed(context, taken.closed,
                      fmt::format("The list of {} was taken.", format_timestamp(taken.at)));
}

const Option kReason{"--reason", "TEXT", "why; it stands in the record", false};

std::vector<Command> issuing_commands() {
  return {
      {"credential issue",
       "--holder NAME --name TEXT --criteria TEXT --until TIME [--skill CODE=NAME]…",
       "Issues a certificate of training: an Open Badge that is verified offline.",
       "sanad credential issue --holder \"Amal Mirani\" --name \"Capture\" --criteria \"Three "
       "exercises solved\" --description \"Captures for court\" --skill capture=Capture --until "
       "2028-01-01T00:00:00Z --as \"B. Sorani\"",
       {{"--holder", "NAME", "the person, by the name that is to stand", false},
        {"--name", "TEXT", "what was achieved", false},
        {"--description", "TEXT", "what it is about", false},
        {"--criteria", "TEXT", "what was asked for", false},
        {"--skill", "CODE=NAME", "an activity that it is for (capture, import, …), and its name",
         true},
        {"--result", "NAME=VALUE", "a result, such as an exercise that was passed", true},
        {"--evidence", "FILE", "a file that bears it out; its digest is named", true},
        {"--attendance", "", "that the person was there; no competence is certified", false},
        {"--from", "TIME", "valid from then (from now)", false},
        {"--until", "TIME", "valid until then", false}},
       issue},
      {"credential list",
       "",
       "Lists the certificates of training that were issued.",
       "sanad credential list --as \"B. Sorani\"",
       {},
       list},
      {"credential show",
       "CREDENTIAL",
       "Shows a certificate of training.",
       "sanad credential show urn:uuid:… --as \"B. Sorani\"",
       {},
       show},
      {"credential copy",
       "CREDENTIAL --out FILE",
       "Writes a certificate of training to a file: itself, or a page with a QR code that holds "
       "it.",
       "sanad credential copy urn:uuid:… --form ur.pdf --out amal.pdf --as \"B. Sorani\"",
       {{"--form", "FORM", "json, en.html, en.pdf, ur.html or ur.pdf (json)", false},
        {"--out", "FILE", "the file to write", false}},
       copy},
      {"credential revoke",
       "CREDENTIAL --reason TEXT",
       "Revokes a certificate of training; what rests on it in this agency is closed.",
       "sanad credential revoke urn:uuid:… --reason \"the work was another's\" --as \"B. Sorani\"",
       {kReason},
       revoke},
      {"credential revocations",
       "--out FILE",
       "Writes the signed list of what was revoked, which those who verify need beside it.",
       "sanad credential revocations --out revocations.json --as \"B. Sorani\"",
       {{"--out", "FILE", "the file to write", false}},
       revocations},
  };
}

}  // namespace

std::vector<Command> credential_commands() {
  std::vector<Command> commands = issuing_commands();
  const std::vector<Command> others = {
      {"credential issuers",
       "",
       "Lists the issuers whose certificates of training count here, this agency's key first.",
       "sanad credential issuers --as \"B. Sorani\"",
       {},
       issuers},
      {"credential trust",
       "DID --name NAME --how TEXT",
       "Lets the certificates of an issuer count, once its key was compared by another way.",
       "sanad credential trust did:key:z6Mk… --name \"Sahil Academy\" --how \"read out by "
       "telephone\" --as \"B. Sorani\"",
       {{"--name", "NAME", "the issuer's name", false},
        {"--how", "TEXT", "by which way the key was compared", false}},
       trust},
      {"credential distrust",
       "DID --reason TEXT",
       "Lets the certificates of an issuer count no more; what rests on them is closed.",
       "sanad credential distrust did:key:z6Mk… --reason \"its key was lost\" --as \"B. Sorani\"",
       {kReason},
       distrust},
      {"credential take",
       "FILE",
       "Takes the list of revocations of a trusted issuer; what rests on revoked ones is closed.",
       "sanad credential take revocations.json --as \"B. Sorani\"",
       {},
       take},
  };
  commands.insert(commands.end(), others.begin(), others.end());
  return commands;
}

}  // namespace sanad::cli
