// The importers, one for each form. Each gives what it reads to the delivery and comes back where
// the source ends or nothing more can be read of it.
// Errors: those of the source, and of the delivery.
#pragma once

#include "base/stream.h"
#include "delivery.h"
#include "intake/intake.h"

namespace sanad::intake {

Result<void> import_telegram_json(RandomSource& source, const Hints& hints, Delivery& out);
Result<void> import_telegram_html(RandomSource& source, const Hints& hints, Delivery& out);
Result<void> import_whatsapp(RandomSource& source, const Hints& hints, Delivery& out);
Result<void> import_archive(RandomSource& source, Delivery& out);
Result<void> import_compressed(RandomSource& source, Delivery& out);
Result<void> import_mailbox(RandomSource& source, Delivery& out);
Result<void> import_mail(RandomSource& source, Delivery& out);
Result<void> import_mhtml(RandomSource& source, Delivery& out);
Result<void> import_warc(RandomSource& source, Delivery& out);
Result<void> import_har(RandomSource& source, const Hints& hints, Delivery& out);
Result<void> import_x_archive(RandomSource& source, const Hints& hints, Delivery& out);
Result<void> import_csv(RandomSource& source, const Hints& hints, Delivery& out);
Result<void> import_json_lines(RandomSource& source, const Hints& hints, Delivery& out);
Result<void> import_json_rows(RandomSource& source, const Hints& hints, Delivery& out);
Result<void> import_long_text(RandomSource& source, const Hints& hints, Delivery& out);

}  // namespace sanad::intake
