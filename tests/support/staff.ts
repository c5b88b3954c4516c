// The officers of the small city, each signed in.

import type { TestApp } from './database.ts';
import { STAFF } from './small-city.ts';
import { Visitor } from './visitor.ts';

export type Officer = keyof typeof STAFF;

/** Signs everybody in. @returns the browser of an officer */
export async function signInStaff(app: TestApp): Promise<(officer: Officer) => Visitor> {
  const visitors = new Map<Officer, Visitor>();
  for (const [officer, phone] of Object.entries(STAFF))
    visitors.set(officer as Officer, await new Visitor(app.server).signIn(phone));
  return (officer) => visitors.get(officer) as Visitor;
}
