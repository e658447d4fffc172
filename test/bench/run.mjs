/** `npm run bench`: how fast the engine is beside others in the same run, how long a dear call keeps a machine from being paused, what a million memory blocks, DMA mappings and ten million statements of history cost, how long static checks take after an edit, grids of 65,536 cells to be drawn anew, F5, a machine that stands to follow an edit, its views to be told, and one that runs to stand. `--adapter PATH PROGRAM` measures another debug adapter too. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { build } from '../../extension/build/build.mjs';
import { benchEdits } from './edits.mjs';
import { benchFirstStop } from './first-stop.mjs';
import { benchPause } from './pause.mjs';
import { benchViews } from './views.mjs';
import { benchOtherEngines } from './other-engines.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const given = process.argv.indexOf('--adapter');
const others = given < 0 ? [] : [{ adapter: process.argv[given + 1], program: process.argv[given + 2] }];

await build({ production: true });
execFileSync(process.execPath, [join(here, 'engine.mjs')], { stdio: 'inherit' });
execFileSync(process.execPath, [join(here, 'compile.mjs')], { stdio: 'inherit' });
execFileSync(process.execPath, [join(here, 'allocators.mjs')], { stdio: 'inherit' });
execFileSync(process.execPath, [join(here, 'mappings.mjs')], { stdio: 'inherit' });
execFileSync(process.execPath, [join(here, 'history.mjs')], { stdio: 'inherit' });
execFileSync(process.execPath, [join(here, 'slices.mjs')], { stdio: 'inherit' });
execFileSync(process.execPath, [join(here, 'checks.mjs')], { stdio: 'inherit' });
execFileSync(process.execPath, [join(here, 'grids.mjs')], { stdio: 'inherit' });
benchOtherEngines();
await benchFirstStop(others);
await benchEdits();
await benchViews();
await benchPause();
