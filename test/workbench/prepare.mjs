/** Installs the workbench and the browser, or fails with the reason why they cannot be used here. A program of its own, so that it can run beside other work. */
import { installWorkbench } from '../../extension/start/workbench-tools.mjs';
import { installChromium } from './chromium.mjs';

try {
  await installWorkbench();
  if ((await installChromium()) === null) throw new Error('there is no Chromium (set CHROMIUM to the path of one)');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
