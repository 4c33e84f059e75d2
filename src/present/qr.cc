#include "qr.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

#include "report_html.h"

namespace sanad::present {
namespace {

constexpr int kQuietModules = 4;
constexpr unsigned kDark = 1;

struct Free {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Result<std::string> qr_svg(std::string_view text, std::string_view label) {
  const std::string whole(text);
  const int smallest_that_holds_it = 0, case_sensitive = 1;
  const std::unique_ptr<QRcode, Free> code(QRcode_encodeString(
      whole.c_str(), smallest_that_holds_it, QR_ECLEVEL_M, QR_MODE_8, case_sensitive));
  if (code == nullptr)
    return Error{ErrorCode::kLimit, "this is longer than a QR code holds; shorten its words"};
  // A run of dark modules of one row is one rectangle of the path.
  std::string path;
  for (int y = 0; y < code->width; ++y) {
    const unsigned char* row = code->data + static_cast<std::ptrdiff_t>(y) * code->width;
    for (int x = 0; x < code->width;) {
      int end = x;
      while (end < code->width && (row[end] & kDark) != 0) ++end;
      if (end > x)
        path +=
            fmt::format("M{} {}h{}v1h-{}z", x + kQuietModules, y + kQuietModules, end - x, end - x);
      x = end + 1;
    }
  }
  const int side = code->width + 2 * kQuietModules;
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" viewBox=\"0 0 {0} {0}\" role=\"img\" "
      "aria-label=\"{1}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 "
      "0h{0}v{0}h-{0}z\"/><path fill=\"#000\" d=\"{2}\"/></svg>",
      side, escape(label), path);
}

}  // namespace sanad::present
