import { describe, expect, it } from 'vitest';
import { EventParser, kMaxEventCharacters, type StreamEvent } from './sse';

function read(pieces: string[]): StreamEvent[] {
  const parser = new EventParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

describe('EventParser', () => {
  it('reads names, data of several lines and comments', () => {
    expect(read([': hello\nevent: job\ndata: {"a":\ndata:1}\nid: 7\n\ndata\n\n'])).toEqual([
      { event: 'job', data: '{"a":\n1}' },
      { event: 'message', data: '' },
    ]);
  });

  it('gives the same events however the stream is cut and its lines end', () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['event: job', 'data: one', '', ':', 'data: two', 'data: drei ß', '', ''].join(end);
      const whole = read([text]);
      expect(whole).toHaveLength(2);
      for (let i = 0; i <= text.length; i += 1) {
        for (let j = i; j <= text.length; j += 1) {
          expect(read([text.slice(0, i), text.slice(i, j), text.slice(j)])).toEqual(whole);
        }
      }
    }
  });

  it('reads lines that end with CR alone', () => {
    expect(read(['data: a\r\rdata: b\r\r', ':'])).toEqual([{ event: 'message', data: 'a' }, { event: 'message', data: 'b' }]);
  });

  it('dispatches nothing for an event without data, nor for an unfinished one', () => {
    expect(read(['event: job\n\n', 'data: cut'])).toEqual([]);
  });

  it('drops a byte order mark at the start only', () => {
    expect(read(['\uFEFFdata: \uFEFFa\n\n'])).toEqual([{ event: 'message', data: '\uFEFFa' }]);
  });

  it('refuses an event without end', () => {
    const parser = new EventParser();
    expect(() => parser.push('data: ' + 'x'.repeat(kMaxEventCharacters))).toThrow('too long');
  });
});
