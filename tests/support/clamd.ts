// A stand-in for clamd that speaks INSTREAM and knows one virus: the EICAR test text.

import { createServer, type AddressInfo, type Server } from 'node:net';

/** What every scanner calls a virus, and no program is (EICAR). In two halves, so that no scanner takes this file for it. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);

/** A running stand-in. */
export interface FakeClamd {
  /** For the setting CLAMAV. */
  readonly setting: string;
  /** How it behaves from now on; `silent` takes everything and never answers, `busy` answers with an error. */
  behave(how: 'well' | 'silent' | 'busy' | 'refusing'): void;
  /** Sizes of what it was sent. */
  readonly seen: number[];
  stop(): Promise<void>;
}

/** Starts one. @param socketPath a unix socket instead of a port */
export async function startClamd(socketPath?: string): Promise<FakeClamd> {
  let manner: 'well' | 'silent' | 'busy' | 'refusing' = 'well';
  const seen: number[] = [];
  const server: Server = createServer((socket) => {
    if (manner === 'refusing') return void socket.destroy();
    let received = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk as Buffer]);
      const stream = readStream(received);
      if (stream === null || manner === 'silent') return;
      seen.push(stream.length);
      const found = stream.includes(EICAR) ? 'Eicar-Test-Signature FOUND' : 'OK';
      socket.end(manner === 'busy' ? 'INSTREAM size limit exceeded. ERROR\0' : `stream: ${found}\0`);
    });
  });
  await new Promise<void>((resolve) => {
    if (socketPath) server.listen(socketPath, resolve);
    else server.listen(0, '127.0.0.1', resolve);
  });
  return {
    setting: socketPath ? `unix:${socketPath}` : `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behave: (how) => {
      manner = how;
    },
    seen,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The bytes of a finished INSTREAM command, or null while more is to come. */
function readStream(received: Buffer): Buffer | null {
  const command = 'zINSTREAM\0';
  if (received.length < command.length || received.subarray(0, command.length).toString('latin1') !== command)
    return null;
  const parts: Buffer[] = [];
  for (let at = command.length; at + 4 <= received.length;) {
    const size = received.readUInt32BE(at);
    if (size === 0) return Buffer.concat(parts);
    if (at + 4 + size > received.length) return null;
    parts.push(received.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return null;
}
