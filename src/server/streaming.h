// Sending what is long: vault objects, in whole or in ranges, and events.
#pragma once

#include <string>

#include "http/server.h"
#include "service/workspace.h"
#include "vault/vault.h"

namespace sanad::server {

// Answers with the object's bytes: 200, 206 for a Range, 416. headers come first, in order. Damage
// that is found under way ends the connection, so that no reader takes a part for the whole.
http::Task<> send_object(http::Exchange& exchange, vault::ObjectReader& reader,
                         http::Headers headers);

// Server-sent events (HTML standard, 9.2): one "job" event whenever the job changes, until it has
// ended.
http::Task<> send_job_events(http::Exchange& exchange, service::Workspace& workspace,
                             std::string job);

}  // namespace sanad::server
