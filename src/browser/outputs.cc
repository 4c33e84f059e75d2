// Pictures, PDF, MHTML and documents.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "browser/page.h"

namespace sanad::browser {
namespace {

constexpr int kOutputTimeoutMs = 120'000;

int side(const json::Value& value, std::string_view name) {
  const double* number = value[name].as_number();
  if (number == nullptr || !(*number > 0)) return 0;
  return static_cast<int>(std::ceil(std::min(*number, 1e9)));
}

}  // namespace

Result<PictureOutcome> Page::take_picture(PictureExtent extent, ByteSink& sink) {
  SANAD_TRY(const json::Value metrics,
            connection_.call("Page.getLayoutMetrics", {}, handle_.session, kOutputTimeoutMs));
  PictureOutcome outcome;
  outcome.page_width = side(metrics["cssContentSize"], "width");
  outcome.page_height = side(metrics["cssContentSize"], "height");
  outcome.width = side(metrics["cssLayoutViewport"], "clientWidth");
  outcome.height = side(metrics["cssLayoutViewport"], "clientHeight");
  json::Object params{{"format", json::Value("png")}, {"optimizeForSpeed", json::Value(true)}};
  if (extent == PictureExtent::kFullPage) {
    outcome.width = std::clamp(outcome.page_width, 1, kMaxPicturePixels);
    outcome.height = std::clamp(outcome.page_height, 1, kMaxPicturePixels);
    outcome.truncated = outcome.page_width > outcome.width || outcome.page_height > outcome.height;
    params.set("captureBeyondViewport", json::Value(true));
    params.set("clip", json::Object{{"x", json::Value(0)},
                                    {"y", json::Value(0)},
                                    {"width", json::Value(outcome.width)},
                                    {"height", json::Value(outcome.height)},
                                    {"scale", json::Value(1)}});
  }
  outcome.taken_at = clock_.now();
  SANAD_TRY(const json::Value answer, connection_.call("Page.captureScreenshot", std::move(params),
                                                       handle_.session, kOutputTimeoutMs));
  const std::string* data = answer["data"].as_string();
  if (data == nullptr) return Error{ErrorCode::kInvalid, "the browser gave no picture"};
  SANAD_TRY_WITH(const Bytes picture, parse_base64(*data), "reading a picture of the page");
  SANAD_CHECK(sink.write(picture));
  outcome.bytes = picture.size();
  return outcome;
}

Result<std::uint64_t> Page::print_pdf(ByteSink& sink, bool document) {
  SANAD_TRY(const json::Value answer,
            connection_.call("Page.printToPDF",
                             {{"transferMode", json::Value("ReturnAsStream")},
                              {"printBackground", json::Value(true)},
                              {"preferCSSPageSize", json::Value(document)},
                              {"generateTaggedPDF", json::Value(true)},
                              {"generateDocumentOutline", json::Value(document)}},
                             handle_.session, kOutputTimeoutMs));
  const std::string handle = answer["stream"].string_or("");
  if (handle.empty()) return Error{ErrorCode::kInvalid, "the browser gave no PDF"};
  return connection_.read_stream(handle, handle_.session, sink, kOutputTimeoutMs);
}

Result<std::uint64_t> Page::snapshot_mhtml(ByteSink& sink) {
  SANAD_TRY(const json::Value answer,
            connection_.call("Page.captureSnapshot", {{"format", json::Value("mhtml")}},
                             handle_.session, kOutputTimeoutMs));
  const std::string* data = answer["data"].as_string();
  if (data == nullptr) return Error{ErrorCode::kInvalid, "the browser gave no MHTML"};
  SANAD_CHECK(sink.write(as_bytes(*data)));
  return data->size();
}

Result<std::uint64_t> Page::write_document(const Observer::Frame& frame, ByteSink& sink) {
  SANAD_TRY(const std::int64_t context,
            isolated_context(frame.id, frame.session, kOutputTimeoutMs));
  // Kept in our own world as bytes and fetched in pieces, so that neither side holds it as JSON.
  SANAD_TRY(
      const json::Value length,
      evaluate_in(context, frame.session,
                  "globalThis.sanadBytes = new TextEncoder().encode(document.documentElement ?"
                  " document.documentElement.outerHTML : ''); sanadBytes.length",
                  kOutputTimeoutMs));
  const std::int64_t total = length.int_or(0);
  constexpr std::int64_t kPieceBytes = 384 * 1024;  // a multiple of 3, so that pieces join
  for (std::int64_t at = 0; at < total; at += kPieceBytes) {
    const std::string script = fmt::format(
        "(() => {{ const part = sanadBytes.subarray({}, {}); let text = '';"
        " for (let i = 0; i < part.length; i += 8192)"
        " text += String.fromCharCode.apply(null, part.subarray(i, i + 8192));"
        " return btoa(text); }})()",
        at, std::min(total, at + kPieceBytes));
    SANAD_TRY(const json::Value piece,
              evaluate_in(context, frame.session, script, kOutputTimeoutMs));
    SANAD_TRY_WITH(const Bytes bytes, parse_base64(piece.string_or("")), "reading the document");
    SANAD_CHECK(sink.write(bytes));
  }
  SANAD_CHECK(
      evaluate_in(context, frame.session, "delete globalThis.sanadBytes", kOutputTimeoutMs));
  return static_cast<std::uint64_t>(total);
}

std::vector<FrameDocument> Page::write_documents(
    const std::function<ByteSink&(const Observer::Frame&)>& sink_for) {
  std::vector<FrameDocument> documents;
  observer_.pump(0);
  for (const Observer::Frame& frame : observer_.frames()) {
    FrameDocument document{frame.id, frame.parent_id, frame.url, 0, {}};
    auto written = write_document(frame, sink_for(frame));
    if (written.ok()) {
      document.bytes = *written;
    } else {
      document.error = written.error().message;
    }
    documents.push_back(std::move(document));
  }
  return documents;
}

}  // namespace sanad::browser
