// Office properties: ECMA-376 part 2, section 11, and part 1, section 22.2; OpenDocument 1.3,
// section 4.3.
#include "parts/properties.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/utf8.h"
#include "internal.h"

namespace sanad::parts {
namespace {

constexpr std::size_t kMaxPropertiesFile = 4U << 20U;
constexpr std::array<std::string_view, 4> kFiles = {"docProps/core.xml", "docProps/app.xml",
                                                    "docProps/custom.xml", "meta.xml"};
// Types of custom properties (ECMA-376 part 1, section 22.4).
constexpr std::array<std::string_view, 6> kVariants = {"lpwstr", "lpstr", "i4",
                                                       "r8",     "bool",  "filetime"};

std::string_view local(const char* name) {
  const std::string_view all(name);
  const std::size_t colon = all.rfind(':');
  return colon == std::string_view::npos ? all : all.substr(colon + 1);
}

// Elements that hold text are properties, named by themselves or, where they have one, by their
// attribute "name"; the attributes of OpenDocument's statistics are properties too.
class PropertiesXml {
 public:
  explicit PropertiesXml(PropertyList& list)
      : list_(list), parser_(::XML_ParserCreate(nullptr), ::XML_ParserFree) {
    ::XML_SetUserData(parser_.get(), this);
    ::XML_SetElementHandler(parser_.get(), on_start, on_end);
    ::XML_SetCharacterDataHandler(parser_.get(), on_text);
    ::XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
  }
  void read(ByteView bytes) {
    ::XML_Parse(parser_.get(), reinterpret_cast<const char*>(bytes.data()),
                static_cast<int>(bytes.size()), 1);
  }

 private:
  static constexpr std::size_t kMaxDepth = 16;

  static void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    auto& self = *static_cast<PropertiesXml*>(data);
    std::string own(local(name));
    for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
      if (local(at[0]) == "name") own = at[1];
      if (local(name) == "document-statistic")
        self.list_.add("office", std::string(local(at[0])), at[1]);
    }
    self.names_.push_back(std::move(own));
    self.text_.clear();
    if (self.names_.size() > kMaxDepth) ::XML_StopParser(self.parser_.get(), XML_FALSE);
  }
  static void on_end(void* data, const XML_Char*) {
    auto& self = *static_cast<PropertiesXml*>(data);
    if (!self.text_.empty() && !self.names_.empty()) self.take();
    self.text_.clear();
    if (!self.names_.empty()) self.names_.pop_back();
  }
  void take() {
    const bool is_space = std::ranges::all_of(
        text_, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
    if (is_space) return;
    // "<property name=…><vt:lpwstr>…": the name is one level up.
    const bool is_variant =
        names_.size() >= 3 && std::ranges::find(kVariants, names_.back()) != kVariants.end();
    list_.add("office", is_variant ? names_[names_.size() - 2] : names_.back(), text_);
  }
  static void on_text(void* data, const XML_Char* text, int length) {
    auto& self = *static_cast<PropertiesXml*>(data);
    if (self.text_.size() <= kMaxPropertyBytes)
      self.text_.append(text, static_cast<std::size_t>(length));
  }
  static void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    ::XML_StopParser(static_cast<PropertiesXml*>(data)->parser_.get(), XML_FALSE);
  }

  PropertyList& list_;
  std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser_;
  std::vector<std::string> names_;
  std::string text_;
};

// Where the links of a document lead: ECMA-376 part 2, section 9.3 (relationships to the outside),
// and OpenDocument 1.3 part 3, section 19.910 (xlink:href of text:a and draw:a). They stand behind
// words and are no text of it.
class LinksXml {
 public:
  explicit LinksXml(std::vector<std::string>& links)
      : links_(links), parser_(::XML_ParserCreate(nullptr), ::XML_ParserFree) {
    ::XML_SetUserData(parser_.get(), this);
    ::XML_SetStartElementHandler(parser_.get(), on_start);
    ::XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
  }
  void read(ByteView bytes) {
    ::XML_Parse(parser_.get(), reinterpret_cast<const char*>(bytes.data()),
                static_cast<int>(bytes.size()), 1);
  }

 private:
  static void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    auto& self = *static_cast<LinksXml*>(data);
    const bool is_relation = local(name) == "Relationship", is_anchor = local(name) == "a";
    if (!is_relation && !is_anchor) return;
    std::string_view to;
    bool is_outside = is_anchor;
    for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
      if (local(at[0]) == (is_anchor ? "href" : "Target")) to = at[1];
      if (local(at[0]) == "TargetMode") is_outside = std::string_view(at[1]) == "External";
    }
    if (!is_outside || to.empty() || to.front() == '#' || self.links_.size() >= kMaxLinks) return;
    if (std::ranges::find(self.links_, to) == self.links_.end()) self.links_.emplace_back(to);
  }
  static void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    ::XML_StopParser(static_cast<LinksXml*>(data)->parser_.get(), XML_FALSE);
  }

  std::vector<std::string>& links_;
  std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser_;
};

void office_properties(ByteView item, PropertyList& list) {
  const auto is_property = [](const std::string& name) {
    return std::ranges::find(kFiles, name) != kFiles.end();
  };
  const auto has_links = [](const std::string& name) {
    return name.ends_with(".rels") || name == "content.xml";
  };
  std::vector<std::string> links;
  read_members(
      item, kMaxPropertiesFile,
      [&](const std::string& name) { return is_property(name) || has_links(name); },
      [&](const std::string& name, const Bytes& bytes) {
        if (has_links(name)) {
          LinksXml(links).read(bytes);
        } else {
          PropertiesXml(list).read(bytes);
        }
        return true;
      });
  for (const std::string& link : links) list.add("office", "Link", link);
}

}  // namespace

void PropertyList::add(std::string group, std::string name, std::string_view value) {
  if (properties_.list.size() == kMaxProperties) {
    properties_.cut = true;
    return;
  }
  Text clean;
  set_text(value, clean);
  std::string& text = clean.text;
  if (text.size() > kMaxPropertyBytes) {
    properties_.cut = true;
    text.resize(kMaxPropertyBytes);
    text.resize(utf8_prefix_length(text));
  }
  name.resize(std::min<std::size_t>(name.size(), 100));
  properties_.list.push_back({std::move(group), replace_malformed_utf8(name), std::move(text)});
}

std::optional<Properties> properties_of(ByteView item, Kind kind) {
  Properties properties;
  PropertyList list(properties);
  switch (kind) {
    case Kind::kMail:
      mail_headers(item, list);
      break;
    case Kind::kOoxml:
    case Kind::kOdf:
      office_properties(item, list);
      break;
    case Kind::kPdf:
      pdf_properties(item, list, properties.xmp);
      break;
    default:
      return std::nullopt;
  }
  return properties;
}

}  // namespace sanad::parts
