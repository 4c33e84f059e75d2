// A job as a reactive value, followed until it is over or the page goes away.
import { as_failure, type Failure } from '../base/failure';
import { cancel_job } from './calls';
import { is_over, type Job } from './types';
import { watch_job } from './watch';

export class WatchedJob {
  job = $state.raw<Job | undefined>(undefined);
  failure = $state.raw<Failure | undefined>(undefined);
  cancelling = $state(false);
  #stop = new AbortController();

  constructor(readonly id: string, on_over: (job: Job) => void = () => undefined) {
    watch_job(id, (job) => { this.job = job; }, this.#stop.signal).then(
      () => { if (this.job && is_over(this.job.state)) on_over(this.job); },
      (thrown: unknown) => { this.failure = as_failure(thrown); },
    );
  }

  stop(): void {
    this.#stop.abort();
  }

  async cancel(): Promise<void> {
    this.cancelling = true;
    try {
      this.job = await cancel_job(this.id);
    } catch (thrown) {
      this.failure = as_failure(thrown);
    } finally {
      this.cancelling = false;
    }
  }
}
