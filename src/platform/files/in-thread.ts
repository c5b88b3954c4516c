// Runs the opening of one foreign file in a thread of its own, with bounds on how many, how long and how large.

import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { Worker } from 'node:worker_threads';

/** Threads at once, and files that wait for one. */
const places = bulkhead(2, 60);
/** Milliseconds for one file. */
const PATIENCE = 40_000;

/** What a thread answered; `failed`: it crashed, hung or swelled; `busy`: too many wait already. */
export type ThreadAnswer<T> = { readonly done: T } | { readonly failed: true } | { readonly busy: true };

/** Gives a worker file its input and waits for the one message that it posts. */
export async function inThread<T>(worker: URL, input: unknown): Promise<ThreadAnswer<T>> {
  try {
    return await places.execute(() => run<T>(worker, input));
  } catch (error) {
    if (error instanceof BulkheadRejectedError) return { busy: true };
    throw error;
  }
}

function run<T>(file: URL, input: unknown): Promise<ThreadAnswer<T>> {
  return new Promise((resolve) => {
    const worker = new Worker(file, {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
      // What libraries print about foreign bytes is nobody's business; unread, it goes nowhere.
      stdout: true,
      stderr: true,
    });
    const end = (answer: ThreadAnswer<T>) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(answer);
    };
    const timer = setTimeout(() => end({ failed: true }), PATIENCE);
    worker.on('message', (done: T) => end({ done }));
    worker.on('error', () => end({ failed: true }));
    worker.on('exit', () => end({ failed: true }));
  });
}
