// Puts the sources together by their settings: gateway and reference tables.

import type { Clock } from '../clock.ts';
import type { Db } from '../db/database.ts';
import type { Random } from '../random.ts';
import {
  type ArrivedRequest,
  type Callback,
  CHECK_KINDS,
  type CheckKind,
  type Departments,
  type SourceStatus,
} from './departments.ts';
import { gatewaySource, type GatewaySource, jsonOf, signatureOf } from './gateway.ts';
import { gatewayCallback } from './gateway-contract.ts';
import { checkRequest } from './messages.ts';
import { askReferenceTable, holdReason } from './reference-tables.ts';
import type { DepartmentSettings, GatewaySettings } from './settings.ts';

/** What the sources need of the platform. */
export interface DepartmentEdges {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: () => string;
}

const QUIET: Pick<SourceStatus, 'breaker' | 'hours' | 'withinHours' | 'recent'> = {
  breaker: 'closed',
  hours: null,
  withinHours: true,
  recent: { asked: 0, failed: 0, medianMs: null },
};

/** Other departments as the settings say. */
export function createDepartments(settings: DepartmentSettings, edges: DepartmentEdges): Departments {
  const { gateway, askAgain, departments } = settings;
  const behindGateway = new Map<CheckKind, GatewaySource>();
  for (const kind of CHECK_KINDS) {
    if (departments[kind].by === 'gateway' && gateway)
      behindGateway.set(kind, gatewaySource(gateway, departments[kind], edges));
  }
  return {
    ask: async (question) => {
      const reason = await holdReason(edges.db, question.kind);
      if (reason !== null)
        return { state: 'down', reason, source: `${departments[question.kind].by}:${question.kind}` };
      const source = behindGateway.get(question.kind);
      if (source) return source.ask(question);
      return askReferenceTable(edges.db, question);
    },
    status: (kind, now) =>
      behindGateway.get(kind)?.status(now) ?? {
        ...QUIET,
        channel: 'reference',
      },
    readCallback: (request) =>
      gateway ? readCallback(gateway, request, edges.clock()) : Promise.resolve({ fault: 'bad_signature' }),
    askAgainAt: (now, attempts) => {
      const wait = Math.min(askAgain.mostSeconds, askAgain.firstSeconds * 2 ** Math.max(0, attempts - 1));
      return new Date(now.getTime() + wait * 1000);
    },
    stop: () => {
      for (const source of behindGateway.values()) source.stop();
    },
  };
}

async function readCallback(
  gateway: GatewaySettings,
  request: ArrivedRequest,
  now: Date,
): ReturnType<Departments['readCallback']> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const { fault, nonce } = await checkRequest(
    gateway.foreign,
    { method: request.method, url: request.url, headers },
    request.body,
    now,
  );
  if (fault || nonce === null) return { fault: fault ?? 'bad_signature' };
  const parsed = gatewayCallback.safeParse(jsonOf(request.body));
  if (!parsed.success) return { fault: 'malformed' };
  const answer = parsed.data;
  return {
    requestId: answer.requestId,
    kind: answer.kind,
    finding: answer.state === 'found' ? { state: 'found', record: answer.record } : { state: 'no_record' },
    receipt: {
      body: request.body,
      signature: signatureOf(request.headers),
      keyId: gateway.foreign.keyId,
      nonce,
      fault: null,
    },
  } satisfies Callback;
}
