import { describe, expect, it } from 'vitest';
import { page_for_key } from './pages';
import { paragraphs_of } from './paragraphs';

describe('the keys of a document', () => {
  it('turn its pages and lead to its ends', () => {
    expect([page_for_key('PageDown', 1, 3), page_for_key('PageUp', 2, 3), page_for_key('Home', 3, 3), page_for_key('End', 1, 3)]).toEqual([2, 1, 1, 3]);
  });
  it('stay within it', () => {
    expect([page_for_key('PageDown', 3, 3), page_for_key('PageUp', 1, 3)]).toEqual([3, 1]);
  });
  it('leave other keys alone', () => {
    expect(page_for_key('a', 1, 3)).toBeUndefined();
    expect(page_for_key('ArrowDown', 1, 3)).toBeUndefined();
  });
});

describe('the paragraphs of a text', () => {
  it('are its lines, without empty ones and page ends', () => {
    expect(paragraphs_of('Seven lanterns\r\n\n\fچراغ\n')).toEqual(['Seven lanterns', 'چراغ']);
    expect(paragraphs_of('\n\n')).toEqual([]);
  });
});
