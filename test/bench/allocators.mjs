/** Runs allocators-run.ts. */
import { runBundled } from './run-bundled.mjs';

await runBundled('allocators');
