// Draws teachers to finished classes, so that nobody can build a class for a teacher or choose a teacher for a class.

import type { Hex } from '../lottery/bytes.ts';
import type { HashFunction } from '../lottery/hash.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { ClassFault } from './class-problem.ts';
import { CLASSES_FORMAT, type ClassPlacement, inDrawnOrder, placementHash } from './place.ts';

/** Which team teaches which class. */
export interface TeacherDraw {
  /** Hash of the placement that was drawn for; a draw holds for these classes only. */
  readonly placement: Hex;
  readonly seed: Hex;
  /** Teams by class: `teams[0]` teaches class 1. */
  readonly teams: readonly string[];
}

/**
 * Draws one team (form teacher and subject teachers) to each class. The order is hashed over the placement, so it cannot
 * be known before the classes are.
 * @param seed public and named later than the one of the placement
 */
export function drawTeachers(
  placement: ClassPlacement,
  teams: readonly string[],
  seed: Hex,
  hash: HashFunction,
): Result<TeacherDraw, ClassFault> {
  const count = placement.classes.length;
  if (teams.length !== count) {
    return err({ at: 'teams', message: `${teams.length} teams for ${count} classes; name one for each class` });
  }
  const twice = teams.findIndex((team, i) => teams.indexOf(team) !== i);
  if (twice >= 0) return err({ at: `teams[${twice}]`, message: `"${teams[twice]}" appears twice` });
  const fixed = placementHash(placement, hash);
  const drawn = inDrawnOrder(teams, (team) => team, `${CLASSES_FORMAT} teachers\n${seed}\n${fixed}`, hash);
  return ok({ placement: fixed, seed, teams: drawn });
}
