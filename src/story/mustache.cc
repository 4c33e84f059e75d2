#include "mustache.h"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <map>

#include "story/html.h"

namespace sanad::story {
namespace {

namespace engine = kainjow::mustache;

// Thrown by what the engine calls and caught below; nothing else of this file throws.
struct LimitReached {};

engine::data data_of(const json::Value& value) {
  if (const std::string* text = value.as_string())
    return text->empty() ? engine::data(false) : engine::data(*text);
  if (const auto whole = value.as_int()) return engine::data(std::to_string(*whole));
  if (const double* number = value.as_number()) return engine::data(fmt::format("{}", *number));
  if (const bool* is_true = value.as_bool()) return engine::data(*is_true);
  if (const json::Array* array = value.as_array()) {
    engine::list list;
    list.reserve(array->size());
    for (const json::Value& one : *array) list.push_back(data_of(one));
    return engine::data(list);
  }
  if (const json::Object* object = value.as_object()) {
    engine::data result(engine::data::type::object);
    for (const json::Member& member : *object) result[member.name] = data_of(member.value);
    return result;
  }
  return engine::data(false);
}

// What is looked up, and how much has been: the engine has no bounds of its own.
class BoundedContext final : public engine::basic_context<std::string> {
 public:
  BoundedContext(const engine::data& root, const PartialOf& partial, std::size_t template_bytes)
      : partial_(partial), template_bytes_(template_bytes) {
    stack_.push_back(&root);
    spend(template_bytes);
  }

  void push(const engine::data* data) override {
    spend(template_bytes_);  // a section writes at most the whole template
    stack_.push_back(data);
  }
  void pop() override { stack_.pop_back(); }

  const engine::data* get(const std::string& name) const override {
    spend(1);
    if (name == ".") return stack_.back();
    const std::size_t dot = name.find('.');
    const std::string first = name.substr(0, dot);
    const engine::data* found = nullptr;
    for (auto one = stack_.rbegin(); one != stack_.rend() && found == nullptr; ++one)
      found = (*one)->get(first);
    for (std::size_t at = dot; found != nullptr && at != std::string::npos;) {
      const std::size_t next = name.find('.', at + 1);
      found = found->get(name.substr(at + 1, next == std::string::npos ? next : next - at - 1));
      at = next;
    }
    if (found != nullptr && found->is_string()) spend(found->string_value().size());
    return found;
  }

  const engine::data* get_partial(const std::string& name) const override {
    const auto known = partials_.find(name);
    const engine::data& data = known != partials_.end()
                                   ? known->second
                                   : partials_.emplace(name, partial_(name)).first->second;
    template_bytes_ = std::max(template_bytes_, data.string_value().size());
    spend(data.string_value().size());
    return &data;
  }

 private:
  void spend(std::size_t bytes) const {
    spent_bytes_ += bytes;
    if (++lookups_ > kMaxLookups || spent_bytes_ > kMaxWorkBytes) throw LimitReached();
  }

  static constexpr std::size_t kMaxWorkBytes = 32 * kMaxPageBytes;
  const PartialOf& partial_;
  std::vector<const engine::data*> stack_;
  mutable std::map<std::string, engine::data> partials_;
  mutable std::size_t template_bytes_;
  mutable std::size_t spent_bytes_ = 0;
  mutable std::size_t lookups_ = 0;
};

std::string escape_json(std::string_view text) {
  const std::string quoted = json::format_canonical(json::Value(text));
  return quoted.substr(1, quoted.size() - 2);
}

bool is_tag_name(std::string_view name) {
  return name == "." || (!name.empty() && name.front() != '.' && name.back() != '.' &&
                         std::ranges::all_of(name, [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
                         }));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// What stands within braces, without the sign that says what it is.
struct Tag {
  char sign = 0;  // 0: a value
  std::string_view name;
};

Result<void> apply(const Tag& tag, std::vector<std::string_view>& open,
                   std::vector<std::string>& partials) {
  const auto refuse = [&](std::string_view what) {
    return Error{ErrorCode::kInvalid, fmt::format("the tag \"{}\" {}", tag.name, what)};
  };
  if (tag.sign == '!') return {};
  if (tag.sign == '=') return refuse("changes the delimiters, which is not done here");
  if (!is_tag_name(tag.name)) return refuse("is no name");
  if (tag.sign == '#' || tag.sign == '^') {
    open.push_back(tag.name);
    if (open.size() > kMaxSectionDepth) return refuse("is within too many sections");
  } else if (tag.sign == '/') {
    if (open.empty() || open.back() != tag.name) return refuse("ends a section that is not open");
    open.pop_back();
  } else if (tag.sign == '>') {
    partials.emplace_back(tag.name);
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> check_template(std::string_view text) {
  if (text.size() > kMaxTemplateBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("a template has at most {} bytes", kMaxTemplateBytes)};
  std::vector<std::string_view> open;
  std::vector<std::string> partials;
  while (true) {
    const std::size_t begin = text.find("{{");
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin + 2);
    const bool is_raw = text.starts_with('{');
    if (is_raw) text.remove_prefix(1);
    const std::string_view closing = is_raw ? "}}}" : "}}";
    const std::size_t end = text.find(closing);
    if (end == std::string_view::npos)
      return Error{ErrorCode::kInvalid, "a tag is opened and not closed"};
    Tag tag{0, trimmed(text.substr(0, end))};
    if (!is_raw && !tag.name.empty() &&
        std::string_view("#^/>&!=").find(tag.name[0]) != std::string_view::npos)
      tag = {tag.name[0], trimmed(tag.name.substr(1))};
    SANAD_CHECK(apply(tag, open, partials));
    text.remove_prefix(end + closing.size());
  }
  if (!open.empty())
    return Error{ErrorCode::kInvalid, fmt::format("the section \"{}\" has no end", open.back())};
  return partials;
}

Result<std::string> render(const std::string& text, const json::Value& context, Escape escape,
                           const PartialOf& partial) {
  engine::mustache page(text);
  if (!page.is_valid()) return Error{ErrorCode::kInvalid, page.error_message()};
  page.set_custom_escape([escape](const std::string& value) {
    return escape == Escape::kHtml ? escape_html(value) : escape_json(value);
  });
  const engine::data root = data_of(context);
  try {
    BoundedContext bounded(root, partial, text.size());
    std::ostringstream out;
    page.render(bounded, out);
    if (!page.is_valid()) return Error{ErrorCode::kInvalid, page.error_message()};
    std::string result = std::move(out).str();
    if (result.size() <= kMaxPageBytes) return result;
  } catch (const LimitReached&) {
  }
  return Error{ErrorCode::kLimit, "the template writes too much"};
}

std::string partial_file(std::string_view template_name, std::string_view partial) {
  const std::size_t dot = template_name.rfind('.');
  const std::string_view ending = dot == std::string_view::npos ? "" : template_name.substr(dot);
  return std::string(partial) + std::string(ending);
}

}  // namespace sanad::story
