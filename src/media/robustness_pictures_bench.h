// The table for pictures: alterations are made here, in memory; part of robustness_bench.cc.
#pragma once

namespace {

const std::uint8_t* pixel_at(const Picture& p, int x, int y) {
  x = std::clamp(x, 0, p.width - 1);
  y = std::clamp(y, 0, p.height - 1);
  return p.pixels.data() + (y * p.width + x) * 3;
}

// A picture of the given size whose pixels are means over where they come from: scale and crop.
Picture resample(const Picture& in, double left, double top, double width, double height,
                 int to_width, int to_height) {
  Picture out{to_width, to_height, 3, Bytes(static_cast<std::size_t>(to_width * to_height * 3))};
  constexpr int kTaps = 4;
  for (int y = 0; y < to_height; ++y) {
    for (int x = 0; x < to_width; ++x) {
      for (int c = 0; c < 3; ++c) {
        double sum = 0;
        for (int tap = 0; tap < kTaps * kTaps; ++tap) {
          const double u = left + (x + (tap % kTaps + 0.5) / kTaps) * width / to_width;
          const double v = top + (y + (tap / kTaps + 0.5) / kTaps) * height / to_height;
          sum += pixel_at(in, static_cast<int>(u), static_cast<int>(v))[c];
        }
        out.pixels[static_cast<std::size_t>((y * to_width + x) * 3 + c)] =
            static_cast<std::uint8_t>(sum / (kTaps * kTaps) + 0.5);
      }
    }
  }
  return out;
}

Picture scale(const Picture& in, double factor) {
  return resample(in, 0, 0, in.width, in.height, static_cast<int>(in.width * factor),
                  static_cast<int>(in.height * factor));
}

// share: how much of each side is cut off at each edge.
Picture crop(const Picture& in, double share) {
  const double width = in.width * (1 - 2 * share);
  const double height = in.height * (1 - 2 * share);
  return resample(in, in.width * share, in.height * share, width, height, static_cast<int>(width),
                  static_cast<int>(height));
}

template <typename Change>  // (x, y, rgb) changes rgb
Picture each_pixel(Picture p, Change change) {
  for (int y = 0; y < p.height; ++y) {
    for (int x = 0; x < p.width; ++x) change(x, y, p.pixels.data() + (y * p.width + x) * 3);
  }
  return p;
}

std::uint8_t clamp_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

Picture border(const Picture& in, double share) {
  return each_pixel(in, [&](int x, int y, std::uint8_t* rgb) {
    const bool inside = x >= in.width * share && x < in.width * (1 - share) &&
                        y >= in.height * share && y < in.height * (1 - share);
    if (!inside) std::fill_n(rgb, 3, std::uint8_t{0});
  });
}

// Marks of a caption, white on black, over the lowest part.
Picture caption(const Picture& in, double share) {
  const Picture text = pictures::draw({pictures::Kind::kText, in.width, in.height, 3, 5});
  return each_pixel(in, [&](int x, int y, std::uint8_t* rgb) {
    if (y < in.height * (1 - share)) return;
    for (int c = 0; c < 3; ++c) {
      rgb[c] = static_cast<std::uint8_t>(255 - pixel_at(text, x, y - in.height / 3)[c]);
    }
  });
}

Picture rotate(const Picture& in, double degrees) {
  const double angle = degrees * 3.141592653589793 / 180;
  return each_pixel(in, [&](int x, int y, std::uint8_t* rgb) {
    const double dx = x - in.width / 2.0;
    const double dy = y - in.height / 2.0;
    const auto u = static_cast<int>(in.width / 2.0 + dx * std::cos(angle) - dy * std::sin(angle));
    const auto v = static_cast<int>(in.height / 2.0 + dx * std::sin(angle) + dy * std::cos(angle));
    std::copy_n(pixel_at(in, u, v), 3, rgb);
  });
}

Picture mirror(const Picture& in) {
  return each_pixel(in, [&](int x, int y, std::uint8_t* rgb) {
    std::copy_n(pixel_at(in, in.width - 1 - x, y), 3, rgb);
  });
}

Picture turn_quarter(const Picture& in) {
  Picture out{in.height, in.width, 3, Bytes(in.pixels.size())};
  return each_pixel(std::move(out), [&](int x, int y, std::uint8_t* rgb) {
    std::copy_n(pixel_at(in, y, in.height - 1 - x), 3, rgb);
  });
}

Picture colour(const Picture& in, double gain, double lift, double red) {
  return each_pixel(in, [&](int, int, std::uint8_t* rgb) {
    for (int c = 0; c < 3; ++c) {
      rgb[c] = clamp_byte((rgb[c] - 128) * gain + 128 + lift + (c == 0 ? red : 0));
    }
  });
}

Picture grey(const Picture& in) {
  return each_pixel(in, [&](int, int, std::uint8_t* rgb) {
    std::fill_n(rgb, 3, clamp_byte(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]));
  });
}

Picture noise(const Picture& in, int range) {
  return each_pixel(in, [&](int x, int y, std::uint8_t* rgb) {
    for (int c = 0; c < 3; ++c) {
      const auto luck = mix(77, static_cast<std::uint64_t>((y * in.width + x) * 3 + c));
      rgb[c] = clamp_byte(
          rgb[c] + static_cast<double>(luck % static_cast<std::uint64_t>(2 * range + 1)) - range);
    }
  });
}

struct Alteration {
  const char* name;
  std::function<Bytes(const Picture&)> apply;  // to the bytes of a file
};

std::vector<Alteration> alterations() {
  const auto file = [](const Picture& picture) { return write_jpeg(picture, {.quality = 85}); };
  const auto from = [file](std::function<Picture(const Picture&)> change) {
    return [file, change](const Picture& picture) { return file(change(picture)); };
  };
  return {
      {"recompressed, quality 50", [](const Picture& p) { return write_jpeg(p, {.quality = 50}); }},
      {"recompressed, quality 10", [](const Picture& p) { return write_jpeg(p, {.quality = 10}); }},
      {"scaled to 50 %", from([](const Picture& p) { return scale(p, 0.5); })},
      {"scaled to 25 %", from([](const Picture& p) { return scale(p, 0.25); })},
      {"scaled to 180 %", from([](const Picture& p) { return scale(p, 1.8); })},
      {"cropped by 2 % an edge", from([](const Picture& p) { return crop(p, 0.02); })},
      {"cropped by 5 % an edge", from([](const Picture& p) { return crop(p, 0.05); })},
      {"cropped by 15 % an edge", from([](const Picture& p) { return crop(p, 0.15); })},
      {"border of 3 %", from([](const Picture& p) { return border(p, 0.03); })},
      {"border of 8 %", from([](const Picture& p) { return border(p, 0.08); })},
      {"caption over 10 %", from([](const Picture& p) { return caption(p, 0.10); })},
      {"caption over 20 %", from([](const Picture& p) { return caption(p, 0.20); })},
      {"mirrored", from(mirror)},
      {"turned by 90 degrees", from(turn_quarter)},
      {"rotated by 1 degree", from([](const Picture& p) { return rotate(p, 1); })},
      {"rotated by 5 degrees", from([](const Picture& p) { return rotate(p, 5); })},
      {"grey", from(grey)},
      {"brighter, more contrast", from([](const Picture& p) { return colour(p, 1.3, 25, 0); })},
      {"redder", from([](const Picture& p) { return colour(p, 1, 0, 40); })},
      {"noise of +-20", from([](const Picture& p) { return noise(p, 20); })},
      {"noise of +-60", from([](const Picture& p) { return noise(p, 60); })},
  };
}

pdq::Fingerprint print_of(const Bytes& file) {
  return fingerprint_picture(decode_picture(file).value())->pdq;
}

struct Table {
  std::vector<pdq::Fingerprint> originals;

  // Plain: the one hash, as the reference gives it. Otherwise the best of the eight.
  static int nearest(const pdq::Fingerprint& altered, const pdq::Fingerprint& original,
                     bool plain) {
    int best = pdq::distance(altered.hash, original.hash);
    for (const pdq::Hash& hash : altered.dihedral) {
      if (!plain) best = std::min(best, pdq::distance(hash, original.hash));
    }
    return best;
  }

  Row row(const std::vector<pdq::Fingerprint>& altered, bool plain) const {
    Row out;
    for (std::size_t i = 0; i < altered.size(); ++i) {
      for (std::size_t j = 0; j < originals.size(); ++j) {
        const int distance = nearest(altered[i], originals[j], plain);
        const bool found = distance <= pdq::kMatchDistance &&
                           altered[i].quality >= pdq::kMatchQuality &&
                           originals[j].quality >= pdq::kMatchQuality;
        ++(i == j ? out.own : out.others);
        if (found) ++(i == j ? out.found : out.mistaken);
        if (found && i == j) out.sum += distance;
      }
    }
    return out;
  }
};

void picture_table() {
  std::vector<Picture> originals;
  Table table;
  for (std::uint64_t seed = 1; originals.size() < kPictures; ++seed) {
    constexpr pictures::Kind kKinds[] = {pictures::Kind::kTerrain, pictures::Kind::kTerrain,
                                         pictures::Kind::kShapes, pictures::Kind::kText};
    Picture picture = pictures::draw({kKinds[seed % 4], 480, 360, 3, seed});
    const pdq::Fingerprint print = print_of(write_jpeg(picture, {.quality = 92}));
    if (print.quality < pdq::kMatchQuality) continue;
    originals.push_back(std::move(picture));
    table.originals.push_back(print);
  }
  fmt::print("{} pictures of 480 x 360; distance <= {}, quality >= {}\n", originals.size(),
             pdq::kMatchDistance, pdq::kMatchQuality);
  for (const bool plain : {true, false}) {
    print_head(plain ? "picture, one hash" : "picture, eight hashes", "bits differ");
    for (const Alteration& alteration : alterations()) {
      std::vector<pdq::Fingerprint> altered;
      for (const Picture& picture : originals)
        altered.push_back(print_of(alteration.apply(picture)));
      print_row(alteration.name, table.row(altered, plain));
    }
  }
}

// A picture in the lower left quarter of another one that is twice as wide and high.
Picture collage(const Picture& in) {
  const Picture others =
      pictures::draw({pictures::Kind::kShapes, 2 * in.width, 2 * in.height, 3, 1'000'003});
  return each_pixel(others, [&](int x, int y, std::uint8_t* rgb) {
    if (x < in.width && y >= in.height) std::copy_n(pixel_at(in, x, y - in.height), 3, rgb);
  });
}

std::vector<Alteration> alterations_for_points() {
  std::vector<Alteration> all = alterations();
  const auto from = [](std::function<Picture(const Picture&)> change) {
    return [change](const Picture& p) { return write_jpeg(change(p), {.quality = 85}); };
  };
  all.push_back({"cropped by 10 % an edge", from([](const Picture& p) { return crop(p, 0.10); })});
  all.push_back({"cropped by 20 % an edge", from([](const Picture& p) { return crop(p, 0.20); })});
  all.push_back({"cropped by 25 % an edge", from([](const Picture& p) { return crop(p, 0.25); })});
  all.push_back({"rotated by 20 degrees", from([](const Picture& p) { return rotate(p, 20); })});
  all.push_back({"a quarter of a collage", from(collage)});
  return all;
}

std::string mistake_name(const std::string& alteration, std::size_t found, std::size_t listed) {
  std::string name = fmt::format("{}-{}-{}.png", alteration, found, listed);
  std::ranges::replace(name, ' ', '-');
  std::ranges::replace(name, '%', 'p');
  return name;
}

void show_mistake(const fs::path& file, const points::Agreement& agreement, const Bytes& altered,
                  const Picture& original) {
  fmt::print("  {}: {} places of {}, turned by {}, scaled by {}/1000{}\n", file.filename().string(),
             agreement.points, agreement.in_common, agreement.degrees, agreement.scale_permille,
             agreement.mirrored ? ", mirrored" : "");
  const media::Picture found = decode_picture(altered).value();
  write_file(file, write_png(side_by_side({found.width, found.height, 3, found.pixels}, original,
                                          agreement),
                             {}));
}

// Of each picture PDQ's hashes and its points; how many are found by the ones, by the others, and
// by either, and how many others by points. Those are told one by one and written to the folder, if
// there is one. rows: the alterations that begin so; all if there are none.
void points_table(const fs::path& folder, std::span<char*> rows) {
  struct Both {
    pdq::Fingerprint pdq;
    points::Points points;
    explicit Both(const Bytes& file) {
      const Fingerprint found = fingerprint(file).value();
      pdq = found.picture->pdq;
      if (const auto parsed = points::parse_points(found.picture->points); parsed.ok())
        points = *parsed;
    }
  };
  std::vector<Picture> pictures;
  std::vector<Both> originals;
  for (std::uint64_t seed = 1; pictures.size() < kPicturesForPoints; ++seed) {
    constexpr pictures::Kind kKinds[] = {pictures::Kind::kTerrain, pictures::Kind::kTerrain,
                                         pictures::Kind::kShapes, pictures::Kind::kText};
    pictures.push_back(pictures::draw({kKinds[seed % 4], 480, 360, 3, seed}));
    originals.emplace_back(write_jpeg(pictures.back(), {.quality = 92}));
  }
  fmt::print("{} pictures of 480 x 360\n{:<28} {:>8} {:>8} {:>8} {:>20} {:>8}\n", pictures.size(),
             "alteration", "PDQ", "points", "either", "mistaken, of points", "agree");
  for (const Alteration& alteration : alterations_for_points()) {
    const std::string_view name = alteration.name;
    const auto begins = [&](const char* row) { return name.starts_with(row); };
    if (!rows.empty() && std::ranges::none_of(rows, begins)) continue;
    int by_pdq = 0, by_points = 0, by_either = 0, mistaken = 0, pairs = 0;
    double sum = 0;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      const Bytes file = alteration.apply(pictures[i]);
      const Both altered(file);
      for (std::size_t j = 0; j < originals.size(); ++j) {
        const auto agreement = points::compare(altered.points, originals[j].points);
        if (i != j) {
          ++pairs;
          mistaken += agreement.has_value();
          if (agreement && !folder.empty())
            show_mistake(folder / mistake_name(alteration.name, i, j), *agreement, file,
                         pictures[j]);
          continue;
        }
        const bool is_hash =
            Table::nearest(altered.pdq, originals[j].pdq, false) <= pdq::kMatchDistance &&
            altered.pdq.quality >= pdq::kMatchQuality &&
            originals[j].pdq.quality >= pdq::kMatchQuality;
        by_pdq += is_hash;
        by_points += agreement.has_value();
        by_either += is_hash || agreement.has_value();
        if (agreement) sum += static_cast<double>(agreement->points);
      }
    }
    const double all = static_cast<double>(pictures.size()) / 100;
    fmt::print("{:<28} {:>7.1f}% {:>7.1f}% {:>7.1f}% {:>12}/{:<7} {:>8.1f}\n", alteration.name,
               by_pdq / all, by_points / all, by_either / all, mistaken, pairs,
               by_points ? sum / by_points : 0);
    std::fflush(stdout);
  }
}

}  // namespace
