// Which other agencies there are to send to and to receive from, and what this one hands to them.
//
// This agency's certificates are made once and recorded; their keys follow from the workspace's
// key, so that nothing else has to be kept secret. A partner is registered from its card by one
// officer, and counts when another has confirmed the fingerprint, which he was told by another way
// (by telephone, on paper). docs/sharing.md. Tested by exchange_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "cms/cms.h"
#include "service/workspace.h"
#include "sharing/card.h"
#include "sharing/marking.h"

namespace sanad::service {

inline constexpr std::int64_t kCertificateMs = 3LL * 366 * 24 * 60 * 60 * 1000;

// This agency's card. Made when it is asked for first, by a supervisor or an administrator, and
// recorded as exchange.made; others get kNotFound until then.
Result<sharing::Card> own_card(Workspace& workspace, const authority::Officer& caller);
// New certificates under new keys; the earlier ones still open what is under way. By a supervisor
// or an administrator. kInvalid: no reason.
Result<sharing::Card> renew_card(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view reason);

struct PartnerOrder {
  std::string card;  // as it came
  std::string name;  // empty: the agency's name in the card
  // The strictest marking that it may be sent.
  sharing::Tlp max_tlp = sharing::Tlp::kAmber;
  sharing::Pap max_pap = sharing::Pap::kAmber;
  std::string note;
};
// By a supervisor or an administrator; recorded as partner.added. kInvalid: what is wrong with the
// card. kConflict: the name is taken, or the same card or its signing certificate stands under
// another, or it is our own.
Result<records::Partner> add_partner(Workspace& workspace, const authority::Officer& caller,
                                     const PartnerOrder& order);
// By another officer than the one who added it: a supervisor, administrator or evidence officer.
// fingerprint: as he was told; how: by whom and by which way. kDenied, recorded: another
// fingerprint, or the same officer. kConflict: confirmed or retired already.
Result<records::Partner> confirm_partner(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view partner, std::string_view fingerprint,
                                         std::string_view how);
// Nothing is sealed for it or taken from it any more. By a supervisor or an administrator.
Result<records::Partner> retire_partner(Workspace& workspace, const authority::Officer& caller,
                                        std::string_view partner, std::string_view reason);
Result<std::vector<records::Partner>> list_partners(Workspace& workspace,
                                                    const authority::Officer& caller);

// For the other use cases, without a caller.
struct OwnIdentity {
  std::int64_t number = 0;
  cms::PrivateKey signing, sealing;
  sharing::Card card;
};
// The newest first; empty: none was made. kIntegrity: the keys do not fit the certificates.
Result<std::vector<OwnIdentity>> own_identities(Workspace& workspace);
Result<sharing::Card> card_of(const records::Partner& partner);
// The strictest marking that a partner may be sent.
Result<sharing::Marking> most_of(const records::Partner& partner);

json::Object view(const records::Partner& partner);

}  // namespace sanad::service
