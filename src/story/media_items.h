// Items of the collection "media": what a site's pictures, sounds and files are.
#pragma once

#include <string_view>

#include "story/telling.h"

namespace sanad::story {

// Each item has a name and is of one form; "of" leads to a picture by way of no more than a few.
Result<void> check_media(const World& world, const Site& site);

// The page of an item of "media": a plan, or the bytes of a file, or a text.
Page media_page(const World& world, const Site& site, const json::Value& item);

}  // namespace sanad::story
