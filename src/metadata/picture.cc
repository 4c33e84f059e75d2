// Exif, XMP and IPTC by Exiv2.
#include <algorithm>
#include <cmath>
#include <exiv2/exiv2.hpp>
#include <exiv2/webpimage.hpp>

#include "base/stable_sort.h"
#include "sheet.h"

namespace sanad::metadata {
namespace {

// What cameras, telephones and editors write. Exiv2 knows more, some by guessing at the first
// bytes.
bool is_read(int type) {
  using namespace Exiv2;
  constexpr int kTypes[] = {ImageType::jpeg, ImageType::exv,  ImageType::cr2,  ImageType::crw,
                            ImageType::mrw,  ImageType::tiff, ImageType::webp, ImageType::dng,
                            ImageType::nef,  ImageType::pef,  ImageType::arw,  ImageType::rw2,
                            ImageType::sr2,  ImageType::srw,  ImageType::orf,  ImageType::png,
                            ImageType::raf,  ImageType::psd,  ImageType::jp2,  ImageType::bmff,
                            ImageType::xmp};
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}

// The groups that everyone asks for come before makers' notes, lest those use up the limit.
constexpr int kMakersNote = 4;
int rank(const std::string& group) {
  if (group == "GPSInfo") return 0;
  if (group == "Photo") return 1;
  if (group == "Image") return 2;
  if (group == "Iop" || group == "Thumbnail") return 3;
  return kMakersNote;
}

std::string text_of(const Exiv2::ExifData& exif, const char* key) {
  const auto at = exif.findKey(Exiv2::ExifKey(key));
  return at == exif.end() ? "" : at->toString();
}

template <typename Data>
std::string text_of(const Data& data, const char* key) {
  for (const auto& datum : data) {
    if (datum.key() == key) return datum.toString();
  }
  return "";
}

// Interpretation and value of one datum; what is large and binary is said by its size. Makers'
// notes stand as they are: to name a lens, Exiv2 asks the system for a file of the user's, and the
// cage ends whoever does.
void add_exif(const Exiv2::ExifData& exif, const Exiv2::Exifdatum& datum, Sheet& sheet) {
  constexpr long kMostBinaryBytes = 64;
  const std::string name = datum.groupName() + "." + datum.tagName();
  const bool is_binary =
      datum.typeId() == Exiv2::undefined || datum.typeId() == Exiv2::unsignedByte;
  if (is_binary && datum.size() > kMostBinaryBytes) {
    sheet.add("exif", name, "(" + std::to_string(datum.size()) + " bytes)");
    return;
  }
  std::string shown;
  try {
    shown = rank(datum.groupName()) == kMakersNote ? datum.toString() : datum.print(&exif);
  } catch (const std::exception&) {
    shown = datum.toString();
  }
  sheet.add("exif", name, shown, is_binary ? "" : datum.toString());
}

void list_exif(const Exiv2::ExifData& exif, Sheet& sheet) {
  std::vector<const Exiv2::Exifdatum*> all;
  for (const Exiv2::Exifdatum& datum : exif) all.push_back(&datum);
  sanad::stable_sort(all, [](const auto* a, const auto* b) {
    return rank(a->groupName()) < rank(b->groupName());
  });
  for (const Exiv2::Exifdatum* datum : all) {
    try {
      add_exif(exif, *datum, sheet);
    } catch (const std::exception& failed) {
      sheet.problem(failed.what());
    }
  }
}

// Degrees, minutes and seconds as rationals; a divisor of zero means that it is not known.
std::optional<double> degrees(const Exiv2::ExifData& exif, const char* key, const char* ref,
                              char negative) {
  const auto at = exif.findKey(Exiv2::ExifKey(key));
  if (at == exif.end() || at->count() < 1) return std::nullopt;
  double value = 0, unit = 1;
  for (long i = 0; i < std::min(3L, at->count()); ++i, unit *= 60) {
    const Exiv2::Rational part = at->toRational(i);
    if (part.second == 0) return std::nullopt;
    value += static_cast<double>(part.first) / part.second / unit;
  }
  const std::string side = text_of(exif, ref);
  if (side.empty()) return std::nullopt;
  return side.front() == negative ? -value : value;
}

void read_exif_place(const Exiv2::ExifData& exif, Sheet& sheet) {
  const auto latitude =
      degrees(exif, "Exif.GPSInfo.GPSLatitude", "Exif.GPSInfo.GPSLatitudeRef", 'S');
  const auto longitude =
      degrees(exif, "Exif.GPSInfo.GPSLongitude", "Exif.GPSInfo.GPSLongitudeRef", 'W');
  if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return;
  // Software that clears a place leaves zeros.
  if (*latitude == 0 && *longitude == 0) return;
  const auto rounded = [](double value) { return std::round(value * 1e7) / 1e7; };
  sheet.place({rounded(*latitude), rounded(*longitude)}, "exif GPSInfo");
}

void normalise_exif(const Exiv2::ExifData& exif, Sheet& sheet) {
  sheet.time("taken_at",
             parse_exif_time(text_of(exif, "Exif.Photo.DateTimeOriginal"),
                             text_of(exif, "Exif.Photo.OffsetTimeOriginal"),
                             text_of(exif, "Exif.Photo.SubSecTimeOriginal")),
             "exif Photo.DateTimeOriginal");
  sheet.time("taken_at",
             parse_exif_time(text_of(exif, "Exif.Photo.DateTimeDigitized"),
                             text_of(exif, "Exif.Photo.OffsetTimeDigitized"),
                             text_of(exif, "Exif.Photo.SubSecTimeDigitized")),
             "exif Photo.DateTimeDigitized");
  sheet.time(
      "modified_at",
      parse_exif_time(text_of(exif, "Exif.Image.DateTime"), text_of(exif, "Exif.Photo.OffsetTime"),
                      text_of(exif, "Exif.Photo.SubSecTime")),
      "exif Image.DateTime");
  read_exif_place(exif, sheet);
  const std::string make = text_of(exif, "Exif.Image.Make"),
                    model = text_of(exif, "Exif.Image.Model");
  // Many models begin with their maker's name.
  const bool repeats = !make.empty() && model.starts_with(make);
  sheet.say("device", make.empty() || repeats ? model : make + " " + model, "exif Image.Model");
  sheet.say("software", text_of(exif, "Exif.Image.Software"), "exif Image.Software");
}

// "12,34.5N": XMP part 2, 1.2.7.4.
std::optional<double> xmp_degrees(const std::string& text, char positive, char negative) {
  if (text.size() < 3 || (text.back() != positive && text.back() != negative)) return std::nullopt;
  double value = 0, unit = 1;
  std::size_t at = 0;
  while (at + 1 < text.size()) {
    std::size_t used = 0;
    try {
      value += std::stod(text.substr(at, text.size() - 1 - at), &used) / unit;
    } catch (const std::exception&) {
      return std::nullopt;
    }
    at += used;
    unit *= 60;
    if (at + 1 < text.size() && text[at] != ',') return std::nullopt;
    ++at;
  }
  return text.back() == negative ? -value : value;
}

void read_xmp_data(const Exiv2::XmpData& xmp, Sheet& sheet) {
  for (const Exiv2::Xmpdatum& datum : xmp) {
    std::string name = datum.key();
    if (name.starts_with("Xmp.")) name.erase(0, 4);
    sheet.add("xmp", name, datum.toString());
  }
  for (const char* key : {"Xmp.exif.DateTimeOriginal", "Xmp.photoshop.DateCreated"})
    sheet.time("taken_at", parse_iso_time(text_of(xmp, key)), std::string("xmp ") + (key + 4));
  sheet.time("created_at", parse_iso_time(text_of(xmp, "Xmp.xmp.CreateDate")),
             "xmp xmp.CreateDate");
  sheet.time("modified_at", parse_iso_time(text_of(xmp, "Xmp.xmp.ModifyDate")),
             "xmp xmp.ModifyDate");
  const auto latitude = xmp_degrees(text_of(xmp, "Xmp.exif.GPSLatitude"), 'N', 'S');
  const auto longitude = xmp_degrees(text_of(xmp, "Xmp.exif.GPSLongitude"), 'E', 'W');
  if (latitude && longitude && std::abs(*latitude) <= 90 && std::abs(*longitude) <= 180)
    sheet.place({*latitude, *longitude}, "xmp exif.GPSLatitude");
  sheet.say("device", text_of(xmp, "Xmp.tiff.Model"), "xmp tiff.Model");
  sheet.say("software", text_of(xmp, "Xmp.xmp.CreatorTool"), "xmp xmp.CreatorTool");
}

void read_iptc(const Exiv2::IptcData& iptc, Sheet& sheet) {
  for (const Exiv2::Iptcdatum& datum : iptc)
    sheet.add("iptc", datum.groupName() + "." + datum.tagName(), datum.toString());
  sheet.time("taken_at",
             parse_iptc_time(text_of(iptc, "Iptc.Application2.DateCreated"),
                             text_of(iptc, "Iptc.Application2.TimeCreated")),
             "iptc Application2.DateCreated");
}

void read_all(ByteView item, Sheet& sheet, Bytes& thumbnail) {
  if (!is_read(Exiv2::ImageFactory::getType(item.data(), static_cast<long>(item.size())))) return;
  const auto image = Exiv2::ImageFactory::open(item.data(), static_cast<long>(item.size()));
  try {
    image->readMetadata();
  } catch (const std::exception& failed) {
    sheet.problem(failed.what());  // what was read before stands
  }
  const Exiv2::ExifData& exif = image->exifData();
  list_exif(exif, sheet);
  normalise_exif(exif, sheet);
  read_xmp_data(image->xmpData(), sheet);
  read_iptc(image->iptcData(), sheet);
  if (!image->comment().empty()) sheet.add("comment", "Comment", image->comment());
  const Exiv2::DataBuf small = Exiv2::ExifThumbC(exif).copy();
  if (small.pData_ != nullptr && small.size_ > 0)
    thumbnail.assign(small.pData_, small.pData_ + small.size_);
}

}  // namespace

void read_picture(ByteView item, Sheet& sheet, Bytes& thumbnail) {
  try {
    read_all(item, sheet, thumbnail);
  } catch (const std::exception& failed) {
    sheet.problem(failed.what());
  }
}

void read_xmp(const std::string& packet, Sheet& sheet) {
  try {
    Exiv2::XmpData xmp;
    if (Exiv2::XmpParser::decode(xmp, packet) == 0)
      read_xmp_data(xmp, sheet);
    else
      sheet.problem("its XMP packet cannot be read");
  } catch (const std::exception& failed) {
    sheet.problem(failed.what());
  }
}

void prepare_picture() {
  Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
  Exiv2::enableBMFF(true);
  Exiv2::XmpParser::initialize();
}

}  // namespace sanad::metadata
