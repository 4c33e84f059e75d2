// Files of cascades, as OpenCV's trainer writes them since version 2.4.
#include <charconv>
#include <cmath>

#include "regions/cascade.h"
#include "xml.h"

namespace sanad::regions {
namespace {

constexpr int kMinWindow = 4;
constexpr int kMaxWindow = 200;
constexpr std::size_t kMaxNumbers = 1'000;  // of one element
constexpr std::size_t kMaxRectangles = 3;
constexpr double kMaxNumber = 1e6;

Error other_form(const char* why) {
  return {ErrorCode::kInvalid, std::string("the file of a cascade is of another form: ") + why};
}

// Numbers with spaces between them; "2." is one.
Result<std::vector<double>> numbers_in(std::string_view text) {
  std::vector<double> numbers;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return numbers;
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n"));
    double number = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (failed != std::errc() || end != word.data() + word.size() ||
        !(std::abs(number) <= kMaxNumber) || numbers.size() == kMaxNumbers)
      return other_form("a number cannot be read");
    numbers.push_back(number);
    text.remove_prefix(word.size());
  }
}

Result<double> number_of(const Element& element, const char* name) {
  const Element* child = element.child(name);
  if (child == nullptr) return other_form("a number is missing");
  SANAD_TRY(const std::vector<double> numbers, numbers_in(child->text));
  if (numbers.size() != 1) return other_form("a number is missing");
  return numbers[0];
}

Result<const Element*> part_of(const Element& element, const char* name) {
  const Element* child = element.child(name);
  if (child == nullptr) return other_form("a part is missing");
  return child;
}

bool is_whole(double number) { return number == std::floor(number); }

// Whether every corner that its sum is made of lies within the window.
bool fits(const Cascade::Rectangle& one, bool is_tilted, int width, int height) {
  if (one.x < 0 || one.y < 0 || one.width < 1 || one.height < 1) return false;
  if (!is_tilted) return one.x + one.width <= width && one.y + one.height <= height;
  return one.x - one.height >= 0 && one.x + one.width <= width &&
         one.y + one.width + one.height <= height;
}

Result<Cascade::Feature> feature_of(const Element& element, int width, int height) {
  Cascade::Feature feature;
  if (element.child("tilted") != nullptr) {
    SANAD_TRY(const double tilted, number_of(element, "tilted"));
    feature.is_tilted = tilted != 0;
  }
  SANAD_TRY(const Element* rectangles, part_of(element, "rects"));
  for (const Element& one : rectangles->children) {
    SANAD_TRY(const std::vector<double> n, numbers_in(one.text));
    if (n.size() != 5 || !is_whole(n[0]) || !is_whole(n[1]) || !is_whole(n[2]) || !is_whole(n[3]))
      return other_form("a rectangle has other numbers");
    const Cascade::Rectangle rectangle{static_cast<int>(n[0]), static_cast<int>(n[1]),
                                       static_cast<int>(n[2]), static_cast<int>(n[3]),
                                       static_cast<float>(n[4])};
    if (!fits(rectangle, feature.is_tilted, width, height))
      return other_form("a rectangle ends outside of the window");
    feature.rectangles.push_back(rectangle);
  }
  if (feature.rectangles.empty() || feature.rectangles.size() > kMaxRectangles)
    return other_form("a feature has another number of rectangles");
  return feature;
}

// Each node leads to one that stands behind it, or to a leaf: so every walk ends.
bool is_sound(const Cascade::Tree& tree, std::size_t features) {
  const auto leads_on = [&](int place, std::size_t node) {
    if (place > 0)
      return static_cast<std::size_t>(place) > node &&
             static_cast<std::size_t>(place) < tree.nodes.size();
    return static_cast<std::size_t>(-place) < tree.leaves.size();
  };
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const Cascade::Node& node = tree.nodes[i];
    if (!leads_on(node.left, i) || !leads_on(node.right, i) || node.feature < 0 ||
        static_cast<std::size_t>(node.feature) >= features)
      return false;
  }
  return !tree.nodes.empty();
}

Result<Cascade::Tree> tree_of(const Element& element, std::size_t features) {
  SANAD_TRY(const Element* nodes, part_of(element, "internalNodes"));
  SANAD_TRY(const Element* leaves, part_of(element, "leafValues"));
  SANAD_TRY(const std::vector<double> n, numbers_in(nodes->text));
  SANAD_TRY(const std::vector<double> values, numbers_in(leaves->text));
  Cascade::Tree tree;
  for (std::size_t i = 0; i + 4 <= n.size(); i += 4) {
    if (!is_whole(n[i]) || !is_whole(n[i + 1]) || !is_whole(n[i + 2]))
      return other_form("a node has other numbers");
    tree.nodes.push_back({static_cast<int>(n[i]), static_cast<int>(n[i + 1]),
                          static_cast<int>(n[i + 2]), static_cast<float>(n[i + 3])});
  }
  tree.leaves.assign(values.begin(), values.end());
  if (n.size() % 4 != 0 || !is_sound(tree, features))
    return other_form("a tree leads nowhere, or to a feature that is not there");
  return tree;
}

Result<Cascade::Stage> stage_of(const Element& element, std::size_t features) {
  Cascade::Stage stage;
  SANAD_TRY(const double threshold, number_of(element, "stageThreshold"));
  stage.threshold = static_cast<float>(threshold);
  SANAD_TRY(const Element* trees, part_of(element, "weakClassifiers"));
  for (const Element& one : trees->children) {
    SANAD_TRY(Cascade::Tree tree, tree_of(one, features));
    stage.trees.push_back(std::move(tree));
  }
  return stage;
}

}  // namespace

Result<Cascade> Cascade::parse(std::string_view file) {
  if (file.size() > kMaxCascadeBytes) return other_form("it is larger than a cascade may be");
  SANAD_TRY(const Element root, read_xml(file));
  SANAD_TRY(const Element* cascade, part_of(root, "cascade"));
  const Element* kind = cascade->child("featureType");
  if (kind == nullptr || kind->text != "HAAR")
    return other_form("its features are of another kind");
  SANAD_TRY(const double width, number_of(*cascade, "width"));
  SANAD_TRY(const double height, number_of(*cascade, "height"));
  const auto is_side = [](double side) {
    return is_whole(side) && side >= kMinWindow && side <= kMaxWindow;
  };
  if (!is_side(width) || !is_side(height)) return other_form("its window has another size");
  Cascade out;
  out.width_ = static_cast<int>(width);
  out.height_ = static_cast<int>(height);
  SANAD_TRY(const Element* features, part_of(*cascade, "features"));
  for (const Element& one : features->children) {
    SANAD_TRY(Feature feature, feature_of(one, out.width_, out.height_));
    out.features_.push_back(std::move(feature));
  }
  SANAD_TRY(const Element* stages, part_of(*cascade, "stages"));
  for (const Element& one : stages->children) {
    SANAD_TRY(Stage stage, stage_of(one, out.features_.size()));
    out.stages_.push_back(std::move(stage));
  }
  if (out.stages_.empty()) return other_form("it has no stage");
  return out;
}

}  // namespace sanad::regions
