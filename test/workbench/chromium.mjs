/** The browser of the workbench tests: $CHROMIUM, or a Chromium of this machine, or on a Debian machine as root the distribution's own package. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, step } from '../../extension/build/steps.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of the browser, or null where this machine has none. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...elsewhere].find((path) => existsSync(path)) ?? null;
}

/** As `findChromium`, but installs one where that is possible without asking anybody. */
export async function installChromium() {
  if (findChromium() === null && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await step('installing Chromium from Debian', async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      await run('apt-get', ['update', '-qq'], { env });
      await run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-dejavu-core'], { env });
    });
  }
  return findChromium();
}
