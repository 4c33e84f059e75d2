#include "ocr/boxes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>

#include "internal.h"
#include "media/preview.h"

namespace sanad::ocr {
namespace {

constexpr std::uint64_t kMaxPixels = 50'000'000;
constexpr const char* kScriptModel = "Arabic";
constexpr std::array kFiles = {"haarcascade_frontalface_alt2", "haarcascade_profileface",
                               "haarcascade_russian_plate_number"};
constexpr regions::Search kSearch{};
// What was learned of faces reaches from the brows to the mouth, and of plates to the letters.
constexpr double kAroundFace = 0.25, kAroundPlate = 0.15, kAroundText = 0.15;
constexpr double kSureOfWord = 50;  // of 100: of one word at least, or a leaf is taken for letters
constexpr double kWordGap = 1.5;    // in heights of the line; wider ones part a line in two

struct Suggestion {
  const char* kind = "";
  std::string by;
  double x = 0, y = 0, width = 0, height = 0;  // pixels of the whole picture
};

// BT.601, in 256ths.
regions::Grey grey_of(const media::Preview& picture) {
  regions::Grey out{picture.width, picture.height, {}};
  out.pixels.reserve(picture.pixels.size() / 3);
  for (std::size_t i = 0; i + 2 < picture.pixels.size(); i += 3) {
    const unsigned sum =
        77U * picture.pixels[i] + 150U * picture.pixels[i + 1] + 29U * picture.pixels[i + 2];
    out.pixels.push_back(static_cast<std::uint8_t>(sum >> 8U));
  }
  return out;
}

class Suggester {
 public:
  explicit Suggester(regions::Grey whole) : whole_(std::move(whole)) {}

  Result<void> search(const Cascades& cascades) {
    const regions::Grey small = regions::shrunk(whole_, kSearchSide);
    const double by = static_cast<double>(whole_.width) / small.width;
    SANAD_CHECK(search(cascades.frontal(), "face", kAroundFace, small, by, false));
    SANAD_CHECK(search(cascades.profile(), "face", kAroundFace, small, by, false));
    SANAD_CHECK(
        search(cascades.profile(), "face", kAroundFace, regions::mirrored(small), by, true));
    return search(cascades.plate(), "plate", kAroundPlate, small, by, false);
  }

  Result<void> read(const Models& models) {
    regions::Grey small = regions::shrunk(whole_, kTextSide);
    const GreyPage page = legible({1, small.width, small.height, std::move(small.pixels)});
    SANAD_TRY(const auto engine,
              Engine::open(kScriptModel, *models.find(kScriptModel), Layout::kScattered));
    const Reading reading = engine->read(page, kTextSeconds);
    cut_ |= reading.out_of_time || reading.words.size() >= kMaxWords;
    const double by = static_cast<double>(whole_.width) / page.width;
    std::vector<Word> run;
    for (const Word& word : reading.words) {
      if (!run.empty() && is_apart(run.back(), word)) add_run(run, by);
      run.push_back(word);
      if (word.ends_line) add_run(run, by);
    }
    add_run(run, by);
    return {};
  }

  json::Object answer() const {
    json::Array found;
    for (const Suggestion& one : found_) {
      const double left = std::clamp(std::floor(one.x), 0.0, whole_.width - 1.0);
      const double top = std::clamp(std::floor(one.y), 0.0, whole_.height - 1.0);
      const double right = std::clamp(std::ceil(one.x + one.width), left + 1, whole_.width * 1.0);
      const double bottom = std::clamp(std::ceil(one.y + one.height), top + 1, whole_.height * 1.0);
      found.emplace_back(json::Object{
          {"kind", one.kind},
          {"by", one.by},
          {"box", json::Array{static_cast<int>(left), static_cast<int>(top),
                              static_cast<int>(right - left), static_cast<int>(bottom - top)}}});
    }
    return {{"width", whole_.width},
            {"height", whole_.height},
            {"found", std::move(found)},
            {"cut", cut_}};
  }

 private:
  Result<void> search(const Cascades::Named& what, const char* kind, double around,
                      const regions::Grey& picture, double by, bool is_mirrored) {
    SANAD_TRY(const regions::Found found, what.cascade.find(picture, kSearch));
    cut_ |= found.cut;
    for (const regions::Box& box : found.boxes) {
      const int x = is_mirrored ? picture.width - box.x - box.width : box.x;
      add({kind, what.name, x * by, box.y * by, box.width * by, box.height * by}, around);
    }
    return {};
  }

  // Words stand in the order of reading, from the right or from the left.
  static bool is_apart(const Word& a, const Word& b) {
    const int gap = std::max(b.left - a.right, a.left - b.right);
    return gap > kWordGap * std::max(a.bottom - a.top, b.bottom - b.top);
  }

  void add_run(std::vector<Word>& run, double by) {
    if (run.empty()) return;
    Word all = run.front();
    for (const Word& word : run) {
      all.confidence = std::max(all.confidence, word.confidence);
      all.left = std::min(all.left, word.left);
      all.top = std::min(all.top, word.top);
      all.right = std::max(all.right, word.right);
      all.bottom = std::max(all.bottom, word.bottom);
    }
    run.clear();
    if (all.confidence < kSureOfWord) return;
    const double high = (all.bottom - all.top) * by;
    Suggestion text{"text",       Engine::version(),           all.left * by,
                    all.top * by, (all.right - all.left) * by, high};
    // By its height on every side: a line is long.
    text.x -= high * kAroundText;
    text.width += 2 * high * kAroundText;
    text.y -= high * kAroundText;
    text.height += 2 * high * kAroundText;
    keep(std::move(text));
  }

  void add(Suggestion one, double around) {
    one.x -= one.width * around;
    one.y -= one.height * around;
    one.width *= 1 + 2 * around;
    one.height *= 1 + 2 * around;
    // A face that looks half aside is found twice.
    for (const Suggestion& other : found_)
      if (std::string_view(other.kind) == one.kind && shared(one, other) > 0.5) return;
    keep(std::move(one));
  }

  // Of what both cover together.
  static double shared(const Suggestion& a, const Suggestion& b) {
    const double wide = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const double high = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    if (wide <= 0 || high <= 0) return 0;
    return wide * high / (a.width * a.height + b.width * b.height - wide * high);
  }

  void keep(Suggestion one) {
    const auto of_kind = std::ranges::count_if(
        found_, [&](const Suggestion& other) { return std::string_view(other.kind) == one.kind; });
    if (static_cast<std::size_t>(of_kind) < kMaxSuggestions)
      found_.push_back(std::move(one));
    else
      cut_ = true;
  }

  regions::Grey whole_;
  std::vector<Suggestion> found_;
  bool cut_ = false;
};

}  // namespace

Result<Cascades> Cascades::load(const std::string& folder) {
  Cascades out;
  const std::string from = folder.empty() ? SANAD_CASCADES : folder;
  for (const char* name : kFiles) {
    std::ifstream file(from + "/" + name + ".xml", std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    auto cascade = regions::Cascade::parse(text);
    if (!cascade.ok())
      return Error{ErrorCode::kUnavailable,
                   "faces and plates cannot be looked for here; install the package opencv-data"};
    out.all_.push_back({name, std::move(*cascade)});
  }
  return out;
}

Result<json::Object> suggest_boxes(ByteView item, const Models& models, const Cascades& cascades) {
  SANAD_TRY(media::WholePicture picture, media::whole_picture(item, {.max_pixels = kMaxPixels}));
  Suggester suggester(grey_of(picture.picture));
  picture = {};
  SANAD_CHECK(suggester.search(cascades));
  SANAD_CHECK(suggester.read(models));
  return suggester.answer();
}

}  // namespace sanad::ocr
