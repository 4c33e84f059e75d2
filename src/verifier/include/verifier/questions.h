// The questions that a defence expert asks of a bundle, each with the answer that was checked by
// machine and its proof, or "cannot be shown" (docs/formats/cross-examination.md).
//
// The answers follow from the bundle alone: whom a reader trusts changes none of them. verify()
// works them out and compares them with those that the bundle brings; whoever writes a bundle calls
// cross_examination() for the same bytes. Texts for people are in tables, in English and Urdu.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"

namespace sanad::verifier {

inline constexpr std::string_view kAnswersPath = "data/cross-examination.json";

// A file of a bundle that is being written: its path below the top folder, and how to read it
// whole. It is called at most once at a time, and only for files that an answer rests on.
struct DraftFile {
  std::string path;
  std::uint64_t size = 0;
  std::string sha256;  // hexadecimal
  std::function<Result<Bytes>()> read;
};

// The canonical text of the answers for a bundle of these files: bundle.json, all of entries/ and
// ledger/, keys/log.vkey, and the exhibits' acquisition records; others need not be there. Checks
// that look at the rest are taken to pass. kInvalid: bundle.json or the key cannot be read; kIo: a
// file is missing; else what read() answers.
Result<std::string> cross_examination(const std::string& folder, std::vector<DraftFile> files);

enum class Language { kEnglish, kUrdu };

// The text for a code of the format: "question:altered", "answer:no", "basis:proof",
// "because:no-timestamp", "fact:at", "proof:entry"; the part behind the colon if there is none.
std::string_view question_text(Language language, std::string_view code);

// The answers for people, as lines of text; each line is indented. Nothing for null.
std::string format_answers_text(const json::Value& answers, Language language);
// As a page of its own, in English and then in Urdu. title: of the case, plain text.
std::string format_answers_html(const json::Value& answers, std::string_view title);

}  // namespace sanad::verifier
