// The one place where settings come in: from the environment, checked before anything starts.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../kernel/result.ts';
import { type DepartmentSettings, readDepartmentSettings } from './departments/settings.ts';
import { parseKeys } from './files/key-ring.ts';
import { clamdAddress } from './files/scanner.ts';

/** One setting: its schema (with default), and what an engineer must know of it. */
interface Setting {
  readonly schema: z.ZodType;
  readonly about: string;
}

const flag = z.stringbool({ truthy: ['1', 'true', 'yes', 'on'], falsy: ['0', 'false', 'no', 'off', ''] });
const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === '' ? undefined : text));
const url = z.url({ protocol: /^https?$/ });

function areKeys(text: string): boolean {
  try {
    return parseKeys(text).length > 0;
  } catch {
    return false;
  }
}

/** All settings, in the order in which the documentation lists them. */
export const SETTINGS = {
  HOST: { schema: z.string().min(1).default('127.0.0.1'), about: 'address to listen on; 0.0.0.0 for all' },
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535).default(8080),
    about: 'port to listen on; 0 takes a free one',
  },
  PUBLIC_URL: {
    schema: url.optional(),
    about: 'address under which people reach the system, used in QR codes and links; default: http://HOST:PORT',
  },
  DATA_DIR: {
    schema: z.string().min(1).default('./data'),
    about: 'folder for the embedded database and for evidence files',
  },
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
      .optional(),
    about: 'PostgreSQL 15 or newer to use; without it the embedded PostgreSQL 18 is started',
  },
  DATABASE_POOL: {
    schema: z.coerce.number().int().min(2).max(200).default(16),
    about: 'connections kept to the database',
  },
  CITY: {
    schema: z
      .string()
      .regex(/^[a-z-]+$/)
      .default('huaian'),
    about: 'the city: a folder below cities/',
  },
  DEMO: {
    schema: flag.default(true),
    about: 'seed the demo season once, and show demo accounts and the development inbox',
  },
  SESSION_HOURS: { schema: z.coerce.number().min(0.1).max(720).default(12), about: 'hours after which a sign-in ends' },
  SECRET: {
    schema: z.string().min(32, 'needs at least 32 characters').optional(),
    about: 'key for tokens and lottery tickets; without it one is made and kept in DATA_DIR',
  },
  FILES_KEY: {
    schema: optionalText.refine((text) => text === undefined || areKeys(text), 'needs 64 hexadecimal digits a key'),
    about:
      'master keys for evidence files, 64 hexadecimal digits each, between commas: the first seals, the others still open; without it one is made and kept in DATA_DIR',
  },
  FILES_S3_URL: {
    schema: url.optional(),
    about: 'bucket for evidence files, `https://host/bucket`; without it they lie in DATA_DIR',
  },
  FILES_S3_KEY_ID: { schema: optionalText, about: 'access key id of the bucket' },
  FILES_S3_SECRET: { schema: optionalText, about: 'secret access key of the bucket' },
  FILES_S3_REGION: {
    schema: z.string().min(1).default('us-east-1'),
    about: 'region that the bucket’s signatures name',
  },
  CLAMAV: {
    schema: optionalText.refine(
      (text) => text === undefined || clamdAddress(text) !== null,
      'is neither tcp://host:port nor unix:/path',
    ),
    about: 'where ClamAV’s clamd listens, `tcp://host:3310` or `unix:/path`; without it files are not scanned',
  },
  OIDC_ISSUER: {
    schema: url.optional(),
    about: 'identity provider for sign-in with OpenID Connect; without it, phone codes only',
  },
  OIDC_CLIENT_ID: { schema: optionalText, about: 'client id at the identity provider' },
  OIDC_CLIENT_SECRET: { schema: optionalText, about: 'client secret at the identity provider' },
  OIDC_NAME: { schema: z.string().default('统一身份认证'), about: 'name of the identity provider on the sign-in page' },
  SMS_GATEWAY: {
    schema: z.enum(['inbox', 'none']).default('inbox'),
    about: 'where text messages go: `inbox` keeps them in the development inbox, `none` sends none',
  },
  DEPARTMENTS: {
    schema: optionalText,
    about: 'file that says how each department is reached (docs/departments.md); without it all are imported tables',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    about: 'how much is logged',
  },
} as const satisfies Record<string, Setting>;

/** The checked settings, plus folders resolved to absolute paths. */
export type Config = { readonly [K in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[K]['schema']> } & {
  /** How each department is reached. */
  readonly departments: DepartmentSettings;
  /** Absolute folder of the repository: cities, migrations and built pages are found below it. */
  readonly root: string;
};

/** Reads the settings; tells every wrong one by name, what it holds and what it should hold. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  root: string,
): Result<Config, readonly string[]> {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const parsed = setting.schema.safeParse(environment[name]);
    if (parsed.success) values[name] = parsed.data;
    else
      faults.push(
        `${name}${/SECRET|KEY/.test(name) ? '' : `=${JSON.stringify(environment[name])}`}: ${parsed.error.issues.map((issue) => issue.message).join('; ')} (${setting.about})`,
      );
  }
  const city = values.CITY as string | undefined;
  if (city && !existsSync(path.join(root, 'cities', city, 'city.yaml'))) {
    faults.push(`CITY=${JSON.stringify(city)}: there is no cities/${city}/city.yaml`);
  }
  if (values.OIDC_ISSUER && !values.OIDC_CLIENT_ID) faults.push('OIDC_CLIENT_ID: needed because OIDC_ISSUER is set');
  for (const name of ['FILES_S3_KEY_ID', 'FILES_S3_SECRET']) {
    if (values.FILES_S3_URL && !values[name]) faults.push(`${name}: needed because FILES_S3_URL is set`);
  }
  const departments = readDepartmentSettings(
    values.DEPARTMENTS as string | undefined,
    values.PUBLIC_URL as string | undefined,
  );
  if (!departments.ok) faults.push(...departments.error.map((fault) => `DEPARTMENTS: ${fault}`));
  if (faults.length > 0 || !departments.ok) return err(faults);
  return ok({
    ...values,
    root,
    departments: departments.value,
    DATA_DIR: path.resolve(values.DATA_DIR as string),
  } as Config);
}
