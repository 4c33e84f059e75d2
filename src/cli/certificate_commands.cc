// Certificates and statements: drafted from the record, signed, made.
#include "certificate_commands.h"

#include <fmt/format.h>

#include "base/numbers.h"
#include "files/files.h"
#include "progress.h"
#include "service/certificates.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxPageBytes = 64ULL << 20;

std::string text_of(const json::Value& value) { return value.string_or(""); }

std::string line_of(const json::Value& one) {
  std::string numbers;
  for (const json::Value& exhibit : *one["exhibits"].as_array())
    numbers += (numbers.empty() ? "" : ", ") + text_of(exhibit["number"]);
  return fmt::format("{}  {}  {}/{}  {}  {} lines shown, {} cannot be", text_of(one["certificate"]),
                     text_of(one["state"]), text_of(one["pack"]), text_of(one["form"]), numbers,
                     one["shown"].int_or(0), one["not_shown"].int_or(0));
}

// Isolates of a page are no use in a terminal.
std::string without_isolates(std::string text) {
  for (const std::string_view mark : {"\xE2\x81\xA8", "\xE2\x81\xA9"})
    for (std::size_t at; (at = text.find(mark)) != std::string::npos;) text.erase(at, mark.size());
  return text;
}

std::string source_of(const json::Value& source) {
  std::string shown;
  if (source["entry"].as_int()) shown = fmt::format("entry {}", *source["entry"].as_int());
  if (!text_of(source["file"]).empty())
    shown += fmt::format("{}{} @{}+{}", shown.empty() ? "" : ", ", text_of(source["file"]),
                         source["offset"].int_or(0), source["length"].int_or(0));
  return shown;
}

std::string line_shown(const json::Value& line) {
  const std::string exhibit = text_of(line["exhibit"]);
  const std::string source = source_of(line["source"]);
  const std::string because = text_of(line["because"]);
  return fmt::format(
      "    {}{}{}", exhibit.empty() ? "" : exhibit + ": ",
      without_isolates(text_of(line["text"]["en"])),
      because.empty() ? fmt::format("  [{}]", source) : fmt::format("  ({})", because));
}

std::string field_shown(const json::Value& field) {
  std::string text =
      fmt::format("{}{}: {}", text_of(field["part"]).empty() ? "" : text_of(field["part"]) + ". ",
                  text_of(field["key"]), text_of(field["label"]["en"]));
  for (const json::Value& line : *field["lines"].as_array()) text += "\n" + line_shown(line);
  const json::Value& stated = field["stated"];
  if (stated.as_object() != nullptr)
    text += fmt::format("\n    {}: {}", stated["open"].is_null() ? "stated" : "left open",
                        stated["open"].is_null() ? json::format_canonical(stated["value"])
                                                 : text_of(stated["open"]));
  else if (field["asked"].bool_or(false))
    text += fmt::format("\n    to be stated by: {}{}", text_of(field["owner"]),
                        field["required"].bool_or(false) ? "" : " (may be left out)");
  return text;
}

Result<int> print_whole(Context& context, service::Workspace& workspace,
                        const service::Certificate& one, std::string_view said) {
  SANAD_TRY(json::Object object, service::view(workspace, one));
  SANAD_TRY(json::Value content, service::describe_certificate(workspace, one));
  std::string text(said);
  text += (text.empty() ? "" : "\n") + line_of(json::Value(object));
  for (const json::Value& field : *content["fields"].as_array()) text += "\n" + field_shown(field);
  for (const json::Value& statement : *content["statements"].as_array()) {
    const json::Value& made = statement["said"];
    text += fmt::format(
        "\nstatement {}: {}\n    {}", text_of(statement["key"]), text_of(statement["text"]["en"]),
        made.is_null() ? "to be made, or declined, by: " + text_of(statement["owner"])
        : made["made"].bool_or(false) ? "made"
                                      : "NOT made: " + text_of(made["reason"]));
  }
  for (const json::Value& page : *object.find("documents")->as_array())
    text += fmt::format("\n{}  {}", text_of(page["sha256"]), text_of(page["name"]));
  object.set("content", std::move(content));
  context.print(json::Value(std::move(object)), text);
  return 0;
}

Result<int> forms(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Array all, service::certificate_forms(*workspace, caller));
  std::string text;
  for (const json::Value& one : all) {
    std::string signers;
    for (const json::Value& signer : *one["signers"].as_array())
      signers += (signers.empty() ? "" : ", ") + text_of(signer["signer"]);
    text +=
        fmt::format("{}{}/{}  {}  signed by: {}", text.empty() ? "" : "\n", text_of(one["pack"]),
                    text_of(one["form"]), text_of(one["title"]["en"]), signers);
  }
  context.print(json::Object{{"items", std::move(all)}}, text);
  return 0;
}

Result<int> list(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all, service::list_certificates(*workspace, caller, of_case));
  json::Array items;
  std::string text;
  for (const service::Certificate& one : all) {
    SANAD_TRY(json::Object object, service::view(*workspace, one));
    text += (text.empty() ? "" : "\n") + line_of(json::Value(object));
    items.emplace_back(std::move(object));
  }
  context.print(json::Object{{"items", std::move(items)}}, text.empty() ? "None." : text);
  return 0;
}

Result<int> draft(Context& context) {
  service::CertificateOrder order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  SANAD_TRY(const std::string form, context.arguments.require("--form"));
  const std::size_t slash = form.find('/');
  if (slash == std::string::npos)
    return Error{ErrorCode::kInvalid,
                 "--form is PACK/FORM; \"sanad certificate forms\" lists them"};
  order.pack = form.substr(0, slash);
  order.form = form.substr(slash + 1);
  order.exhibits = context.arguments.all("--exhibit");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto one, service::draft_certificate(*workspace, caller, order));
  return print_whole(context, *workspace, one, "Drafted. Nobody has stated or signed anything.");
}

Result<service::Certificate> named(Context& context, service::Workspace& workspace) {
  SANAD_TRY(const std::string id, context.arguments.only("the certificate"));
  SANAD_TRY(const auto caller, context.officer());
  return service::find_certificate(workspace, caller, id);
}

Result<int> show(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto one, named(context, *workspace));
  return print_whole(context, *workspace, one, "");
}

// KEY=TEXT
Result<std::pair<std::string, std::string>> pair_of(const std::string& given,
                                                    std::string_view option) {
  const std::size_t at = given.find('=');
  if (at == 0 || at == std::string::npos)
    return Error{ErrorCode::kInvalid, fmt::format("{} {}: write KEY=TEXT", option, given)};
  return std::pair(given.substr(0, at), given.substr(at + 1));
}

// A value of the field's type, as JSON has it; of lists the items with ";" between them.
Result<json::Value> value_of(const json::Value& content, const std::string& key,
                             const std::string& text) {
  std::string type = "text";
  for (const json::Value& field : *content["fields"].as_array())
    if (text_of(field["key"]) == key) type = text_of(field["type"]);
  if (type == "number") {
    SANAD_TRY_WITH(const std::uint64_t number, parse_decimal(text), key);
    return json::Value(number);
  }
  if (type == "yes-no") return json::Value(text == "yes");
  if (type != "list" && type != "choices" && type != "exhibits") return json::Value(text);
  json::Array items;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    items.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return json::Value(std::move(items));
}

Result<service::CertificateSaying> saying_of(const Context& context, const json::Value& content) {
  json::Object fields, statements;
  for (const std::string& given : context.arguments.all("--state")) {
    SANAD_TRY(const auto pair, pair_of(given, "--state"));
    SANAD_TRY(json::Value value, value_of(content, pair.first, pair.second));
    fields.set(pair.first, json::Object{{"value", std::move(value)}});
  }
  for (const std::string& given : context.arguments.all("--open")) {
    SANAD_TRY(const auto pair, pair_of(given, "--open"));
    fields.set(pair.first, json::Object{{"open", pair.second}});
  }
  for (const std::string& key : context.arguments.all("--affirm"))
    statements.set(key, json::Object{{"made", true}});
  for (const std::string& given : context.arguments.all("--decline")) {
    SANAD_TRY(const auto pair, pair_of(given, "--decline"));
    statements.set(pair.first, json::Object{{"made", false}, {"reason", pair.second}});
  }
  return service::CertificateSaying{context.arguments.value("--signer"),
                                    json::Value(std::move(fields)),
                                    json::Value(std::move(statements))};
}

Result<int> sign(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto one, named(context, *workspace));
  SANAD_TRY(const json::Value content, service::read_certificate(*workspace, one));
  SANAD_TRY(const auto saying, saying_of(context, content));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(const auto made, service::sign_certificate(*workspace, caller, one.id, saying));
  return print_whole(context, *workspace, made,
                     made.is_signed() ? "Signed." : "Signed; others must sign too.");
}

Result<int> withdraw(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the certificate"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::withdraw_certificate(*workspace, caller, id, reason));
  context.print(json::Object{{"certificate", id}}, "Withdrawn. It stays in the ledger.");
  return 0;
}

Result<int> preview(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the certificate"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string html,
            service::preview_certificate(*workspace, caller, id,
                                         context.arguments.value("--language", "en")));
  context.print(json::Object{{"html", html}}, html);
  return 0;
}

Result<int> make(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the certificate"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string job, service::order_certificate(*workspace, caller, id));
  SANAD_CHECK(run_and_show(context, job));
  SANAD_TRY(const auto one, service::find_certificate(*workspace, caller, id));
  return print_whole(context, *workspace, one, "Made and sealed.");
}

Result<int> copy(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the certificate"));
  SANAD_TRY(const std::string name, context.arguments.require("--name"));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto opened, service::open_certificate(*workspace, caller, id, name));
  if (opened.document.size > kMaxPageBytes)
    return Error{ErrorCode::kLimit, fmt::format("{} is too long", name)};
  Bytes bytes(opened.document.size);
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    SANAD_TRY(const std::size_t got,
              opened.reader->read_at(filled, {bytes.data() + filled, bytes.size() - filled}));
    if (got == 0) return Error{ErrorCode::kIntegrity, fmt::format("{} is cut short", name)};
    filled += got;
  }
  files::PosixFileSystem file_system;
  SANAD_TRY_WITH(auto file, file_system.open(out, files::OpenMode::kCreateNew), "writing the file");
  const auto written = file->write(bytes);
  const auto synced = written.ok() ? file->sync() : written;
  if (!synced.ok()) {
    (void)file_system.remove(out);  // the error that counts is the first
    return synced.error();
  }
  context.print(json::Object{{"file", out}, {"sha256", opened.document.sha256}},
                fmt::format("{}  {}", opened.document.sha256, out));
  return 0;
}

const Option kCase{"--case", "CASE", "the case: identifier or reference", false};

std::vector<Command> saying_commands() {
  return {
      {"certificate sign",
       "CERTIFICATE [--state KEY=TEXT]… [--affirm KEY]…",
       "Signs a certificate: states what the record cannot, and makes or declines each statement.",
       "sanad certificate sign certificate-… --affirm working --affirm procedure-applied --as "
       "\"Amal Mirani\"",
       {{"--signer", "KEY", "as whom, where the form asks for several", false},
        {"--state", "KEY=TEXT",
         "what a field says; lists with \";\" between items; may be repeated", true},
        {"--open", "KEY=TEXT", "why a field is left open; may be repeated", true},
        {"--affirm", "KEY", "a statement that is made; may be repeated", true},
        {"--decline", "KEY=TEXT", "a statement that is not made, and why; may be repeated", true}},
       sign},
      {"certificate withdraw",
       "CERTIFICATE --reason TEXT",
       "Withdraws a certificate; it stays in the ledger.",
       "sanad certificate withdraw certificate-… --reason \"a timestamp came\" --as \"Amal "
       "Mirani\"",
       {{"--reason", "TEXT", "why; it stands in the record", false}},
       withdraw},
  };
}

std::vector<Command> making_commands() {
  return {
      {"certificate preview",
       "CERTIFICATE",
       "Writes the certificate as it stands, as a page of HTML, to standard output.",
       "sanad certificate preview certificate-… --language ur --as \"Amal Mirani\" > page.html",
       {{"--language", "en|ur", "of the page (en)", false}},
       preview},
      {"certificate make",
       "CERTIFICATE",
       "Makes the pages of a signed certificate, in English and Urdu, and seals them.",
       "sanad certificate make certificate-… --as \"Amal Mirani\"",
       {},
       make},
      {"certificate copy",
       "CERTIFICATE --name FILE --out FILE",
       "Takes a page of a certificate out of the vault; that is recorded.",
       "sanad certificate copy certificate-… --name certificate.en.pdf --out certificate.pdf --as "
       "\"Amal Mirani\"",
       {{"--name", "NAME", "certificate.json, certificate.en.pdf, disclosable.ur.html, …", false},
        {"--out", "FILE", "where it is written", false}},
       copy},
  };
}

}  // namespace

std::vector<Command> certificate_commands() {
  std::vector<Command> all = {
      {"certificate forms",
       "",
       "Lists the certificates and statements that the law packs have.",
       "sanad certificate forms --as \"Amal Mirani\"",
       {},
       forms},
      {"certificate list",
       "--case CASE",
       "Lists the certificates of a case, withdrawn ones too.",
       "sanad certificate list --case TZ-2026-0001 --as \"Amal Mirani\"",
       {kCase},
       list},
      {"certificate draft",
       "--case CASE --form PACK/FORM [--exhibit EXHIBIT]…",
       "Drafts a certificate from the record: each line with where it stands, or why it cannot be "
       "shown.",
       "sanad certificate draft --case TZ-2026-0001 --form pk/qso-system-statement --as \"Amal "
       "Mirani\"",
       {kCase,
        {"--form", "PACK/FORM", "the form of a law pack", false},
        {"--exhibit", "EXHIBIT", "only this one; may be repeated", true}},
       draft},
      {"certificate show",
       "CERTIFICATE",
       "Shows all that a certificate says, and what is still to be stated.",
       "sanad certificate show certificate-… --as \"Amal Mirani\"",
       {},
       show},
  };
  for (std::vector<Command> more : {saying_commands(), making_commands()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace sanad::cli
