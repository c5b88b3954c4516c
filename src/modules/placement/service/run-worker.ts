// Works a run out in a thread of its own, so that the server goes on answering; tells its steps, then the result.

import { parentPort, workerData } from 'node:worker_threads';
import { nodeHash } from '../../../platform/crypto/node-hash.ts';
import type { RunInput } from '../problems.ts';
import { reportOf, type SchoolReport } from '../report.ts';
import { carryOut, type RunResult } from '../rules.ts';
import type { RunStep } from '../steps.ts';

/** What the thread says: a step it begins, or what it found. */
export type WorkerNews =
  { readonly step: RunStep } | { readonly result: RunResult; readonly report: readonly SchoolReport[] };

const port = parentPort;
if (!port) throw new Error('the run worker is started as a thread');
const say = (news: WorkerNews) => port.postMessage(news);
const sha256 = nodeHash('sha256');
const input = workerData as RunInput;
const result = carryOut(input, sha256, (step) => say({ step }));
say({ result, report: reportOf(input, result, sha256) });
