// Asks ClamAV whether bytes carry a known virus, over its INSTREAM command; a scanner that does not answer is no verdict.

import { connect, type NetConnectOpts } from 'node:net';

/** What a scanner says. `down`: nothing, for now; `off`: there is none. */
export type ScanVerdict =
  { readonly verdict: 'clean' | 'down' | 'off' } | { readonly verdict: 'infected'; readonly finding: string };

/** A scanner of files. */
export interface Scanner {
  scan(bytes: Uint8Array): Promise<ScanVerdict>;
}

/** No scanner is set up. */
export const noScanner: Scanner = { scan: () => Promise.resolve({ verdict: 'off' }) };

/** Bytes sent in one chunk of INSTREAM. */
const CHUNK = 64 * 1024;

/** Where a clamd listens: `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`; null when it is neither. */
export function clamdAddress(setting: string): NetConnectOpts | null {
  if (setting.startsWith('unix:/')) return { path: setting.slice('unix:'.length) };
  if (!URL.canParse(setting)) return null;
  const { protocol, hostname, port } = new URL(setting);
  return protocol === 'tcp:' && hostname !== '' ? { host: hostname, port: Number(port || 3310) } : null;
}

/**
 * A clamd at an address. Every failure to answer in time, and every answer that is none, counts as down: the file waits.
 * @param patience milliseconds for the whole exchange
 */
export function clamd(address: NetConnectOpts, patience = 20_000): Scanner {
  return {
    scan: (bytes) =>
      new Promise((resolve) => {
        const socket = connect(address);
        const chunks: Buffer[] = [];
        const end = (verdict: ScanVerdict) => {
          clearTimeout(timer);
          socket.destroy();
          resolve(verdict);
        };
        const timer = setTimeout(() => end({ verdict: 'down' }), patience);
        socket.on('error', () => end({ verdict: 'down' }));
        socket.on('data', (chunk: Buffer) => chunks.push(chunk));
        socket.on('close', () => end(readVerdict(Buffer.concat(chunks).toString('utf8'))));
        socket.on('connect', () => {
          socket.write('zINSTREAM\0');
          for (let from = 0; from < bytes.length; from += CHUNK) {
            const part = bytes.subarray(from, from + CHUNK);
            const size = Buffer.alloc(4);
            size.writeUInt32BE(part.length);
            socket.write(size);
            socket.write(part);
          }
          socket.write(Buffer.alloc(4));
        });
      }),
  };
}

/** `stream: OK`, `stream: NAME FOUND`; all else (size limit, error) is no verdict. */
function readVerdict(answer: string): ScanVerdict {
  const said = answer.replace(/\0+$/, '').trim();
  if (said === 'stream: OK') return { verdict: 'clean' };
  const found = /^stream: (.+) FOUND$/.exec(said);
  return found?.[1] ? { verdict: 'infected', finding: found[1].slice(0, 200) } : { verdict: 'down' };
}
