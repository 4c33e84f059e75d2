// The header of a WARC 1.1 record (ISO 28500:2017, section 5): its fields as values, and its text.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "warc/block.h"

namespace sanad::warc {

inline constexpr std::size_t kMaxHeaderBytes = 256 * 1024;
inline constexpr std::size_t kMaxFieldBytes = 64 * 1024;

enum class RecordType { kWarcinfo, kRequest, kResponse, kMetadata, kResource, kRevisit };
std::string_view record_type_name(RecordType type);

enum class Truncation { kLength, kTime, kDisconnect, kUnspecified };

struct Field {
  std::string name;
  std::string value;
  friend bool operator==(const Field&, const Field&) = default;
};

// An empty string means that the field is left out.
struct RecordHeader {
  RecordType type = RecordType::kResource;
  std::string id = {};  // "urn:uuid:..." as format_record_id() gives it
  Timestamp date = {};
  std::string target_uri = {};
  std::string content_type = {};            // empty: the usual one of the type and form
  std::string ip_address = {};              // the server's, IPv4 or IPv6 without brackets
  std::vector<std::string> protocols = {};  // "http/1.1", "h2", "tls/1.3": proposed WARC-Protocol
  std::string cipher_suite = {};            // IANA name: proposed WARC-Cipher-Suite
  std::vector<std::string> concurrent_to = {};  // ids
  std::string warcinfo_id = {};
  std::string filename = {};   // of a warcinfo record
  std::string refers_to = {};  // id; of a revisit or metadata record
  std::string refers_to_target_uri = {};
  std::optional<Timestamp> refers_to_date = {};
  std::string profile = {};  // of a revisit record; see kRevisitIdentical and kRevisitNotModified
  // Of a revisit record: the payload's digest in the record that it refers to.
  std::optional<Digest256> referred_payload_sha256 = {};
  std::optional<Truncation> truncated = {};
  std::vector<Field> extra = {};  // extension fields, written last, in this order
};

inline constexpr std::string_view kRevisitIdentical =
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
inline constexpr std::string_view kRevisitNotModified =
    "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
inline constexpr std::string_view kWarcFieldsType = "application/warc-fields";

// "urn:uuid:" and a version 4 UUID (RFC 9562) made of 16 random bytes; 6 bits of them are replaced.
std::string format_record_id(std::span<const std::uint8_t, 16> random);

// "sha256:" and lower-case hexadecimal, the form that replay tools compare.
std::string format_digest(const Digest256& digest);

// The text from "WARC/1.1" to the empty line. kInvalid, naming the field, if a value is missing,
// could end its line, is not UTF-8 or not of its kind.
Result<std::string> format_record_header(const RecordHeader& header, const BlockFacts& facts);

// The body of a warcinfo record (and of metadata records in the same form): "name: value" lines.
Result<std::string> format_warc_fields(const std::vector<Field>& fields);

}  // namespace sanad::warc
