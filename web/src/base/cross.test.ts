import { describe, expect, it } from 'vitest';
import { because_text, code_text, fact_text, type Say } from './cross';
import { translate } from './translate';

const say: Say = (key, values) => translate('en', key, values as never);

describe('answers of a cross-examination', () => {
  it('are said in words, and a code without words stands as it is', () => {
    expect(code_text(say, 'answer', 'cannot_be_shown')).toBe('Cannot be shown');
    expect(code_text(say, 'fact', 'of_a_later_version')).toBe('of_a_later_version');
  });
  it('name the check that did not pass', () => {
    expect(because_text(say, 'check:exhibits')).toContain('exhibits');
    expect(because_text(say, 'no-timestamp')).toContain('no timestamp');
  });
  it('tell facts as one line, also nested ones', () => {
    expect(fact_text(say, null)).toBe('not told');
    expect(fact_text(say, [])).toBe('none');
    expect(fact_text(say, [{ name: 'netlog.json', reason: 'cookies' }, true, 3])).toBe('name: netlog.json; reason: cookies · yes · 3');
  });
});
