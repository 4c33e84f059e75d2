// Pictures and recordings that are shown redacted (docs/formats/redaction.md).
#include <fmt/format.h>

#include <algorithm>

#include "context.h"
#include "crypto/crypto.h"
#include "redaction/document.h"
#include "redaction/picture.h"
#include "redaction/proof.h"
#include "redaction_record.h"
#include "shape.h"

namespace sanad::verifier {
namespace {

using Details = std::vector<std::string>;

// What the ledger says of one redaction.
struct Recorded {
  redaction::Grid grid;
  merkle::Hash root{};
  redaction::Plan plan;
  redaction::Mask mask;
  redaction::Counts counts;
  std::string sha256;  // of the picture
  std::uint64_t size = 0;
};

}  // namespace

bool is_of(const Context& context, const Entry& entry, std::string_view kind,
           std::string_view exhibit) {
  return entry.kind == kind && entry.case_id == context.index.case_id &&
         entry.data["exhibit"].string_or("") == exhibit;
}

const Entry* entry_before(const Context& context, const json::Value& index, std::string_view kind,
                          std::string_view exhibit, std::uint64_t before) {
  const auto number = count_in(index);
  if (!number || *number >= before) return nullptr;
  const auto at = context.entries.find(*number);
  if (at == context.entries.end() || !is_of(context, at->second, kind, exhibit)) return nullptr;
  return &at->second;
}

namespace {

// Whether the exhibit was sealed with a file of this name and digest.
bool was_sealed(const Context& context, std::string_view exhibit, std::string_view file,
                std::string_view sha256) {
  for (const auto& [index, entry] : context.entries) {
    if (!is_of(context, entry, "exhibit.sealed", exhibit) &&
        !is_of(context, entry, "exhibit.files", exhibit))
      continue;
    const json::Array* files = entry.data["files"].as_array();
    if (files == nullptr) continue;
    for (const json::Value& one : *files)
      if (one["name"].string_or("") == file && one["sha256"].string_or("") == sha256) return true;
  }
  return false;
}

}  // namespace

bool same(const json::Value& a, const json::Value& b) {
  return json::format_canonical(a) == json::format_canonical(b);
}

bool names_its_source(const Context& context, const Entry& entry, std::string_view exhibit) {
  const json::Value& data = entry.data;
  if (!is_text(data["file"])) return false;
  if (!data["page"].is_null() && count_in(data["page"]).value_or(0) == 0) return false;
  if (data["part"].is_null())
    return data["parts"].is_null() &&
           was_sealed(context, exhibit, data["file"].string_or(""), data["sha256"].string_or(""));
  const Entry* parts = entry_before(context, data["parts"], "exhibit.parts", exhibit, entry.index);
  const auto part = count_in(data["part"]);
  const auto total = parts != nullptr ? count_in(parts->data["parts"]) : std::nullopt;
  return part && total && *part < *total && data["sha256"].is_null();
}

bool counts_are(const redaction::Counts& counts, const json::Value& data) {
  json::Array closed;
  for (const std::uint64_t number : counts.closed) closed.emplace_back(number);
  return count_in(data["open"]) == counts.open && same(data["closed"], closed);
}

namespace {

std::optional<Recorded> recorded(const Context& context, const IndexedExhibit& exhibit,
                                 const IndexedRedaction& indexed) {
  const auto at = context.entries.find(indexed.entry);
  if (at == context.entries.end() ||
      !is_of(context, at->second, "exhibit.redacted", exhibit.exhibit))
    return std::nullopt;
  const json::Value& data = at->second.data;
  const Entry* tiles =
      entry_before(context, data["tiles"], "exhibit.tiles", exhibit.exhibit, indexed.entry);
  if (tiles == nullptr || data["redaction"].string_or("") != indexed.redaction) return std::nullopt;
  const json::Value& of = tiles->data;
  for (const char* member : {"file", "part", "page"})
    if (!same(data[member], of[member])) return std::nullopt;
  const auto width = count_in(of["width"]), height = count_in(of["height"]);
  const auto root = parse_digest256(of["root"].string_or(""));
  if (of["algorithm"].string_or("") != redaction::kAlgorithm || !width || !height || !root.ok() ||
      !names_its_source(context, *tiles, exhibit.exhibit))
    return std::nullopt;
  const auto grid = redaction::Grid::of(*width, *height);
  if (!grid.ok() || count_in(of["tiles"]) != grid->tiles()) return std::nullopt;
  auto plan = redaction::parse_plan(*grid, data);
  const auto size = count_in(data["picture"]["size"]);
  if (!plan.ok() || !size) return std::nullopt;
  Recorded out{*grid, *root, std::move(*plan), {}, {}, {}, *size};
  out.sha256 = data["picture"]["sha256"].string_or("");
  out.mask = redaction::mask_of(out.grid, out.plan);
  out.counts = redaction::count(out.mask, out.plan.reasons.size());
  if (!counts_are(out.counts, data)) return std::nullopt;
  return out;
}

// The sentence of what is wrong; empty if nothing is. kIo.
Result<std::string> check_picture(const Context& context, std::string_view id,
                                  const Recorded& recorded) {
  const File& file = *context.container.find(redaction_path(id, "png"));
  const File& lines = *context.container.find(redaction_path(id, "jsonl"));
  if (file.size > redaction::kMaxPngBytes || lines.size > redaction::kMaxProofBytes)
    return std::string("it is larger than a redaction may be");
  if (file.size != recorded.size || file.sha256 != recorded.sha256)
    return std::string("the picture is not the one that was recorded");
  SANAD_TRY(const Bytes bytes, read_exactly(context.source, file.start, file.size));
  const auto picture = redaction::read_png(bytes);
  if (!picture.ok()) return picture.error().message;
  if (picture->width != recorded.grid.width || picture->height != recorded.grid.height)
    return std::string("the picture has another size");
  SANAD_TRY(const Bytes proof, read_exactly(context.source, lines.start, lines.size));
  const auto verified = redaction::verify_proof(recorded.grid, recorded.mask, recorded.root,
                                                *picture, as_text(proof));
  return verified.ok() ? std::string() : verified.error().message;
}

void tell(const IndexedRedaction& indexed, const Recorded& recorded, Details& details) {
  for (std::size_t i = 0; i < recorded.plan.reasons.size(); ++i)
    details.push_back(fmt::format("{}: {} of {} tiles are closed: {}", indexed.redaction,
                                  recorded.counts.closed[i], recorded.mask.size(),
                                  recorded.plan.reasons[i]));
}

// The entry of the tiles of a page; null where it is none, or does not say of how many.
const json::Value* tiles_of_page(const Context& context, const IndexedExhibit& exhibit,
                                 const std::string& redaction) {
  const auto indexed =
      std::ranges::find(exhibit.redactions, redaction, &IndexedRedaction::redaction);
  const auto told = context.entries.find(indexed->entry);
  if (told == context.entries.end()) return nullptr;
  const auto tiles = context.entries.find(count_in(told->second.data["tiles"]).value_or(0));
  if (tiles == context.entries.end()) return nullptr;
  const json::Value& data = tiles->second.data;
  const auto page = count_in(data["page"]), pages = count_in(data["pages"]);
  return page && pages && *page >= 1 && *page <= *pages ? &data : nullptr;
}

// Whether the pages are of one document, each once and in their order; the numbers of them as text.
std::optional<std::string> pages_in_order(const Context& context, const IndexedExhibit& exhibit,
                                          const std::vector<std::string>& pages,
                                          std::uint64_t& of) {
  std::string numbers;
  const json::Value* before = nullptr;
  for (const std::string& page : pages) {
    const json::Value* tiles = tiles_of_page(context, exhibit, page);
    if (tiles == nullptr) return std::nullopt;
    if (before != nullptr) {
      for (const char* member : {"file", "part", "pages"})
        if (!same((*before)[member], (*tiles)[member])) return std::nullopt;
      if (*count_in((*before)["page"]) >= *count_in((*tiles)["page"])) return std::nullopt;
    }
    before = tiles;
    of = *count_in((*tiles)["pages"]);
    numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", *count_in((*tiles)["page"]));
  }
  return numbers;
}

// Makes the document again from its pictures, which were checked. The sentence of what is wrong;
// empty if nothing is. kIo.
Result<std::string> check_document(const Context& context, const IndexedExhibit& exhibit,
                                   const std::vector<std::string>& pages, Details& details) {
  std::uint64_t of = 0;
  const auto numbers = pages_in_order(context, exhibit, pages, of);
  if (!numbers) return std::string("its pages are not of one document, each once and in order");
  struct Digesting final : ByteSink {
    Result<void> write(ByteView data) override {
      hash.update(data);
      size += data.size();
      return {};
    }
    crypto::Hasher hash{crypto::Hasher::Algorithm::kSha256};
    std::uint64_t size = 0;
  } sink;
  const auto written = redaction::write_document(
      pages.size(),
      [&](std::size_t page) {
        const File& file = *context.container.find(redaction_path(pages[page], "png"));
        return read_exactly(context.source, file.start, file.size);
      },
      sink);
  if (!written.ok() && written.error().code == ErrorCode::kIo) return written.error();
  const File& file = *context.container.find(redaction_path(pages.front(), "pdf"));
  if (!written.ok() || file.size != sink.size || file.sha256 != format_hex(sink.hash.finish()))
    return std::string("it is not made of the pictures of its pages, and of nothing else");
  details.push_back(fmt::format("{}.pdf: pages {} of {}, each its picture and nothing else",
                                pages.front(), *numbers, of));
  return std::string();
}

Result<void> check_documents(const Context& context, Details& problems, Details& details) {
  for (const IndexedExhibit& exhibit : context.index.exhibits) {
    for (const std::vector<std::string>& pages : exhibit.documents) {
      SANAD_TRY(const std::string problem, check_document(context, exhibit, pages, details));
      if (!problem.empty()) problems.push_back(fmt::format("{}.pdf: {}.", pages.front(), problem));
    }
  }
  return {};
}

}  // namespace

std::string redaction_path(std::string_view redaction, std::string_view ending) {
  return fmt::format("data/redactions/{}.{}", redaction, ending);
}

namespace {

// The sentence of what is wrong; empty if nothing is: then the totals are counted, and what is
// closed is told. kIo.
Result<std::string> check_one_picture(const Context& context, const IndexedExhibit& exhibit,
                                      const IndexedRedaction& indexed, SegmentTotals& totals,
                                      Details& details) {
  ++totals.recordings;
  const auto said = recorded(context, exhibit, indexed);
  if (!said) return std::string(kNoEntries);
  SANAD_TRY(std::string problem, check_picture(context, indexed.redaction, *said));
  if (!problem.empty()) return problem;
  totals.open += said->counts.open;
  totals.closed += said->mask.size() - said->counts.open;
  tell(indexed, *said, details);
  return problem;
}

std::string sentence_of(const SegmentTotals& pictures, const SegmentTotals& sounds,
                        const SegmentTotals& films) {
  std::string sentence;
  const auto add = [&](const SegmentTotals& totals, std::string_view what,
                       std::string_view pieces) {
    if (totals.recordings == 0) return;
    sentence += fmt::format(
        "{}Of {} redacted {} {} {} are as they were committed to, and {} are closed.",
        sentence.empty() ? "" : " ", totals.recordings, what, totals.open, pieces, totals.closed);
  };
  add(pictures, "pictures", "tiles");
  add(sounds, "recordings", "segments");
  add(films, "videos", "seconds of pictures");
  return sentence;
}

}  // namespace

Result<Outcome> check_redactions(Context& context) {
  Details problems, details;
  SegmentTotals pictures, sounds, films;
  for (const IndexedExhibit& exhibit : context.index.exhibits) {
    for (const IndexedRedaction& indexed : exhibit.redactions) {
      Result<std::string> problem = std::string();
      if (indexed.kind == redaction::Kind::kSound)
        problem = check_sound(context, exhibit.exhibit, indexed, sounds, details);
      else if (indexed.kind == redaction::Kind::kFilm)
        problem = check_film(context, exhibit.exhibit, indexed, films, details);
      else
        problem = check_one_picture(context, exhibit, indexed, pictures, details);
      if (!problem.ok()) return problem.error();
      if (!problem->empty())
        problems.push_back(fmt::format("{}: {}.", indexed.redaction, *problem));
    }
  }
  if (problems.empty()) SANAD_CHECK(check_documents(context, problems, details));
  if (!problems.empty())
    return fail("A redacted picture, recording or video is not what was recorded.",
                std::move(problems));
  if (pictures.recordings + sounds.recordings + films.recordings == 0)
    return pass("No picture, recording or video is shown redacted.");
  Outcome outcome = pass(sentence_of(pictures, sounds, films));
  outcome.details = std::move(details);
  return outcome;
}

}  // namespace sanad::verifier
