#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <unordered_map>

#include "rows.h"
#include "state.h"

namespace sanad::case_index {
namespace {

constexpr unsigned kMaxZoom = 20;
constexpr unsigned kCellsABit = 3;  // a tile of a map has 8 x 8 cells

// The cell of a place in the square of the Mercator projection, whose edge is cut at 85.05 degrees.
std::uint64_t cell_of(double latitude, double longitude, unsigned bits) {
  const double edge = std::ldexp(1.0, static_cast<int>(bits));
  const double sine = std::clamp(std::sin(latitude * std::numbers::pi / 180), -0.9966, 0.9966);
  const double x = (longitude + 180) / 360;
  const double y = 0.5 - std::log((1 + sine) / (1 - sine)) / (4 * std::numbers::pi);
  const auto step = [&](double share) {
    return static_cast<std::uint64_t>(std::clamp(share * edge, 0.0, edge - 1));
  };
  return step(x) << 32U | step(y);
}

struct Cell {
  double latitude_sum = 0, longitude_sum = 0;
  std::int64_t places = 0, documents = 0, last_document = 0;
  PlaceBox box{.south = 90, .west = 180, .north = -90, .east = -180};

  // Places come in order of documents.
  void add(double latitude, double longitude, std::int64_t document) {
    latitude_sum += latitude;
    longitude_sum += longitude;
    ++places;
    if (document != last_document) ++documents;
    last_document = document;
    box = {std::min(box.south, latitude), std::min(box.west, longitude),
           std::max(box.north, latitude), std::max(box.east, longitude)};
  }
};

}  // namespace

Result<std::vector<PlaceCluster>> CaseIndex::places(const Filter& filter, unsigned zoom) const {
  if (zoom > kMaxZoom)
    return Error{ErrorCode::kInvalid, fmt::format("the zoom of a map is 0 to {}", kMaxZoom)};
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  Where where = where_of(filter, 0);
  if (filter.box) {  // of documents with several places only those inside
    const PlaceBox& box = *filter.box;
    where.add("p.latitude >= ? AND p.latitude <= ?", box.south);
    where.bind_more(box.north);
    where.add(box.west > box.east ? "(p.longitude >= ? OR p.longitude <= ?)"
                                  : "(p.longitude >= ? AND p.longitude <= ?)",
              box.west);
    where.bind_more(box.east);
  }
  SANAD_TRY(auto rows, reader->prepare(fmt::format(
                           "SELECT p.latitude, p.longitude, p.document FROM places p CROSS JOIN "
                           "documents d ON d.id = p.document{} ORDER BY p.id",
                           where.sql())));
  where.bind(rows);
  std::unordered_map<std::uint64_t, Cell> cells;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) break;
    cells[cell_of(rows.real(0), rows.real(1), zoom + kCellsABit)].add(rows.real(0), rows.real(1),
                                                                      rows.number(2));
  }
  std::vector<PlaceCluster> clusters;
  clusters.reserve(cells.size());
  for (const auto& [key, cell] : cells) {
    const auto count = static_cast<double>(cell.places);
    clusters.push_back({cell.latitude_sum / count, cell.longitude_sum / count, cell.places,
                        cell.documents, cell.box, cell.documents == 1 ? cell.last_document : 0});
  }
  std::ranges::sort(clusters, [](const PlaceCluster& a, const PlaceCluster& b) {
    return std::tuple(-a.places, a.latitude, a.longitude) <
           std::tuple(-b.places, b.latitude, b.longitude);
  });
  return clusters;
}

}  // namespace sanad::case_index
