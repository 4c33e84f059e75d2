import { describe, expect, it } from 'vitest';
import type { Part } from '../../api/types';
import { pages_of_archive, plays_back } from './archives';

const answer = (file: string, other: object, kind = 'request'): Part => ({ exhibit: 'e', exhibit_number: 'T', number: 1, state: 'record', kind, file, other }) as unknown as Part;

describe('a web archive', () => {
  it('is known by its ending', () => {
    expect(['a.warc', 'b.warc.gz', 'c.wacz', 'd.zip', 'e.gz', 'f.warc.txt'].map(plays_back)).toEqual([true, true, true, false, false, false]);
  });
  it('begins at its pages, each once', () => {
    const page = { url: 'https://mill.tirazan.example/', media_type: 'text/html', status: 200 };
    expect(pages_of_archive([
      answer('original-1', page), answer('original-1', page), answer('original-2', { ...page, url: 'https://other.tirazan.example/' }),
      answer('original-1', { ...page, url: 'https://mill.tirazan.example/lamp.png', media_type: 'image/png' }),
      answer('original-1', { ...page, url: 'https://mill.tirazan.example/gone', status: 404 }), answer('original-1', {}), answer('original-1', page, 'row'),
    ], 'original-1')).toEqual(['https://mill.tirazan.example/']);
  });
});
