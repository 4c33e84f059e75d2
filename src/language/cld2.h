// CLD2's header, which names FILE without including what declares it.
#pragma once

// clang-format off
#include <cstdio>
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
// clang-format on
