// Whether the bytes of parts are those that the shown parts name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "context.h"

namespace sanad::verifier {

// Of one exhibit; told of each shown part of its excerpt, in order. Each part whose bytes are in
// the bundle must be among them, without a masked word.
class AttachmentCheck {
 public:
  AttachmentCheck(const Context& context, const IndexedExhibit& indexed)
      : context_(context), indexed_(indexed) {}
  void part(std::uint64_t number, std::string_view line, bool is_masked);
  std::vector<std::string> finish();

 private:
  void problem(std::uint64_t number);

  const Context& context_;
  const IndexedExhibit& indexed_;
  std::size_t next_ = 0;
  std::vector<std::string> problems_;
};

}  // namespace sanad::verifier
