// Journeys in a real Chromium against a server of their own, started fresh with the demo season.

import { defineConfig } from '@playwright/test';

/** Another port lets two checkouts test at the same time. */
const port = process.env.BROWSER_TEST_PORT ?? '8091';

export default defineConfig({
  testDir: 'tests/browser',
  globalSetup: './tests/browser/global-setup.ts',
  outputDir: 'test-results/browser',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: 2,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A click on what still moves can miss; the pages stand still for whoever asks for it.
        '--force-prefers-reduced-motion',
      ],
    },
  },
  webServer: {
    command: 'rm -rf test-results/data test-results/sessions && node src/main.ts',
    url: `http://127.0.0.1:${port}/api/session/options`,
    // Seeding takes seconds on a free machine, minutes on a crowded one.
    timeout: 600_000,
    // While one writes tests, the server of the run before may serve on.
    reuseExistingServer: Boolean(process.env.BROWSER_TEST_REUSE),
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    env: { PORT: port, DATA_DIR: 'test-results/data', LOG_LEVEL: 'warn' },
  },
});
