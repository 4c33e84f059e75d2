#include "parts/html_nesting.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <vector>

namespace sanad::parts {
namespace {

template <std::size_t N>
using Names = std::array<std::string_view, N>;

template <std::size_t N>
bool is_one_of(std::string_view name, const Names<N>& names) {
  return std::ranges::find(names, name) != names.end();
}

constexpr Names<16> kEmpty = {"area",  "base",   "basefont", "br",  "bgsound", "col",
                              "embed", "frame",  "hr",       "img", "input",   "link",
                              "meta",  "source", "track",    "wbr"};
constexpr Names<9> kRaw = {"script", "style",   "textarea", "title",    "xmp",
                           "iframe", "noembed", "noframes", "plaintext"};
constexpr Names<14> kFormatting = {"a",    "b", "big",   "code",   "em",     "font", "i",
                                   "nobr", "s", "small", "strike", "strong", "tt",   "u"};
constexpr Names<12> kInline = {"span", "label", "mark", "sub",  "sup", "abbr",
                               "bdi",  "bdo",   "cite", "time", "q",   "ins"};
// Beyond which no end tag reaches, save those of tables.
constexpr Names<12> kWalls = {"table",  "td",      "th",     "caption",       "template", "object",
                              "applet", "marquee", "button", "foreignobject", "desc",     "html"};
constexpr Names<8> kInTables = {"td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup"};
constexpr Names<2> kTableWalls = {"table", "template"};
// Which end an open paragraph.
constexpr Names<38> kBlocks = {
    "address", "article", "aside",   "blockquote", "center",   "details", "dialog",     "dir",
    "div",     "dl",      "dd",      "dt",         "fieldset", "figure",  "figcaption", "footer",
    "form",    "h1",      "h2",      "h3",         "h4",       "h5",      "h6",         "header",
    "hgroup",  "li",      "listing", "main",       "menu",     "nav",     "ol",         "p",
    "pre",     "section", "summary", "table",      "ul",       "hr"};
constexpr Names<3> kForeign = {"svg", "math", "select"};

bool is_formatting(std::string_view name) { return is_one_of(name, kFormatting); }
bool is_block(std::string_view name) {
  return is_one_of(name, kBlocks) || is_one_of(name, kWalls) || is_one_of(name, kInTables);
}
bool is_in_line(std::string_view name) { return is_formatting(name) || is_one_of(name, kInline); }

struct Tag {
  std::string name;  // in small letters
  bool is_end = false, is_closed = false;
  std::size_t end = 0;  // behind it
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// The place behind a tag whose name ends at that place; the page's end where it has none.
std::size_t end_of_tag(std::string_view html, std::size_t at, bool& is_closed) {
  while (at < html.size()) {
    while (at < html.size() && (is_space(html[at]) || html[at] == '/')) {
      is_closed = html[at] == '/';
      ++at;
    }
    if (at == html.size()) break;
    if (html[at] == '>') return at + 1;
    is_closed = false;
    at = html.find_first_of(" \t\n\r\f/>=", at + 1);  // a name may begin with any of them
    while (at < html.size() && is_space(html[at])) ++at;
    if (at >= html.size() || html[at] != '=') continue;
    at = html.find_first_not_of(" \t\n\r\f", at + 1);
    if (at >= html.size()) break;
    const char quote = html[at];
    if (quote == '"' || quote == '\'') {
      at = html.find(quote, at + 1);
      at = at == std::string_view::npos ? html.size() : at + 1;
    } else {
      at = html.find_first_of(" \t\n\r\f>", at);
    }
  }
  return html.size();
}

std::optional<Tag> tag_at(std::string_view html, std::size_t at) {
  Tag tag;
  std::size_t from = at + 1;
  if (from < html.size() && html[from] == '/') {
    tag.is_end = true;
    ++from;
  }
  if (from >= html.size() || std::isalpha(static_cast<unsigned char>(html[from])) == 0)
    return std::nullopt;
  const std::size_t to = std::min(html.find_first_of(" \t\n\r\f/>", from), html.size());
  for (const char c : html.substr(from, to - from))
    tag.name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  tag.end = end_of_tag(html, to, tag.is_closed);
  return tag;
}

// Behind what begins with "<" there and is no tag: a comment, a declaration, or the sign alone.
std::size_t end_of_other(std::string_view html, std::size_t at) {
  const auto behind = [&](std::string_view what, std::size_t from) {
    const std::size_t found = html.find(what, from);
    return found == std::string_view::npos ? html.size() : found + what.size();
  };
  const std::string_view rest = html.substr(at);
  if (rest.starts_with("<!--")) return std::min(behind("-->", at + 2), behind("--!>", at + 4));
  if (rest.starts_with("<!") || rest.starts_with("<?") || rest.starts_with("</"))
    return behind(">", at + 1);
  return at + 1;
}

// Where the end tag of an element begins whose content is no markup.
std::size_t end_of_raw(std::string_view html, std::size_t at, std::string_view name) {
  while ((at = html.find("</", at)) != std::string_view::npos) {
    const std::string_view found = html.substr(at + 2, name.size());
    const bool is_it = std::ranges::equal(found, name, [](char a, char b) {
      return std::tolower(static_cast<unsigned char>(a)) == b;
    });
    const std::size_t behind = at + 2 + name.size();
    if (is_it && (behind >= html.size() || is_space(html[behind]) || html[behind] == '/' ||
                  html[behind] == '>'))
      return at;
    at += 2;
  }
  return html.size();
}

class Nesting {
 public:
  Nesting(std::string_view html, std::size_t most) : html_(html), most_(most) {}

  std::optional<std::string> read() {
    std::size_t at = 0;
    while ((at = html_.find('<', at)) != std::string_view::npos) {
      const auto tag = tag_at(html_, at);
      if (!tag) {
        at = end_of_other(html_, at);
        continue;
      }
      const bool is_kept = tag->is_end ? end(tag->name) : begin(*tag);
      if (!is_kept) drop(at, *tag);
      at = tag->end;
      if (!tag->is_end && is_one_of(tag->name, kRaw) && !is_in_foreign())
        at = end_of_raw(html_, at, tag->name);
    }
    if (!is_changed_) return std::nullopt;
    out_ += html_.substr(copied_);
    return std::move(out_);
  }

 private:
  struct Open {
    std::string name;
    std::size_t lingering;  // of what formats, before it
  };

  bool is_in_foreign() const {
    return std::ranges::any_of(open_,
                               [](const Open& one) { return is_one_of(one.name, kForeign); });
  }

  // The nearest open element of that name, unless one that is_wall() is nearer; open_.size(): none.
  std::size_t nearest(std::string_view name,
                      const std::function<bool(const std::string&)>& is_wall) {
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i].name == name) return i;
      if (is_wall(open_[i].name)) break;
    }
    return open_.size();
  }

  // Answers whether the tag stays.
  bool begin(const Tag& tag) {
    if (is_one_of(tag.name, kEmpty) || is_one_of(tag.name, kRaw)) return true;
    if (tag.is_closed && is_in_foreign()) return true;
    if (is_one_of(tag.name, kInTables)) {
      const auto is_template = [](const std::string& name) { return name == "template"; };
      if (nearest("table", is_template) == open_.size()) return true;  // it means nothing there
    }
    close_by_begin(tag.name);
    const bool has_room = open_.size() + (is_formatting(tag.name) ? lingering_ : 0) < most_;
    if (has_room) {
      open_.push_back({tag.name, lingering_});
    } else {
      too_deep_.push_back(tag.name);
    }
    return has_room;
  }

  // What the begin of an element ends.
  void close_by_begin(const std::string& name) {
    const auto is_wall = [](const std::string& other) { return is_one_of(other, kWalls); };
    const auto is_wall_of_items = [](const std::string& other) {
      return !is_in_line(other) && other != "div" && other != "p" && other != "address";
    };
    const auto is_table = [](const std::string& other) { return is_one_of(other, kTableWalls); };
    if (is_one_of(name, kBlocks)) cut(nearest("p", is_wall));
    if (name == "li") cut(nearest("li", is_wall_of_items));
    if (name == "option" && !open_.empty() && open_.back().name == "option") cut(open_.size() - 1);
    if (name == "dd" || name == "dt") {
      cut(nearest("dd", is_wall_of_items));
      cut(nearest("dt", is_wall_of_items));
    }
    if (is_one_of(name, kInTables)) {
      for (const std::string_view cell : {"td", "th", "caption"}) cut(nearest(cell, is_table));
      if (name != "td" && name != "th") cut(nearest("tr", is_table));
      if (name != "td" && name != "th" && name != "tr") {
        for (const std::string_view rows : {"tbody", "thead", "tfoot", "colgroup"})
          cut(nearest(rows, is_table));
      }
    }
    if (name == "a") {
      const std::size_t i = nearest("a", is_wall);
      if (i < open_.size()) open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  // Closes that element and all within it. What formats is opened again in what follows, where it
  // did not end itself, but not beyond a cell.
  void cut(std::size_t from) {
    if (from >= open_.size()) return;
    for (std::size_t i = from + 1; i < open_.size(); ++i)
      lingering_ += is_formatting(open_[i].name) && open_[i].name != "a" ? 1 : 0;
    for (std::size_t i = open_.size(); i-- > from;) {
      if (is_one_of(open_[i].name, kWalls)) lingering_ = open_[i].lingering;
    }
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(from), open_.end());
    too_deep_.clear();
  }

  // Answers whether the tag stays.
  bool end(const std::string& name) {
    if (!too_deep_.empty() && too_deep_.back() == name) {
      too_deep_.pop_back();
      return false;
    }
    const std::size_t place = nearest(name, [&](const std::string& other) {
      if (name == "table" || is_one_of(name, kInTables)) return is_one_of(other, kTableWalls);
      // What is no block closes none.
      return is_one_of(other, kWalls) || (!is_block(name) && is_block(other));
    });
    if (place == open_.size() && is_formatting(name) && lingering_ > 0) --lingering_;
    cut(place);
    return true;
  }

  void drop(std::size_t at, const Tag& tag) {
    out_ += html_.substr(copied_, at - copied_);
    if (!is_in_line(tag.name) && !out_.empty() && !is_space(out_.back())) out_ += '\n';
    copied_ = tag.end;
    is_changed_ = true;
  }

  std::string_view html_;
  std::size_t most_;
  std::vector<Open> open_;
  std::vector<std::string> too_deep_;
  std::size_t lingering_ = 0;
  std::string out_;
  std::size_t copied_ = 0;
  bool is_changed_ = false;
};

}  // namespace

std::optional<std::string> less_nested(std::string_view html, std::size_t most) {
  return Nesting(html, most).read();
}

}  // namespace sanad::parts
