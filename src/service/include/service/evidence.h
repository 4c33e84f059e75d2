// Why a match is one: the found content and the listed content, side by side.
//
// A list of others holds only fingerprints, and then there is nothing to show of it but these; of
// an entry that was banked here (service/lists.h) there is the exhibit that it came from. Hostile
// bytes are read in the cage, and what is shown of pictures is made anew from their pixels.
//
// Looking is an act: exhibit.viewed is recorded before content is handed out, once in kOneLookMs
// for an officer, a match and a side, since the frames of one look are not so many acts.
#pragma once

#include <optional>
#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::int64_t kOneLookMs = 10LL * 60 * 1000;
inline constexpr std::size_t kMaxFramePairs = 12;
inline constexpr std::size_t kMaxPassagePairs = 20;

// The form of MatchEvidence in api/openapi.json. An item that cannot be read any more is said to be
// absent, with the reason. By whoever may read a case. kNotFound: no such match.
Result<json::Value> match_evidence(Workspace& workspace, const authority::Officer& caller,
                                   std::string_view match);

enum class Side { kFound, kListed };
// "found" or "listed"; kNotFound: another word.
Result<Side> parse_side(std::string_view word);

// "12" or "12.345" seconds as milliseconds; absent where empty. kInvalid: no time, or over a day.
Result<std::optional<std::int64_t>> parse_frame_time(std::string_view seconds);

// A PNG file. at_ms: which frame of a video, its first one where absent. By whoever may read a
// case. kNotFound: no such match, or the list holds only the fingerprint; kInvalid, kLimit: it
// cannot be seen, and nothing is recorded.
Result<Bytes> match_picture(Workspace& workspace, const authority::Officer& caller,
                            std::string_view match, Side side, std::optional<std::int64_t> at_ms);

}  // namespace sanad::service
