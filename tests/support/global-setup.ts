// Starts the database of all tests.

import type { TestProject } from 'vitest/node';
import { startTemplate } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const template = await startTemplate();
  project.provide('adminUrl', template.adminUrl);
  return () => template.stop();
}
