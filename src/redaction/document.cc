#include "redaction/document.h"

#include <fmt/format.h>

#include <vector>

namespace sanad::redaction {
namespace {

// The catalog and the list of pages stand first, then of each page three objects.
constexpr std::size_t kFirstPage = 3;
constexpr std::size_t kOfAPage = 3;
// Bytes that are no text follow: programs that copy files are not to change line ends.
constexpr std::string_view kHead = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";

// Half a point for each pixel: 144 pixels on an inch.
std::string points(std::uint32_t pixels) {
  return fmt::format("{}{}", pixels / 2, pixels % 2 == 1 ? ".5" : "");
}

class Writer {
 public:
  explicit Writer(ByteSink& sink) : sink_(sink) {}

  Result<void> write(ByteView bytes) {
    written_ += bytes.size();
    if (written_ > kMaxDocumentBytes)
      return Error{ErrorCode::kLimit, "the pages are too large for one document"};
    return sink_.write(bytes);
  }
  Result<void> write(std::string_view text) { return write(as_bytes(text)); }

  // The next object, with what stands in it.
  Result<void> object(std::string_view content) {
    SANAD_CHECK(begin());
    SANAD_CHECK(write(content));
    return write("\nendobj\n");
  }
  Result<void> stream(std::string_view dictionary, ByteView data) {
    SANAD_CHECK(begin());
    SANAD_CHECK(write(fmt::format("<<{}/Length {}>>\nstream\n", dictionary, data.size())));
    SANAD_CHECK(write(data));
    return write("\nendstream\nendobj\n");
  }

  Result<void> page(const PackedPicture& picture) {
    const std::size_t number = begins_.size() + 1;
    const std::string wide = points(picture.width), high = points(picture.height);
    SANAD_CHECK(
        object(fmt::format("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Resources"
                           "<</XObject<</I {} 0 R>>>>/Contents {} 0 R>>",
                           wide, high, number + 2, number + 1)));
    const std::string drawing = fmt::format("{} 0 0 {} 0 0 cm /I Do", wide, high);
    SANAD_CHECK(stream("", as_bytes(drawing)));
    return stream(
        fmt::format("/Type/XObject/Subtype/Image/Width {}/Height {}/ColorSpace/DeviceRGB"
                    "/BitsPerComponent 8/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3"
                    "/BitsPerComponent 8/Columns {}>>",
                    picture.width, picture.height, picture.width),
        picture.packed);
  }

  // Where each object begins, and the trailer.
  Result<void> finish() {
    const std::uint64_t at = written_;
    std::string text = fmt::format("xref\n0 {}\n0000000000 65535 f \n", begins_.size() + 1);
    for (const std::uint64_t begin : begins_) text += fmt::format("{:010} 00000 n \n", begin);
    text += fmt::format("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n",
                        begins_.size() + 1, at);
    return write(text);
  }

 private:
  Result<void> begin() {
    begins_.push_back(written_);
    return write(fmt::format("{} 0 obj\n", begins_.size()));
  }
  ByteSink& sink_;
  std::uint64_t written_ = 0;
  std::vector<std::uint64_t> begins_;
};

}  // namespace

Result<void> write_document(std::size_t pages,
                            const std::function<Result<Bytes>(std::size_t page)>& picture,
                            ByteSink& sink) {
  if (pages == 0 || pages > kMaxDocumentPages)
    return Error{ErrorCode::kInvalid, "a document has one page at least, and 10,000 at most"};
  Writer writer(sink);
  SANAD_CHECK(writer.write(kHead));
  SANAD_CHECK(writer.object("<</Type/Catalog/Pages 2 0 R>>"));
  std::string kids;
  for (std::size_t i = 0; i < pages; ++i)
    kids += fmt::format("{}{} 0 R", i == 0 ? "" : " ", kFirstPage + i * kOfAPage);
  SANAD_CHECK(writer.object(fmt::format("<</Type/Pages/Count {}/Kids[{}]>>", pages, kids)));
  for (std::size_t i = 0; i < pages; ++i) {
    SANAD_TRY(const Bytes file, picture(i));
    SANAD_TRY(const PackedPicture packed, unpack_png(file));
    SANAD_CHECK(writer.page(packed));
  }
  return writer.finish();
}

}  // namespace sanad::redaction
