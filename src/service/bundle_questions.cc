// The answers for cross-examination that a bundle brings, as they were written.
#include <fmt/format.h>

#include "service/bundles.h"
#include "verifier/questions.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

constexpr std::uint64_t kMaxAnswerBytes = 64ULL << 20;

}  // namespace

Result<json::Value> read_bundle_answers(Workspace& workspace, const authority::Officer& caller,
                                        std::string_view id) {
  SANAD_TRY(const OpenedBundle opened, open_bundle(workspace, caller, id));
  SANAD_TRY_WITH(const zip::Reader bag, zip::Reader::open(*opened.reader, zip::Limits{}),
                 "the bundle");
  const zip::Entry* entry =
      bag.find(fmt::format("{}/{}", opened.bundle.id, verifier::kAnswersPath));
  if (entry == nullptr)
    return Error{ErrorCode::kNotFound,
                 fmt::format("{} was made before bundles had answers for cross-examination; "
                             "\"sanad-verify --questions\" works them out from it",
                             opened.bundle.id)};
  SANAD_TRY_WITH(const Bytes bytes, bag.read_all(*entry, kMaxAnswerBytes), "the bundle's answers");
  return json::parse(as_text(bytes));
}

}  // namespace sanad::service
