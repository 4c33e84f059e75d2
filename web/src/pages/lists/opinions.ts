// Which opinions can be given: a dispute is taken back only by whose it is, and answered only by the
// list's owner.
import { kOpinions, type List, type ListEntry, type Opinion } from '../../api/types';

export function opinions_for(agency: string, list: Pick<List, 'owner'>, entry: Pick<ListEntry, 'dispute' | 'disputed_by'>): Opinion[] {
  return kOpinions.filter((opinion) => {
    if (opinion === 'withdraw') return entry.disputed_by.includes(agency);
    if (opinion === 'answer') return entry.dispute === 'in dispute' && list.owner === agency;
    return true;
  });
}
