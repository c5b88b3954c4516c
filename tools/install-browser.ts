// Sees to it that the browser tests have a Chromium and Chinese fonts: from Debian's packages, when we may install.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const browser = process.env.CHROMIUM ?? '/usr/bin/chromium';
const hasFonts = () => spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout?.trim() !== '';

if (!existsSync(browser) || !hasFonts()) {
  if (process.getuid?.() !== 0) {
    console.error(
      `Browser tests need ${browser} and Chinese fonts. Install them: sudo apt-get install chromium fonts-noto-cjk; or set CHROMIUM to a browser.`,
    );
    process.exit(1);
  }
  for (const words of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fontconfig'],
  ]) {
    const done = spawnSync('apt-get', words, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (done.status !== 0) {
      console.error(`apt-get ${words.join(' ')} failed with code ${done.status}.`);
      process.exit(1);
    }
  }
}
