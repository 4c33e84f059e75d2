// What known answers ask of the program: a name, and the function that does it with inputs that
// stand in a JSON object.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "extract/extract.h"
#include "json/json.h"

namespace sanad::validation {

// What comes out, as text. An error: it was refused.
using Operation =
    std::function<Result<std::string>(const json::Value& inputs, const extract::Extractor&)>;
using Operations = std::map<std::string, Operation, std::less<>>;

void add_crypto_operations(Operations& all);
void add_log_operations(Operations& all);     // trees, notes, proofs, timestamps, commitments
void add_format_operations(Operations& all);  // JSON, zip, base64, identifiers
void add_text_operations(Operations& all);    // folding, clocks, TLSH
void add_caged_operations(Operations& all);

// Bytes as an input says them: {"text"}, {"hex"}, {"base64"}, {"repeat", "times"} or {"generate",
// "seed", "count"}. kInvalid names the member.
Result<Bytes> bytes_of(const json::Value& inputs, std::string_view name);
Result<std::string> text_of(const json::Value& inputs, std::string_view name);
Result<std::uint64_t> number_of(const json::Value& inputs, std::string_view name);
Result<Bytes> hex_of(const json::Value& inputs, std::string_view name);

}  // namespace sanad::validation
