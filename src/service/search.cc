#include "service/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "base/utf8.h"
#include "crypto/id.h"
#include "service/people.h"
#include "service/picture_texts.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

constexpr std::size_t kSnippetBytes = 400;
constexpr std::size_t kMaxQuotedTerms = 64;

Result<void> require_searcher(Workspace& workspace, const authority::Officer& caller) {
  using authority::Role;
  return require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor, Role::kReviewer},
                      "search");
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Result<void> require_reason(std::string_view text, std::string_view what) {
  if (is_blank(text) || text.size() > authority::kMaxReasonBytes || !is_utf8(text))
    return Error{ErrorCode::kInvalid, fmt::format("{} in at most {} bytes; it stands in the record",
                                                  what, authority::kMaxReasonBytes)};
  return {};
}

// The words of a query, each with the scripts that it is written in.
void add_terms(const search::Node& node, json::Array& terms) {
  if (node.kind == search::Node::Kind::kWords && terms.size() < kMaxQuotedTerms) {
    std::set<std::string> scripts;
    if (const auto runs = text::script_runs(node.text); runs.ok())
      for (const text::ScriptRun& run : *runs)
        scripts.insert(std::string(text::script_name(run.script)));
    json::Array names;
    for (const std::string& name : scripts) names.emplace_back(name);
    terms.emplace_back(json::Object{{"text", node.text}, {"scripts", std::move(names)}});
  }
  for (const search::Node& child : node.children) add_terms(child, terms);
}

Result<std::string> record_search(Workspace& workspace, const authority::Officer& caller,
                                  const records::Case& of_case, const SearchOrder& order,
                                  const search::Node& query, const SearchAnswer& answer) {
  json::Array terms;
  add_terms(query, terms);
  const std::string id = crypto::new_id("search");
  SANAD_CHECK(workspace.custody().record(
      {"search.ran", caller.id, of_case.id,
       json::Object{{"search", id},
                    {"objective", order.objective},
                    {"query", search::print_query(query)},
                    {"terms", std::move(terms)},
                    {"other_scripts", order.page.transliterate},
                    {"engine", fmt::format("sanad-search {}", search::kTokensVersion)},
                    {"found", answer.count},
                    {"found_more", answer.more_than_counted}}}));
  return id;
}

Result<void> check_earlier(Workspace& workspace, const authority::Officer& caller,
                           const records::Case& of_case, std::string_view search,
                           std::string_view query) {
  SANAD_TRY(const auto entries,
            workspace.records().entries(
                {.case_id = of_case.id, .kind = "search.ran", .limit = SIZE_MAX / 4}));
  for (const records::Entry& entry : entries) {
    if (entry.data["search"].string_or("") != search || entry.actor != caller.id) continue;
    if (entry.data["query"].string_or("") == query) return {};
    return Error{ErrorCode::kInvalid, "a further page must have the words of the first one"};
  }
  return Error{ErrorCode::kNotFound, "there is no such search of yours in the case"};
}

// Where a text may be cut, at or before at.
std::size_t whole_before(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return std::min(at, text.size());
}

Result<FoundPart> found_part(Workspace& workspace, const records::Case& of_case,
                             const case_index::CaseIndex& facts,
                             const case_index::Unmasked& unmasked, const search::Node& query,
                             const search_index::Hit& hit) {
  FoundPart found;
  SANAD_TRY(found.row, facts.row(static_cast<std::int64_t>(hit.id), unmasked));
  SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(found.row.cite.exhibit));
  SANAD_TRY(const json::Value part, read_part(workspace, of_case.id, found.row.cite));
  const bool is_item = !part["item"].is_null();
  const json::Value& value = part[is_item ? "item" : "record"];
  std::string text = value[is_item ? "text_content" : "text"].string_or("");
  found.number = exhibit.number;
  found.score = hit.score;
  found.how = hit.how;
  found.title = value["title"].string_or("");
  SANAD_TRY(found.snippet, snippet_of(query, text, kSnippetBytes));
  if (!found.snippet.highlights.empty() || !is_item) return found;
  // What a machine read in a picture is shown only where the original's own text does not answer.
  SANAD_TRY(const json::Value read, picture_text(workspace, exhibit, found.row.cite.part));
  const std::string by_machine = read["ocr"]["text"].string_or("");
  if (by_machine.empty()) return found;
  SANAD_TRY(Snippet snippet, snippet_of(query, by_machine, kSnippetBytes));
  if (snippet.highlights.empty() && !text.empty()) return found;
  found.snippet = std::move(snippet);
  found.machine_read = MachineRead{read["ocr"]["engine"].string_or(""),
                                   static_cast<int>(read["ocr"]["confidence"].int_or(0))};
  return found;
}

Result<std::int64_t> count_waiting(Workspace& workspace, const std::string& case_id) {
  SANAD_TRY(const auto jobs, workspace.jobs().of_case(case_id, 1000));
  return std::ranges::count_if(jobs, [](const records::Job& job) {
    return (job.kind == "index" || job.kind == "import" || job.kind == "ocr") &&
           !records::is_final(job.state);
  });
}

// A search for one person's words is a view of that person.
bool names_author(const search::Node& node) {
  if (node.kind == search::Node::Kind::kWords && node.field == search::Field::kAuthor) return true;
  if (node.kind == search::Node::Kind::kFact && node.fact == search::TermClass::kAuthor)
    return true;
  return std::ranges::any_of(node.children, names_author);
}

}  // namespace

Result<Snippet> snippet_of(const search::Node& query, const std::string& text, std::size_t most) {
  SANAD_TRY(const auto all, search::highlight(query, text));
  const std::size_t first = all.empty() ? 0 : all.front().range.begin;
  // A third of what is shown stands before the first place.
  const std::size_t begin =
      text.size() <= most ? 0 : whole_before(text, first > most / 3 ? first - most / 3 : 0);
  const std::size_t end = whole_before(text, std::min(text.size(), begin + most));
  Snippet snippet{text.substr(begin, end - begin), {}, begin > 0, end < text.size()};
  for (const search::Highlight& one : all) {
    if (one.range.begin < begin || one.range.end > end) continue;
    search::Highlight moved = one;
    moved.range.begin -= static_cast<std::uint32_t>(begin);
    moved.range.end -= static_cast<std::uint32_t>(begin);
    snippet.highlights.push_back(moved);
  }
  return snippet;
}

Result<SearchAnswer> search_case(Workspace& workspace, const authority::Officer& caller,
                                 const SearchOrder& order) {
  SANAD_CHECK(require_searcher(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  SANAD_CHECK(require_whole_sight(workspace, caller, of_case.id));
  SANAD_TRY(const search::Node query, search::parse_query(order.query));
  SearchAnswer answer;
  answer.query = search::print_query(query);
  if (order.search.empty()) {
    SANAD_CHECK(require_reason(order.objective, "say what the search is to find out"));
  } else {
    SANAD_CHECK(check_earlier(workspace, caller, of_case, order.search, answer.query));
  }
  SANAD_TRY(const auto facts, workspace.case_indexes().facts(of_case.id));
  SANAD_TRY(auto words, workspace.case_indexes().words(of_case.id));
  SANAD_TRY(const search_index::Page page, words.search(query, order.page));
  SANAD_TRY(const case_index::Unmasked unmasked, unmasked_in(workspace, of_case.id));
  const bool by_author = names_author(query);
  for (const search_index::Hit& hit : page.hits) {
    SANAD_TRY(FoundPart found, found_part(workspace, of_case, *facts, unmasked, query, hit));
    const bool is_masked = !found.row.author || found.row.author->is_masked;
    if (!by_author || !is_masked) answer.parts.push_back(std::move(found));
  }
  // How many there are behind masks is not told either.
  answer.count = by_author ? answer.parts.size() : page.count;
  answer.more_than_counted = by_author ? page.next.has_value() : page.more_than_counted;
  answer.spellings_left_out = page.spellings_left_out;
  answer.next = page.next;
  answer.search = order.search;
  if (answer.search.empty()) {
    SANAD_TRY(answer.search, record_search(workspace, caller, of_case, order, query, answer));
  }
  SANAD_TRY(answer.waiting, count_waiting(workspace, of_case.id));
  return answer;
}

Result<void> keep_result(Workspace& workspace, const authority::Officer& caller,
                         std::string_view search, std::string_view exhibit, std::uint64_t part,
                         std::string_view reason) {
  SANAD_CHECK(require_searcher(workspace, caller));
  SANAD_CHECK(require_reason(reason, "say why it is kept"));
  SANAD_TRY(const records::Exhibit of, exhibit_for(workspace, caller, exhibit));
  SANAD_TRY(const auto entries,
            workspace.records().entries(
                {.case_id = of.case_id, .kind = "search.ran", .limit = SIZE_MAX / 4}));
  const bool is_known = std::ranges::any_of(entries, [&](const records::Entry& entry) {
    return entry.data["search"].string_or("") == search;
  });
  if (!is_known) return Error{ErrorCode::kNotFound, "there is no such search in the case"};
  SANAD_TRY(const records::PartList list, workspace.records().part_list(of.id));
  if (part >= static_cast<std::uint64_t>(list.data["parts"].int_or(0)))
    return Error{ErrorCode::kNotFound,
                 fmt::format("the exhibit {} has no part {}", of.number, part)};
  SANAD_CHECK(workspace.custody().record(
      {"search.kept", caller.id, of.case_id,
       json::Object{{"search", search}, {"exhibit", of.id}, {"part", part}, {"reason", reason}}}));
  return {};
}

}  // namespace sanad::service
