// Server-sent events, read from a fetch body (WHATWG HTML, "9.2.6 Interpreting an event stream").
// EventSource is not used because it hides the status of a refused request and reconnects on its
// own. Comments, "id" and "retry" fields are read over.
// Tested by sse.test.ts.
export interface StreamEvent {
  event: string;
  data: string;
}

export const kMaxEventCharacters = 4 * 1024 * 1024;

export class EventParser {
  private pending = '';
  private event = '';
  private data: string[] = [];
  private size = 0;
  private started = false;

  // Takes the next piece of the stream, cut anywhere, and gives the events that it completes.
  push(piece: string): StreamEvent[] {
    this.pending += piece;
    if (!this.started && this.pending !== '') {
      this.started = true;
      if (this.pending.startsWith('\uFEFF')) this.pending = this.pending.slice(1);
    }
    const events: StreamEvent[] = [];
    for (let line = this.take_line(); line !== undefined; line = this.take_line()) {
      const event = this.take(line);
      if (event) events.push(event);
    }
    if (this.pending.length + this.size > kMaxEventCharacters) throw new Error('An event of the stream is too long.');
    return events;
  }

  // A line ends with CR, LF or CRLF. A CR at the end of what is there may be half of a CRLF: wait.
  private take_line(): string | undefined {
    const end = this.pending.search(/[\r\n]/);
    if (end < 0) return undefined;
    let next = end + 1;
    if (this.pending[end] === '\r') {
      if (next === this.pending.length) return undefined;
      if (this.pending[next] === '\n') next += 1;
    }
    const line = this.pending.slice(0, end);
    this.pending = this.pending.slice(next);
    return line;
  }

  private take(line: string): StreamEvent | undefined {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'event') this.event = value;
    if (field === 'data') {
      this.data.push(value);
      this.size += value.length + 1;
    }
    return undefined;
  }

  private dispatch(): StreamEvent | undefined {
    const event = { event: this.event === '' ? 'message' : this.event, data: this.data.join('\n') };
    const empty = this.data.length === 0;
    this.event = '';
    this.data = [];
    this.size = 0;
    return empty ? undefined : event;
  }
}
