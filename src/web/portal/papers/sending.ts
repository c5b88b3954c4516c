// Sends one file with progress; a broken connection is tried again with the same key, so that it arrives once.

import { addressOf, Problem } from '../../client/call.ts';
import { currentLanguage } from '../../texts/language.ts';

/** Pauses between tries, in milliseconds; then a person decides. */
const PAUSES = [1000, 3000, 8000];

/** What is sent. */
export interface Parcel {
  readonly applicationId: string;
  readonly kind: string;
  readonly body: Blob;
  readonly fileName: string;
  /** Stays the same over all tries of one upload. */
  readonly key: string;
}

/** Sends, waiting for the network where it is away. Throws a `Problem` for a refusal, and for silence after the last try. */
export async function sendParcel(parcel: Parcel, onProgress: (share: number) => void): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await sendOnce(parcel, onProgress);
    } catch (error) {
      const pause = PAUSES[attempt];
      const mayHeal = error instanceof Problem && (error.code === 'offline' || error.status >= 500);
      if (!mayHeal || pause === undefined) throw error;
      onProgress(0);
      await new Promise((resolve) => {
        setTimeout(resolve, pause);
        addEventListener('online', resolve, { once: true });
      });
    }
  }
}

function sendOnce({ applicationId, kind, body, fileName, key }: Parcel, onProgress: (share: number) => void) {
  const form = new FormData();
  form.set('kind', kind);
  form.set('key', key);
  form.set('file', body, fileName);
  const english = currentLanguage() === 'en';
  // `fetch` tells nothing of the progress of what it sends.
  const request = new XMLHttpRequest();
  return new Promise<void>((resolve, reject) => {
    const silent = () =>
      reject(
        new Problem({
          type: 'offline',
          title: english
            ? 'The connection broke. The file is still here; send it again.'
            : '网络中断了。文件还在，可以重新上传。',
        }),
      );
    request.open('POST', addressOf('POST /api/applications/:id/files', { params: { id: applicationId } }));
    request.setRequestHeader('accept-language', currentLanguage());
    request.timeout = 180_000;
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    for (const end of ['error', 'timeout', 'abort'] as const) request.addEventListener(end, silent);
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) return resolve();
      let document: object = {};
      try {
        document = JSON.parse(request.responseText) as object;
      } catch {
        // A gateway's page instead of ours; the status says enough.
      }
      const title = english ? 'The service is not answering at the moment.' : '服务暂时没有响应，请稍后重试。';
      return reject(new Problem({ title, ...document, status: request.status }));
    });
    request.send(form);
  });
}
