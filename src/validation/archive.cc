#include "archive.h"

#include <fmt/format.h>

#include <charconv>
#include <map>

#include "crypto/crypto.h"
#include "warc/http.h"
#include "warc/reader.h"
#include "warc/wacz.h"
#include "zip/reader.h"

namespace sanad::validation {
namespace {

constexpr std::size_t kMaxSmallRecord = 4U << 20U;
constexpr std::string_view kCertificates = "urn:sanad:certificates:";
constexpr int kMostSteps = 2;  // from a response to the record of its certificates

struct Beside {
  std::vector<std::string> concurrent;
  std::string type;
  std::string url;
  std::string block;
};

struct Pending {
  ArchivedResponse response;
  std::vector<std::string> concurrent;
};

std::string latin1(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0U | (byte >> 6U));
      text += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return text;
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string without_brackets(std::string_view id) {
  if (id.size() >= 2 && id.front() == '<' && id.back() == '>') id = id.substr(1, id.size() - 2);
  return std::string(id);
}

void read_head(std::string_view head, ArchivedResponse& response) {
  std::size_t end = head.find("\r\n");
  const std::string_view start = head.substr(0, end);
  if (start.size() >= 12) {
    std::from_chars(start.data() + 9, start.data() + 12, response.status);
    response.reason = latin1(start.size() > 13 ? start.substr(13) : "");
  }
  while (end != std::string_view::npos) {
    const std::size_t next = head.find("\r\n", end + 2);
    const std::string_view line = head.substr(
        end + 2, next == std::string_view::npos ? std::string_view::npos : next - end - 2);
    end = next;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    response.headers.emplace_back(latin1(line.substr(0, colon)),
                                  latin1(trimmed(line.substr(colon + 1))));
  }
}

Result<std::string> small_block(warc::Reader& reader) {
  std::string block;
  Bytes buffer(64U << 10U);
  while (true) {
    SANAD_TRY(const std::size_t got, reader.read_block(buffer));
    if (got == 0) return block;
    if (block.size() + got > kMaxSmallRecord)
      return Error{ErrorCode::kLimit, "a record beside a response is longer than 4 MiB"};
    block.append(as_text(ByteView(buffer).first(got)));
  }
}

// Head and body of a message, with the body hashed on the way.
Result<void> read_message(warc::Reader& reader, ArchivedResponse& response) {
  std::string head;
  bool has_head = false;
  crypto::Hasher hasher(crypto::Hasher::Algorithm::kSha256);
  warc::HttpSplitter splitter;
  const auto emit = [&](ByteView part) {
    response.body_bytes += part.size();
    hasher.update(part);
  };
  Bytes buffer(64U << 10U);
  while (true) {
    SANAD_TRY(const std::size_t got, reader.read_block(buffer));
    if (got == 0) break;
    const ByteView piece = ByteView(buffer).first(got);
    if (!has_head && head.size() < warc::kMaxHttpHeadBytes) {
      head.append(as_text(piece));
      has_head = head.find("\r\n\r\n") != std::string::npos;
    }
    splitter.update(piece, emit);
  }
  splitter.finish(emit);
  response.body_sha256 = format_hex(hasher.finish());
  const std::size_t end = head.find("\r\n\r\n");
  read_head(std::string_view(head).substr(0, end), response);
  return {};
}

// The digest of the first certificate of a chain in PEM.
std::string digest_of_first(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  const std::size_t begin = pem.find(kBegin);
  const std::size_t end = pem.find("-----END", begin);
  if (begin == std::string_view::npos || end == std::string_view::npos) return "";
  std::string base64;
  for (const char c : pem.substr(begin + kBegin.size(), end - begin - kBegin.size()))
    if (c != '\n' && c != '\r') base64 += c;
  const auto der = parse_base64(base64);
  return der.ok() ? format_hex(crypto::sha256(*der)) : "";
}

std::string certificate_of(const std::vector<std::string>& concurrent,
                           const std::map<std::string, Beside>& others, int steps) {
  for (const std::string& id : concurrent) {
    const auto found = others.find(id);
    if (found == others.end()) continue;
    if (found->second.url.starts_with(kCertificates)) return digest_of_first(found->second.block);
    if (found->second.type != "metadata" || steps == 0) continue;
    std::string digest = certificate_of(found->second.concurrent, others, steps - 1);
    if (!digest.empty()) return digest;
  }
  return "";
}

std::vector<std::string> concurrent_of(const warc::Record& record) {
  std::vector<std::string> ids;
  for (const std::string_view id : record.all_fields("WARC-Concurrent-To"))
    ids.push_back(without_brackets(id));
  return ids;
}

}  // namespace

Result<std::vector<ArchivedResponse>> read_archive(RandomSource& wacz) {
  SANAD_TRY_WITH(const zip::Reader package, zip::Reader::open(wacz, {}), "the package");
  const zip::Entry* data = package.find(warc::kArchivePath);
  if (data == nullptr)
    return Error{ErrorCode::kInvalid, fmt::format("the package lacks {}", warc::kArchivePath)};
  SANAD_TRY(const auto source, package.open_entry(*data));
  warc::Reader reader(*source, {});
  std::vector<Pending> pending;
  std::map<std::string, Beside> others;
  while (true) {
    SANAD_TRY(const auto record, reader.next());
    if (!record) break;
    if (record->type() == "response" || record->type() == "revisit") {
      Pending one;
      one.response.url = record->field("WARC-Target-URI");
      one.response.is_cut = !record->field("WARC-Truncated").empty();
      one.concurrent = concurrent_of(*record);
      SANAD_CHECK(read_message(reader, one.response));
      pending.push_back(std::move(one));
    } else if (record->type() == "metadata" ||
               record->field("WARC-Target-URI").starts_with(kCertificates)) {
      Beside beside{concurrent_of(*record), std::string(record->type()),
                    std::string(record->field("WARC-Target-URI")), ""};
      SANAD_TRY(beside.block, small_block(reader));
      others.emplace(record->id(), std::move(beside));
    }
  }
  if (!reader.damages().empty())
    return Error{ErrorCode::kIntegrity, "the archive is damaged: " + reader.damages()[0].reason};
  std::vector<ArchivedResponse> responses;
  for (Pending& one : pending) {
    one.response.certificate_sha256 = certificate_of(one.concurrent, others, kMostSteps);
    responses.push_back(std::move(one.response));
  }
  return responses;
}

}  // namespace sanad::validation
