// HTML to PDF, by the browser that captures use, without a network.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace sanad::service {

enum class PrintStyle {
  kPage,      // as the browser has it
  kDocument,  // on the size of its own style, tagged, with an outline of its headings
};

// Starts one browser on first use and keeps it for the next page. Not thread-safe; used and
// destroyed by one thread.
class Printer {
 public:
  Printer(std::string browser_path, const Clock& clock);
  ~Printer();
  Result<Bytes> print(const std::string& html, PrintStyle style = PrintStyle::kPage);

 private:
  struct Running;
  Result<void> start();
  std::string browser_path_;
  const Clock& clock_;
  std::unique_ptr<Running> running_;
};

}  // namespace sanad::service
