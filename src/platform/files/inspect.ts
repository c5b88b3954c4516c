// What an uploaded file is, by opening it: in a thread of its own, with bounds on time, memory, pixels and pages.

import { inThread } from './in-thread.ts';

/** Pictures are stored no larger than this, in pixels. */
export const LONGEST_SIDE = 2400;
/** The longer side of a picture on which a paper can be read at all. */
export const SHORTEST_SIDE = 300;
/** Pixels of the largest picture that is opened. */
export const MOST_PIXELS = 120_000_000;
/** Pages of the longest PDF. */
export const MOST_PAGES = 40;

/** Why a file is not taken. `busy`: too many at once, the same file may come again. */
export type InspectionFault =
  'kind' | 'unreadable' | 'too_small' | 'too_many_pixels' | 'too_many_pages' | 'active' | 'locked' | 'busy';

/** A file fit to be kept, with its bytes as they are to be kept; or why it is not. */
export type Inspection =
  | {
      readonly mediaType: 'image/jpeg' | 'application/pdf';
      readonly bytes: Uint8Array;
      /** In pixels; null for a PDF. */
      readonly width: number | null;
      readonly height: number | null;
      /** Null for a picture. */
      readonly pages: number | null;
    }
  | { readonly fault: InspectionFault };

/** Opens a file. What crashes, hangs or swells ends with its thread and is unreadable. */
export async function inspectFile(bytes: Uint8Array): Promise<Inspection> {
  const answer = await inThread<Inspection>(new URL('./inspect-worker.ts', import.meta.url), bytes);
  if ('done' in answer) return answer.done;
  return { fault: 'busy' in answer ? 'busy' : 'unreadable' };
}
