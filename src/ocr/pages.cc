#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <cmath>

#include "internal.h"
#include "media/preview.h"

namespace sanad::ocr {
namespace {

constexpr double kPageDpi = 200;
// A number at the foot of a scanned page is no text of its own.
constexpr std::size_t kOwnTextBytes = 40;
constexpr int kEnlargedBelow = 1000;  // pixels of the longer side

void silent(const std::string&, void*) {}

// Letters of small pictures are smaller than what the models have learned: twice as large, by
// linear interpolation.
GreyPage enlarged(const GreyPage& page) {
  GreyPage out{page.number, page.width * 2, page.height * 2, {}};
  out.pixels.reserve(page.pixels.size() * 4);
  const auto at = [&](int x, int y) {
    x = std::min(x, page.width - 1);
    y = std::min(y, page.height - 1);
    return unsigned{page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) +
                                static_cast<std::size_t>(x)]};
  };
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const int left = x / 2, top = y / 2, right = left + x % 2, bottom = top + y % 2;
      const unsigned sum = at(left, top) + at(right, top) + at(left, bottom) + at(right, bottom);
      out.pixels.push_back(static_cast<std::uint8_t>(sum / 4));
    }
  }
  return out;
}

GreyPage grey(const media::Preview& picture) {
  GreyPage page{1, picture.width, picture.height, {}};
  page.pixels.reserve(picture.pixels.size() / 3);
  for (std::size_t i = 0; i + 2 < picture.pixels.size(); i += 3) {
    // BT.601, in 256ths.
    const unsigned sum =
        77U * picture.pixels[i] + 150U * picture.pixels[i + 1] + 29U * picture.pixels[i + 2];
    page.pixels.push_back(static_cast<std::uint8_t>(sum >> 8U));
  }
  return legible(std::move(page));
}

// Null where it cannot be drawn.
std::optional<GreyPage> draw(const poppler::page& page, int number) {
  const auto size = page.page_rect();
  const double longer = std::max(size.width(), size.height());
  if (longer <= 0) return std::nullopt;
  const double dpi = std::min(kPageDpi, 72.0 * kMaxSide / longer);
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  const poppler::image image = renderer.render_page(&page, dpi, dpi);
  if (!image.is_valid() || image.width() < 1 || image.height() < 1) return std::nullopt;
  GreyPage out{number, image.width(), image.height(), {}};
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(image.const_data());
  for (int y = 0; y < out.height; ++y) {
    const std::uint8_t* row = bytes + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row();
    out.pixels.insert(out.pixels.end(), row, row + out.width);
  }
  return out;
}

Result<int> pages_of_pdf(ByteView item, int most,
                         const std::function<bool(const GreyPage&)>& on_page) {
  poppler::set_debug_error_function(silent, nullptr);
  const std::unique_ptr<poppler::document> document(
      item.size() > std::size_t{INT32_MAX}
          ? nullptr
          : poppler::document::load_from_raw_data(reinterpret_cast<const char*>(item.data()),
                                                  static_cast<int>(item.size())));
  if (!document || document->is_locked())
    return Error{ErrorCode::kInvalid, "the PDF cannot be opened; it is damaged or encrypted"};
  int found = 0;
  bool wants_more = true;
  for (int i = 0; i < document->pages(); ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page || page->text().to_utf8().size() > kOwnTextBytes) continue;
    if (++found > most || !wants_more) continue;
    if (const auto drawn = draw(*page, i + 1)) wants_more = on_page(*drawn);
  }
  return found;
}

}  // namespace

GreyPage legible(GreyPage page) {
  return std::max(page.width, page.height) < kEnlargedBelow ? enlarged(page) : std::move(page);
}

Result<int> pages_of(ByteView item, int most, const std::function<bool(const GreyPage&)>& on_page) {
  if (parts::kind_of(item, {}) == parts::Kind::kPdf) return pages_of_pdf(item, most, on_page);
  const media::Format format = media::format_of(item);
  if (format == media::Format::kStream || format == media::Format::kUnknown)
    return Error{ErrorCode::kInvalid, "it is neither a picture nor a PDF"};
  SANAD_TRY(const media::Preview picture, media::preview(item, std::nullopt, {}, {}, kMaxSide));
  (void)on_page(grey(picture));
  return 1;
}

}  // namespace sanad::ocr
