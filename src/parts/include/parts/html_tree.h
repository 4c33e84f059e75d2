// A page as gumbo's tree, walked without recursion: hostile pages nest deeply.
#pragma once

#include <gumbo.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parts/html_nesting.h"

namespace sanad::parts {

inline bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

// html outlives it. Elements that nest deeper than kMaxNesting are not in it; their text is.
class HtmlTree {
 public:
  explicit HtmlTree(std::string_view html) : less_nested_(less_nested(html)) {
    if (less_nested_) html = *less_nested_;
    output_ = ::gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
  }
  ~HtmlTree() {
    if (output_ != nullptr && deepest_ < kDeepestFreed)
      ::gumbo_destroy_output(&kGumboDefaultOptions, output_);
  }
  HtmlTree(const HtmlTree&) = delete;
  HtmlTree& operator=(const HtmlTree&) = delete;

  // Without recursion, for hostile pages nest deeply. enter answers whether to go into a node.
  void walk(const std::function<bool(const GumboNode&)>& enter,
            const std::function<void(const GumboNode&)>& leave) {
    if (output_ == nullptr) return;
    const GumboNode* node = output_->document;
    int depth = 0;
    std::vector<unsigned> at = {0};
    std::vector<const GumboNode*> path;
    if (!enter(*node)) return;
    path.push_back(node);
    while (!path.empty()) {
      const GumboVector* children = children_of(*path.back());
      if (children == nullptr || at.back() >= children->length) {
        leave(*path.back());
        path.pop_back();
        at.pop_back();
        --depth;
        continue;
      }
      node = static_cast<const GumboNode*>(children->data[at.back()++]);
      deepest_ = std::max(deepest_, depth + 1);
      if (!enter(*node)) continue;
      path.push_back(node);
      at.push_back(0);
      ++depth;
    }
  }

 private:
  static const GumboVector* children_of(const GumboNode& node) {
    if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
    if (node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE)
      return &node.v.element.children;
    return nullptr;
  }
  static constexpr int kDeepestFreed = 10'000;  // gumbo frees by recursion; a deeper tree is left

  std::optional<std::string> less_nested_;
  GumboOutput* output_ = nullptr;
  int deepest_ = 0;
};

}  // namespace sanad::parts
