// Follows a job to its end over server-sent events, and comes back if the stream breaks.
import { Failure } from '../base/failure';
import { EventParser } from '../base/sse';
import { get_job } from './calls';
import { send } from './client';
import { is_over, type Job } from './types';

const kRetryMs = [500, 1000, 2000, 5000];

async function* read_stream(id: string, signal: AbortSignal): AsyncGenerator<Job> {
  const response = await send('GET', `/jobs/${encodeURIComponent(id)}/events`, undefined, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const event of parser.push(value)) {
        if (event.event === 'job') yield JSON.parse(event.data) as Job;
      }
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = window.setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { window.clearTimeout(timer); resolve(); }, { once: true });
  });

// on_change is called with each state of the job that is learnt. Resolves when the job is over or
// the signal is given; rejects when the server refuses (denied, not found, signed out).
export async function watch_job(id: string, on_change: (job: Job) => void, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      const job = await get_job(id);
      on_change(job);
      if (is_over(job.state)) return;
      for await (const next of read_stream(id, signal)) {
        attempt = 0;
        on_change(next);
        if (is_over(next.state)) return;
      }
    } catch (thrown) {
      if (signal.aborted) return;
      const is_final = thrown instanceof Failure && thrown.code !== 'offline' && thrown.code !== 'unavailable';
      if (is_final && thrown.code !== 'unreadable') throw thrown;
    }
    await pause(kRetryMs[Math.min(attempt, kRetryMs.length - 1)] ?? 5000, signal);
  }
}
