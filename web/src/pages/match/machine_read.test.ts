import { render } from 'svelte/server';
import { afterEach, describe, expect, it } from 'vitest';
import type { MatchEvidence } from '../../api/types';
import { preferences } from '../../base/language.svelte';
import { Cover } from '../../widgets/cover.svelte';
import MachineRead from './MachineRead.svelte';

type Found = MatchEvidence['found'];

function evidence_of(found: Partial<Found>): MatchEvidence {
  return { match: 'match-1aaaaaaaaaaaaaaa', found: { file: 'chat.zip', part: '', has_picture: true, machine_read: null, ...found } } as MatchEvidence;
}

// What the reader gets, without the marks that Svelte leaves for itself and the isolates around names.
function shown(found: Partial<Found>, cover = new Cover()): string {
  const { body } = render(MachineRead, { props: { evidence: evidence_of(found), cover } });
  return body.replace(/<!--.*?-->/g, '').replace(/[\u2068\u2069]/g, '').trim();
}

const kRead = { engine: 'invented 1', confidence: 71 };

describe('MachineRead', () => {
  afterEach(() => { preferences.language = 'en'; });

  it('says nothing of a text that is the content\'s own', () => {
    expect(shown({ machine_read: null })).toBe('');
  });
  it('says that a machine read it, how sure it was, and that it may be wrong', () => {
    const html = shown({ machine_read: kRead });
    for (const words of ['Read by a machine from a picture', 'Confidence 71 of 100.', 'It may be wrong']) expect(html).toContain(words);
  });
  it('says so to a reader of Urdu', () => {
    preferences.language = 'ur';
    const html = shown({ machine_read: kRead });
    for (const words of ['مشین نے تصویر سے پڑھا', '100 میں سے 71 اعتماد', 'یہ غلط ہو سکتا ہے']) expect(html).toContain(words);
    expect(html).not.toContain('machine from');
  });
  it('shows the picture that tells whether it was right, named by the part that it stands in', () => {
    const html = shown({ machine_read: kRead, part: 'photos/3.jpg' });
    expect(html).toContain('src="/api/v1/matches/match-1aaaaaaaaaaaaaaa/pictures/found"');
    expect(html).toContain('alt="The found picture, photos/3.jpg"');
    expect(shown({ machine_read: kRead })).toContain('alt="The found picture, chat.zip"');
  });
  it('keeps the picture under the cover of the match', () => {
    const cover = new Cover();
    expect(shown({ machine_read: kRead }, cover)).toMatch(/class="veil[^"]*blurred grey/);
    cover.is_blurred = false;
    cover.is_grey = false;
    expect(shown({ machine_read: kRead }, cover)).not.toMatch(/class="veil[^"]*(blurred|grey)/);
  });
  it('asks for no picture where none can be had, and still warns', () => {
    const html = shown({ machine_read: kRead, has_picture: false });
    expect(html).not.toContain('<img');
    expect(html).toContain('It may be wrong');
  });
});
