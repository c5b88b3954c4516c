// Which department is reached how: the file that the setting DEPARTMENTS names, checked whole before anything starts.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { err, ok, type Result } from '../../kernel/result.ts';
import { CHECK_KINDS, type CheckKind } from './departments.ts';
import { HOURS } from './hours.ts';
import type { ForeignKey, OwnKey } from './messages.ts';
import { signingKey, verifyingKey } from './signing.ts';

const seconds = (fallback: number, most: number) => z.number().positive().max(most).default(fallback);

const source = z.strictObject({
  /** `gateway`: signed HTTP; `reference`: tables imported here. */
  by: z.enum(['gateway', 'reference']),
  /** Questions a second that the department bears. */
  perSecond: z.number().positive().max(1000).default(20),
  /** Questions under way at once. */
  atOnce: z.int().min(1).max(64).default(4),
  timeoutSeconds: seconds(3, 60),
  /** Tries of one question before the source counts as down, with back-off between them. */
  tries: z.int().min(1).max(10).default(3),
  /** How long an answer by callback may take before the question is put again. */
  callbackWithinSeconds: seconds(3600, 604_800),
  /** When it answers, in China's time; left out: always. */
  hours: z.string().regex(HOURS, 'write HH:MM-HH:MM').optional(),
  /** After this share of the last 20 exchanges failed it is not asked for a while. */
  breakAtFailureRate: z.number().min(0.05).max(0.95).default(0.5),
  breakSeconds: seconds(30, 3600),
});

const file = z.strictObject({
  gateway: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      algorithm: z.enum(['ed25519', 'sm2-sm3']).default('ed25519'),
      /** Our name at the gateway, and the file of our private key. */
      keyId: z.string().min(1),
      privateKey: z.string().min(1),
      /** The gateway's name and the file of its public key. */
      gatewayKeyId: z.string().min(1),
      gatewayPublicKey: z.string().min(1),
      /** Where the gateway reaches us for answers by callback; left out: PUBLIC_URL, or no callbacks. */
      callbackUrl: z.url({ protocol: /^https?$/ }).optional(),
    })
    .optional(),
  /** When a source that was down is asked again: after `first` seconds, then twice as long each time, at most `most`. */
  askAgain: z
    .strictObject({ firstSeconds: seconds(60, 3600), mostSeconds: seconds(3600, 86_400) })
    .default({ firstSeconds: 60, mostSeconds: 3600 }),
  departments: z.partialRecord(z.enum(CHECK_KINDS), source).default({}),
});

export type SourceSettings = z.output<typeof source>;

/** How every department is reached. */
export interface DepartmentSettings {
  readonly gateway: GatewaySettings | null;
  readonly askAgain: { readonly firstSeconds: number; readonly mostSeconds: number };
  readonly departments: Readonly<Record<CheckKind, SourceSettings>>;
}

export interface GatewaySettings {
  readonly url: string;
  readonly own: OwnKey;
  readonly foreign: ForeignKey;
  readonly callbackUrl: string | null;
}

/** Reads the file; without one every department is a reference table. Tells every fault with its place. */
export function readDepartmentSettings(
  name: string | undefined,
  publicUrl: string | undefined,
): Result<DepartmentSettings, readonly string[]> {
  if (name === undefined) return ok(settingsOf(file.parse({}), null));
  if (!existsSync(name)) return err([`${name}: there is no such file`]);
  let content: unknown;
  try {
    content = parse(readFileSync(name, 'utf8'));
  } catch (error) {
    return err([`${name}: ${(error as Error).message}`]);
  }
  const parsed = file.safeParse(content ?? {});
  if (!parsed.success)
    return err(parsed.error.issues.map((issue) => `${name}: ${issue.path.map(String).join('.')}: ${issue.message}`));
  const { gateway, departments } = parsed.data;
  const faults: string[] = [];
  const byGateway = Object.entries(departments).filter(([, one]) => one?.by === 'gateway');
  if (!gateway && byGateway.length > 0)
    faults.push(`${name}: gateway: needed because ${byGateway.map(([kind]) => kind).join(', ')} is reached by it`);
  const key = <K>(field: string, at: string, read: (text: string) => K): K | null => {
    try {
      return read(readFileSync(path.resolve(path.dirname(name), at), 'utf8'));
    } catch (error) {
      faults.push(`${name}: gateway.${field}: ${at} ${(error as Error).message}`);
      return null;
    }
  };
  let door: GatewaySettings | null = null;
  if (gateway) {
    const own = key('privateKey', gateway.privateKey, (text) => signingKey(gateway.algorithm, text));
    const foreign = key('gatewayPublicKey', gateway.gatewayPublicKey, (text) => verifyingKey(gateway.algorithm, text));
    const back = gateway.callbackUrl ?? publicUrl;
    if (own && foreign)
      door = {
        url: gateway.url.replace(/\/+$/, ''),
        own: { keyId: gateway.keyId, key: own },
        foreign: { keyId: gateway.gatewayKeyId, key: foreign },
        callbackUrl: back?.replace(/\/+$/, '') ?? null,
      };
  }
  return faults.length > 0 ? err(faults) : ok(settingsOf(parsed.data, door));
}

function settingsOf(parsed: z.output<typeof file>, gateway: GatewaySettings | null): DepartmentSettings {
  const departments = Object.fromEntries(
    CHECK_KINDS.map((kind) => [kind, parsed.departments[kind] ?? source.parse({ by: 'reference' })]),
  ) as Record<CheckKind, SourceSettings>;
  return { gateway, askAgain: parsed.askAgain, departments };
}
