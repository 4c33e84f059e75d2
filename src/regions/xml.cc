#include "xml.h"

#include <algorithm>

namespace sanad::regions {
namespace {

constexpr int kMaxDepth = 16;

Error wrong() { return {ErrorCode::kInvalid, "the file of a cascade is no XML of OpenCV's"}; }

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  Result<Element> file() {
    SANAD_CHECK(pass_over());
    SANAD_TRY(Element root, element(0));
    SANAD_CHECK(pass_over());
    if (!rest_.empty()) return wrong();
    return root;
  }

 private:
  // Up to and with the mark.
  Result<std::string_view> take_until(std::string_view mark) {
    const std::size_t at = rest_.find(mark);
    if (at == std::string_view::npos) return wrong();
    const std::string_view taken = rest_.substr(0, at);
    rest_.remove_prefix(at + mark.size());
    return taken;
  }

  // White space, comments and the head.
  Result<void> pass_over() {
    while (true) {
      const std::size_t at = rest_.find_first_not_of(" \t\r\n");
      rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at);
      if (rest_.starts_with("<!--")) {
        SANAD_CHECK(take_until("-->"));
      } else if (rest_.starts_with("<?")) {
        SANAD_CHECK(take_until("?>"));
      } else {
        return {};
      }
    }
  }

  // Stands at the "<" of its beginning.
  Result<Element> element(int depth) {
    if (depth > kMaxDepth || !rest_.starts_with('<')) return wrong();
    rest_.remove_prefix(1);
    SANAD_TRY(std::string_view head, take_until(">"));
    Element out;
    const bool is_empty = head.ends_with('/');
    if (is_empty) head.remove_suffix(1);
    out.name = head.substr(0, head.find_first_of(" \t\r\n"));
    if (out.name.empty() || out.name.front() == '/') return wrong();
    if (is_empty) return out;
    SANAD_CHECK(pass_over());
    out.text = rest_.substr(0, rest_.find('<'));
    rest_.remove_prefix(out.text.size());
    while (true) {
      SANAD_CHECK(pass_over());
      if (!rest_.starts_with("</")) {
        SANAD_TRY(Element inner, element(depth + 1));
        out.children.push_back(std::move(inner));
        continue;
      }
      rest_.remove_prefix(2);
      SANAD_TRY(const std::string_view name, take_until(">"));
      if (name != out.name) return wrong();
      return out;
    }
  }

  std::string_view rest_;
};

}  // namespace

const Element* Element::child(std::string_view wanted) const {
  const auto at = std::ranges::find(children, wanted, &Element::name);
  return at == children.end() ? nullptr : &*at;
}

Result<Element> read_xml(std::string_view text) { return Reader(text).file(); }

}  // namespace sanad::regions
