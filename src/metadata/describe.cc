#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "media/container.h"
#include "metadata/content_credentials.h"
#include "metadata/metadata.h"
#include "parts/properties.h"
#include "sheet.h"

namespace sanad::metadata {
namespace {

std::string lower(std::string_view text) {
  std::string all(text);
  std::ranges::transform(all, all.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  return all;
}

void normalise(const parts::Property& property, Sheet& sheet) {
  const std::string source = property.group + " " + property.name;
  const std::string name = lower(property.name);
  if (property.group == "pdf") {
    if (name == "creationdate") sheet.time("created_at", parse_pdf_time(property.value), source);
    if (name == "moddate") sheet.time("modified_at", parse_pdf_time(property.value), source);
    if (name == "producer") sheet.say("software", property.value, source);
  } else if (property.group == "office") {
    if (name == "created" || name == "creation-date")
      sheet.time("created_at", parse_iso_time(property.value), source);
    if (name == "modified" || name == "date")
      sheet.time("modified_at", parse_iso_time(property.value), source);
    if (name == "application" || name == "generator") sheet.say("software", property.value, source);
  } else if (property.group == "mail") {
    if (name == "date") sheet.time("sent_at", parse_mail_time(property.value), source);
    if (name == "x-mailer" || name == "user-agent") sheet.say("software", property.value, source);
  }
}

void read_properties(ByteView item, parts::Kind kind, Sheet& sheet) {
  const auto properties = parts::properties_of(item, kind);
  if (!properties) return;
  for (const parts::Property& property : properties->list) {
    sheet.add(property.group, property.name, property.value);
    normalise(property, sheet);
  }
  if (properties->cut) sheet.problem("it says more of itself than was read");
  if (!properties->xmp.empty()) read_xmp(properties->xmp, sheet);
}

// In places that are named differently by each maker of telephones.
void normalise(const media::ContainerTag& tag, Sheet& sheet) {
  const std::string source = "container " + tag.name;
  if (tag.name == "com.apple.quicktime.creationdate" || tag.name == "creation_time")
    sheet.time("taken_at", parse_iso_time(tag.value), source);
  if (tag.name == "location" || tag.name == "com.apple.quicktime.location.iso6709") {
    if (const auto place = parse_iso_place(tag.value)) sheet.place(*place, source);
  }
  if (tag.name == "com.apple.quicktime.model" || tag.name == "com.android.model" ||
      tag.name == "model")
    sheet.say("device", tag.value, source);
  if (tag.name == "com.apple.quicktime.software" || tag.name == "encoder" ||
      tag.name == "com.android.version")
    sheet.say("software", tag.value, source);
}

void read_stream(const media::ContainerStream& stream, std::size_t number, Sheet& sheet) {
  const std::string group = fmt::format("stream-{}", number);
  sheet.add(group, "type", stream.is_cover ? "cover" : stream.type);
  sheet.add(group, "codec", stream.codec);
  if (stream.width > 0)
    sheet.add(group, "size", fmt::format("{} x {}", stream.width, stream.height));
  if (stream.frames_per_second > 0)
    sheet.add(group, "frames_per_second", fmt::format("{:.3f}", stream.frames_per_second));
  if (stream.sample_rate_hz > 0) {
    sheet.add(group, "sample_rate_hz", std::to_string(stream.sample_rate_hz));
    sheet.add(group, "channels", std::to_string(stream.channels));
  }
  for (const media::ContainerTag& tag : stream.tags) sheet.add(group, tag.name, tag.value);
}

void read_container(ByteView item, Sheet& sheet) {
  const auto container = media::read_container(item);
  if (!container.ok()) return;
  sheet.add("container", "format", container->format);
  if (container->duration_ms > 0)
    sheet.add("container", "duration_ms", std::to_string(container->duration_ms));
  for (const media::ContainerTag& tag : container->tags)
    sheet.add("container", tag.name, tag.value);
  // What a maker says itself counts before what every program writes.
  for (const bool of_maker : {true, false}) {
    for (const media::ContainerTag& tag : container->tags) {
      if (tag.name.starts_with("com.") == of_maker) normalise(tag, sheet);
    }
  }
  std::size_t number = 0;
  for (const media::ContainerStream& stream : container->streams)
    read_stream(stream, ++number, sheet);
}

}  // namespace

Described describe(ByteView item, parts::Kind kind, media::Format format) {
  Described out;
  if (item.empty()) return out;
  Sheet sheet;
  const bool may_be_media = kind == parts::Kind::kNone || kind == parts::Kind::kAppended;
  if (!may_be_media) {
    read_properties(item, kind, sheet);
  } else {
    read_picture(item, sheet, out.thumbnail);
    if (format == media::Format::kStream) read_container(item, sheet);
    if (const auto credentials = read_content_credentials(item))
      sheet.set("content_credentials", json::Value(*credentials));
  }
  out.metadata = sheet.finish();
  return out;
}

void prepare() { prepare_picture(); }

}  // namespace sanad::metadata
