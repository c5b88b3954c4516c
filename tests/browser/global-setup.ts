// Starts the database of the walks; the demo server of the screens has its own.

import { startTemplate } from '../support/template.ts';

/** Runs before all browser tests. @returns what to do after them */
// oxlint-disable-next-line import/no-default-export -- the runner looks for this one
export default async function setup(): Promise<() => Promise<void>> {
  const template = await startTemplate();
  process.env['BROWSER_TEST_DATABASE'] = template.adminUrl;
  return () => template.stop();
}
