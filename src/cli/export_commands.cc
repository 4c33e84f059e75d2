#include "export_commands.h"

#include <fmt/format.h>

#include "output_file.h"
#include "service/case_exports.h"
#include "service/file_exports.h"

namespace sanad::cli {
namespace {

Result<int> export_text(Context& context, const service::CaseExportOrder& order,
                        const std::string& out) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::export_case(*workspace, caller, order));
  SANAD_CHECK(write_out(made.text, "the export", out));
  context.print(json::Object{{"export", made.id},
                             {"file", out},
                             {"format", service::format_name(order.format)},
                             {"exhibits", made.exhibits},
                             {"sha256", made.sha256}},
                fmt::format("Wrote {} exhibits as {} to {}.\nSHA-256 {}", made.exhibits,
                            service::format_name(order.format), out, made.sha256));
  return 0;
}

Result<int> export_as_files(Context& context, const service::FilesExportOrder& order,
                            const std::string& out) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::export_files(*workspace, caller, order));
  SANAD_CHECK(copy_out(*made.bytes, "the export", out));
  json::Object told{{"export", made.id},
                    {"file", out},
                    {"format", service::format_name(order.format)},
                    {"exhibits", made.exhibits},
                    {"sha256", made.sha256},
                    {"size", made.size}};
  std::string lines;
  for (const json::Member& member : made.told) {
    told.set(member.name, member.value);
    lines += fmt::format("\n{}: {}", member.name, json::format_canonical(member.value));
  }
  context.print(std::move(told),
                fmt::format("Wrote {} exhibits as {} to {}.\nSHA-256 {}{}", made.exhibits,
                            service::format_name(order.format), out, made.sha256, lines));
  return 0;
}

Result<int> export_case(Context& context) {
  SANAD_TRY(const std::string case_id, context.arguments.require("--case"));
  SANAD_TRY(const std::string format, context.arguments.require("--format"));
  SANAD_TRY(const std::string purpose, context.arguments.require("--purpose"));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  const std::string why_named = context.arguments.value("--why-named");
  const auto exhibits = context.arguments.all("--exhibit");
  if (const service::FilesFormat* files = service::find_files_format(format))
    return export_as_files(context, {case_id, exhibits, *files, purpose, why_named}, out);
  SANAD_TRY(const service::CaseFormat text, service::parse_case_format(format));
  if (!why_named.empty())
    return Error{ErrorCode::kInvalid,
                 "--why-named is for case-uco and a load file; elsewhere nobody is masked"};
  return export_text(context, {case_id, exhibits, text, purpose}, out);
}

}  // namespace

std::vector<Command> export_commands() {
  return {
      {"case export",
       "--case CASE --format FORMAT --purpose TEXT --out FILE",
       "Writes what a bundle of the case would tell or hold, as one file for other programs.",
       "sanad case export --case TZ-2026-0001 --format premis --purpose \"for the archive\" --out "
       "lantern.xml --as \"Amal Mirani\"",
       {{"--case", "CASE", "its identifier or reference", false},
        {"--format", "FORMAT",
         "case-uco, premis, csv-exhibits, csv-files, csv-entries or csv-authorisations; with the "
         "files load-file, bag, or wacz (of one capture, signed)",
         false},
        {"--exhibit", "EXHIBIT", "of this one only; may be repeated (else of all)", true},
        {"--why-named", "TEXT",
         "of case-uco and load-file: why third parties are named, and in a load file originals of "
         "imports are there; without it they are masked",
         false},
        {"--purpose", "TEXT", "for whom and what for; stands in the record", false},
        {"--out", "FILE", "a new file", false}},
       export_case},
  };
}

}  // namespace sanad::cli
