// What an entry says to somebody who reads acts alone: the members that the server left, one by one.
export interface ActFact { readonly name: string; readonly value: string }

export function act_facts(data: unknown, within = ''): ActFact[] {
  if (data === null || data === undefined || data === '') return [];
  if (Array.isArray(data)) {
    const plain = data.filter((one) => typeof one !== 'object' && one !== null && one !== '').map(String);
    const inner = data.filter((one) => typeof one === 'object').flatMap((one) => act_facts(one, within));
    return plain.length > 0 ? [{ name: within, value: plain.join(', ') }, ...inner] : inner;
  }
  if (typeof data === 'object') {
    return Object.entries(data).flatMap(([name, value]) => act_facts(value, within === '' ? name : `${within}.${name}`));
  }
  return [{ name: within, value: String(data) }];
}
