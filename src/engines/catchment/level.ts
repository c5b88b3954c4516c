// One level of a catchment text while it is being read: the place and the box that are open, and what holds the next ones.

import type { Parity } from './door-numbers.ts';
import type { Draft } from './draft.ts';
import { takeJoinedLines } from './box-lines.ts';
import type { Box, Reading, Surroundings } from './reading.ts';

/** What the words of one level have opened so far; the readers of words change it. */
export class Level {
  readonly reading: Reading;
  readonly around: Surroundings;
  /** Places that hold all that follows (赤岗街：…), widest first. */
  within: readonly string[];
  /** The place that numbers and marks now belong to. */
  open: Draft | undefined;
  /** The place before a colon, to which numbers alone belong. */
  scope: Draft | undefined;
  box: Box | undefined;
  /** A mark that stands before its numbers (单号741号—1113号). */
  parityAhead: Parity | undefined;
  /** The place whose numbers a half-sentence of numbers alone goes on with: 桂香路1—9号；15、17号. */
  numbered: Draft | undefined;
  /** Lanes that one list gave (共和1—8巷), so that a mark behind it holds for all. */
  laneGroup: Draft[] = [];

  constructor(reading: Reading, around: Surroundings) {
    this.reading = reading;
    this.around = around;
    this.within = around.within;
  }

  /** Ends the open place and opens another. */
  start(draft: Draft): void {
    this.close();
    this.open = draft;
  }

  /** Ends the open place. */
  close(): void {
    if (this.open && !this.open.onlyMembers) this.around.into.push(this.open);
    this.open = undefined;
  }

  closeBox(): void {
    if (this.box) this.reading.boxes.push(this.box);
    if (this.box && this.box.bounds.length > 1) {
      takeJoinedLines(this.box, this.around.into, this.reading.folded.text);
    }
    this.box = undefined;
  }
}
