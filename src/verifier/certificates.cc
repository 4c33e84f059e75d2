// The certificates that a bundle holds (docs/formats/certificate.md).
#include <fmt/format.h>

#include <algorithm>

#include "base/id.h"
#include "context.h"
#include "crypto/crypto.h"
#include "shape.h"

namespace sanad::verifier {
namespace {

constexpr std::uint64_t kMaxCertificateBytes = 64ULL << 20;
constexpr std::string_view kEndings[] = {"en.html", "en.pdf", "json", "ur.html", "ur.pdf"};

std::string name_of(const IndexedCertificate& one, std::string_view ending) {
  return fmt::format("{}.{}", one.build == "disclosable" ? "disclosable" : "certificate", ending);
}

// The digest that the ledger's entry has for a page; empty: none.
std::string digest_of(const Entry& entry, std::string_view name) {
  const json::Array* documents = entry.data["documents"].as_array();
  if (documents == nullptr) return "";
  for (const json::Value& one : *documents)
    if (one["name"].string_or("") == name) return one["sha256"].string_or("");
  return "";
}

bool is_made(const Context& context, const IndexedCertificate& one) {
  const auto at = context.entries.find(one.entry);
  return at != context.entries.end() && at->second.kind == "certificate.made" &&
         at->second.case_id == context.index.case_id &&
         at->second.data["certificate"].string_or("") == one.certificate;
}

}  // namespace

std::optional<std::vector<IndexedCertificate>> read_certificates(const json::Value& value) {
  const json::Array* array = value.as_array();
  if (array == nullptr || array->empty()) return std::nullopt;
  std::vector<IndexedCertificate> all;
  for (const json::Value& item : *array) {
    const auto entry = count_in(item["entry"]);
    const std::string id = item["certificate"].string_or("");
    const std::string build = item["build"].string_or("");
    if (!has_members(item, {"build", "certificate", "entry"}) || !entry ||
        !is_id("certificate", id) || (build != "operational" && build != "disclosable") ||
        (!all.empty() && all.back().certificate >= id))
      return std::nullopt;
    all.push_back({id, build, *entry});
  }
  return all;
}

std::vector<std::string> certificate_paths(const IndexedCertificate& one) {
  std::vector<std::string> paths;
  for (const std::string_view ending : kEndings)
    paths.push_back(fmt::format("data/certificates/{}/{}", one.certificate, name_of(one, ending)));
  return paths;
}

Result<std::vector<std::string>> certificate_problems(Context& context) {
  std::vector<std::string> problems;
  for (const auto& [at, entry] : context.entries) {
    if (entry.kind != "certificate.made") continue;
    const std::string id = entry.data["certificate"].string_or("");
    if (std::ranges::find(context.index.certificates, id, &IndexedCertificate::certificate) ==
        context.index.certificates.end())
      problems.push_back(fmt::format("The ledger tells of \"{}\", which is not here.", id));
  }
  for (const IndexedCertificate& one : context.index.certificates) {
    if (!is_made(context, one)) {
      problems.push_back(
          fmt::format("The entry that should tell of \"{}\" does not.", one.certificate));
      continue;
    }
    const Entry& entry = context.entries.at(one.entry);
    for (const std::string_view ending : kEndings) {
      const std::string name = name_of(one, ending);
      const std::string path = fmt::format("data/certificates/{}/{}", one.certificate, name);
      if (context.container.find(path)->size > kMaxCertificateBytes) {
        problems.push_back(fmt::format("\"{}\" is too long.", path));
        continue;
      }
      SANAD_TRY(const Bytes bytes, context.required(path));
      if (format_hex(crypto::sha256(bytes)) != digest_of(entry, name))
        problems.push_back(fmt::format("\"{}\" is not the page that was made.", path));
    }
  }
  return problems;
}

}  // namespace sanad::verifier
