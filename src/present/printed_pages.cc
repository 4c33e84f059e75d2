#include "present/printed_pages.h"

#include <charconv>
#include <optional>
#include <set>
#include <vector>

namespace sanad::present {
namespace {

constexpr int kMaxDepth = 32;
constexpr std::size_t kTailBytes = 1024;

Error unknown() {
  return {ErrorCode::kInvalid, "the printed page is not of the form that the browser writes"};
}

std::optional<std::size_t> number_at(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r')) ++at;
  std::size_t value = 0;
  const auto [end, fault] = std::from_chars(text.data() + at, text.data() + text.size(), value);
  if (fault != std::errc()) return std::nullopt;
  return value;
}

// The number behind a name, as in "/Pages 12 0 R".
std::optional<std::size_t> number_of(std::string_view text, std::string_view name) {
  const std::size_t at = text.find(name);
  return at == std::string_view::npos ? std::nullopt : number_at(text, at + name.size());
}

class Printed {
 public:
  static Result<Printed> open(ByteView pdf) {
    Printed printed;
    printed.text_ = as_text(pdf);
    const std::size_t tail =
        printed.text_.size() > kTailBytes ? printed.text_.size() - kTailBytes : 0;
    const auto table = number_of(printed.text_.substr(tail), "startxref");
    const auto root = number_of(printed.text_.substr(tail), "/Root ");
    if (!table || !root || !printed.read_table(*table)) return unknown();
    printed.root_ = printed.object(*root);
    return printed;
  }

  std::string_view root() const { return root_; }

  // What stands between "N 0 obj" and "endobj"; empty: there is no such object.
  std::string_view object(std::size_t number) const {
    if (number >= offsets_.size() || offsets_[number] >= text_.size()) return {};
    const std::string_view rest = text_.substr(offsets_[number]);
    if (number_at(rest, 0) != number) return {};
    const std::size_t end = rest.find("endobj");
    return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
  }

  // Numbers of the page objects, in their order.
  bool add_pages(std::size_t number, int depth, std::vector<std::size_t>& pages) const {
    const std::string_view node = object(number);
    if (depth > kMaxDepth || node.empty() || pages.size() > kMaxPrintedPages) return false;
    const std::size_t kids = node.find("/Kids");
    if (kids == std::string_view::npos) {
      pages.push_back(number);
      return true;
    }
    const std::size_t begin = node.find('[', kids), end = node.find(']', kids);
    if (begin == std::string_view::npos || end == std::string_view::npos) return false;
    for (std::size_t at = begin + 1; at < end;) {
      const auto kid = number_at(node, at);
      const std::size_t mark = node.find('R', at);
      if (!kid || mark == std::string_view::npos || mark > end) break;
      if (!add_pages(*kid, depth + 1, pages)) return false;
      at = mark + 1;
    }
    return true;
  }

 private:
  bool read_table(std::size_t at) {
    constexpr std::size_t kLine = 20;
    if (at >= text_.size() || !text_.substr(at).starts_with("xref")) return false;
    at = text_.find('\n', at);
    const auto first = number_at(text_, at);
    const std::size_t space = text_.find(' ', at);
    if (first != 0U || space == std::string_view::npos) return false;
    const auto count = number_at(text_, space);
    if (!count) return false;
    at = text_.find('\n', space);
    if (at == std::string_view::npos || *count > text_.size() / kLine) return false;
    for (std::size_t i = 0; i < *count; ++i) {
      const std::string_view line = text_.substr(std::min(at + 1 + i * kLine, text_.size()), kLine);
      const auto offset = number_at(line, 0);
      if (line.size() < kLine || !offset) return false;
      offsets_.push_back(line[17] == 'n' ? *offset : text_.size());
    }
    return true;
  }

  std::string_view text_, root_;
  std::vector<std::size_t> offsets_;
};

}  // namespace

Result<HeadingPages> heading_pages(ByteView pdf) {
  SANAD_TRY(const Printed printed, Printed::open(pdf));
  const auto tree = number_of(printed.root(), "/Pages ");
  std::vector<std::size_t> pages;
  if (!tree || !printed.add_pages(*tree, 0, pages)) return unknown();
  HeadingPages found;
  const auto names = number_of(printed.root(), "/Dests ");
  if (!names) return found;
  const std::string_view dests = printed.object(*names);
  for (std::size_t at = dests.find('/'); at != std::string_view::npos;) {
    const std::size_t bracket = dests.find('[', at);
    if (bracket == std::string_view::npos) break;
    std::string name(dests.substr(at + 1, bracket - at - 1));
    while (!name.empty() && name.back() == ' ') name.pop_back();
    const auto page = number_at(dests, bracket + 1);
    for (std::size_t i = 0; page && i < pages.size(); ++i)
      if (pages[i] == *page) found[name] = i + 1;
    const std::size_t end = dests.find(']', bracket);
    if (end == std::string_view::npos) break;
    at = dests.find('/', end);
  }
  return found;
}

}  // namespace sanad::present
