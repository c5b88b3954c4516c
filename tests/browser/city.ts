// The small city for walks: the real server on a fresh database, its clock the test's, one browser window a person.

import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import type { AddressInfo } from 'node:net';
import { addDays, chinaDate, chinaInstant } from '../../src/kernel/dates.ts';
import { startAppOn, type TestApp } from '../support/app.ts';
import { buildSmallCity } from '../support/small-city.ts';
import { signIn } from './family.ts';
import { copyTemplate } from '../support/template.ts';

/** Sizes at which pages are walked through: families on phones, staff at desks. */
export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;

/** Days from today on which a moment of the season lies. */
const MOMENTS = { registration: 0, review: 25, results: 46, reporting: 120, reportingOver: 125 } as const;

/** A running city. */
export interface City {
  readonly app: TestApp;
  readonly url: string;
  /** Moves the clock to a moment of the season; it ticks on from there. */
  moveTo(moment: keyof typeof MOMENTS): void;
  /** The civil day so many days after the clock's. */
  dayAfter(days: number): string;
  /** A window of someone who is not signed in. Faults of its pages fail the test. */
  window(size: keyof typeof SIZES, options?: BrowserContextOptions): Promise<Page>;
  /** A window of someone who is signed in. */
  windowOf(phone: string, size: keyof typeof SIZES, options?: BrowserContextOptions): Promise<Page>;
}

export { expect };

/** A test with a city of its own. */
export const test = base.extend<{ city: City }>({
  city: async ({ browser }, use) => {
    const now = new Date();
    const today = chinaDate(now);
    const at = (days: number, time: string) => chinaInstant(addDays(today, days), time);
    const app = await startAppOn(await copyTemplate(process.env['BROWSER_TEST_DATABASE'] ?? ''), {
      now,
      ticking: true,
      jobs: true,
    });
    await buildSmallCity(app, {
      registrationOpensAt: at(-2, '09:00'),
      registrationClosesAt: at(10, '17:00'),
      lateClosesAt: at(18, '17:00'),
      resultsExpectedOn: addDays(today, 45),
      confirmBy: at(60, '17:00'),
      reportFrom: addDays(today, 119),
      reportUntil: addDays(today, 122),
    });
    await app.server.listen({ host: '127.0.0.1', port: 0 });
    const url = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`;
    const faults: string[] = [];
    const open = async (size: keyof typeof SIZES, options?: BrowserContextOptions) => {
      const context = await browser.newContext({ baseURL: url, viewport: SIZES[size], locale: 'zh-CN', ...options });
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.stack ?? error.message}`));
      return page;
    };
    await use({
      app,
      url,
      moveTo: (moment) => app.setNow(new Date(Date.now() + MOMENTS[moment] * 86_400_000)),
      dayAfter: (days) => addDays(chinaDate(app.services.clock()), days),
      window: open,
      windowOf: async (phone, size, options) => {
        const page = await open(size, options);
        await signIn(page.request, phone);
        return page;
      },
    });
    await Promise.all(browser.contexts().map((context) => context.close()));
    await app.close();
    expect(faults).toEqual([]);
  },
});
