/** Static checks while a driver is typed: see checks-run.ts. */
import { fileURLToPath } from 'node:url';
import { runBundled } from './run-bundled.mjs';

process.env.CHECK_CORPUS = fileURLToPath(new URL('../static-checks/corpus', import.meta.url));
await runBundled('checks');
