// Structured logs. Bodies, names and numbers of people never go into them.

import { type Logger, pino } from 'pino';

export type Log = Logger;

/** A logger; cookies and authorization headers are cut out wherever they stand. */
export function createLog(level: string): Log {
  return pino({
    level,
    redact: {
      paths: ['req.headers.cookie', 'req.headers.authorization', 'headers.cookie', 'phone', 'code', 'idNumber'],
      remove: true,
    },
  });
}
