#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/time.h"
#include "copy_out.h"
#include "crypto/crypto.h"
#include "present/case_exports.h"
#include "present/file_exports.h"

namespace sanad::present {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

// A value of bag-info.txt is one line.
std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return line;
}

// Manifests of one kind of files, in the order of paths.
class Manifests {
 public:
  void add(const std::string& path, std::string sha256, std::string sha512) {
    lines_[path] = {std::move(sha256), std::move(sha512)};
  }
  std::string format(bool is_sha512) const {
    std::string text;
    for (const auto& [path, digests] : lines_)
      text += fmt::format("{}  {}\n", is_sha512 ? digests.second : digests.first, path);
    return text;
  }

 private:
  std::map<std::string, std::pair<std::string, std::string>> lines_;
};

}  // namespace

Result<const BundledExhibit*> find_bundled(const BundleContent& content, std::string_view exhibit) {
  const auto found = std::ranges::find(content.exhibits, exhibit, &BundledExhibit::exhibit);
  if (found != content.exhibits.end()) return &*found;
  return Error{ErrorCode::kInvalid, fmt::format("there is no {} in what is exported", exhibit)};
}

Result<void> copy_sealed(const BundledExhibit& exhibit, const FileRecord& file,
                         const std::string& name, zip::Writer& archive, std::string* md5) {
  SANAD_TRY(const auto source, exhibit.open(file.name));
  SANAD_CHECK(archive.begin(name, zip::Method::kStored));
  crypto::Hasher sha512(crypto::Hasher::Algorithm::kSha512),
      md5_of(crypto::Hasher::Algorithm::kMd5);
  Bytes piece(kPieceBytes);
  for (;;) {
    SANAD_TRY(const std::size_t got, source->read(piece));
    if (got == 0) break;
    const ByteView bytes = ByteView(piece).first(got);
    sha512.update(bytes);
    if (md5 != nullptr) md5_of.update(bytes);
    SANAD_CHECK(archive.write(bytes));
  }
  SANAD_TRY(const zip::Written written, archive.end());
  if (format_hex(*written.sha256) != file.sha256 || format_hex(sha512.finish()) != file.sha512)
    return Error{ErrorCode::kIntegrity,
                 fmt::format("{} of {} is not what was sealed", file.name, exhibit.exhibit)};
  if (md5 != nullptr) *md5 = format_hex(md5_of.finish());
  return {};
}

Result<zip::Written> add_text(zip::Writer& archive, const std::string& name,
                              std::string_view text) {
  return archive.add(name, zip::Method::kStored, as_bytes(text));
}

Result<void> write_bag(const BundleContent& content, const CaseRecord& record,
                       zip::Writer& archive) {
  const std::string folder = content.bundle + "/";
  Manifests payload, tags;
  std::uint64_t octets = 0, streams = 0;
  for (const ExhibitRecord& exhibit : record.exhibits) {
    SANAD_TRY(const BundledExhibit* bundled, find_bundled(content, exhibit.exhibit));
    for (const FileRecord& file : exhibit.files) {
      if (!file.withheld.empty()) continue;
      const std::string path = fmt::format("data/{}/{}", exhibit.exhibit, file.name);
      SANAD_CHECK(copy_sealed(*bundled, file, folder + path, archive, nullptr));
      payload.add(path, file.sha256, file.sha512);
      octets += file.size;
      ++streams;
    }
  }
  if (streams == 0)
    return Error{ErrorCode::kInvalid,
                 "every file of these exhibits is withheld; there is nothing to put into a bag"};
  const auto add_tag = [&](const std::string& path, const std::string& text) -> Result<void> {
    const ByteView bytes = as_bytes(text);
    tags.add(path, format_hex(crypto::sha256(bytes)), format_hex(crypto::sha512(bytes)));
    SANAD_CHECK(add_text(archive, folder + path, text));
    return {};
  };
  SANAD_CHECK(add_tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
  SANAD_CHECK(add_tag(
      "bag-info.txt",
      fmt::format("Bag-Software-Agent: Sanad {}\nBagging-Date: {}\nExternal-Description: {}\n"
                  "External-Identifier: {}\nPayload-Oxum: {}.{}\nSource-Organization: {}\n",
                  one_line(content.software_version),
                  format_timestamp(content.created_at).substr(0, 10), one_line(content.case_title),
                  one_line(content.case_reference), octets, streams, one_line(content.agency))));
  const std::pair<const char*, CaseTable> tables[] = {
      {"exhibits", CaseTable::kExhibits},
      {"files", CaseTable::kFiles},
      {"entries", CaseTable::kEntries},
      {"authorisations", CaseTable::kAuthorisations}};
  for (const auto& [name, table] : tables)
    SANAD_CHECK(add_tag(fmt::format("{}.csv", name), format_table(record, table)));
  SANAD_CHECK(add_tag("manifest-sha256.txt", payload.format(false)));
  SANAD_CHECK(add_tag("manifest-sha512.txt", payload.format(true)));
  const std::string by_sha256 = tags.format(false), by_sha512 = tags.format(true);
  SANAD_CHECK(add_text(archive, folder + "tagmanifest-sha256.txt", by_sha256));
  SANAD_CHECK(add_text(archive, folder + "tagmanifest-sha512.txt", by_sha512));
  return {};
}

}  // namespace sanad::present
