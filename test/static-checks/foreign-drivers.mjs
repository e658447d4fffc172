/**
 * Findings in drivers nobody here wrote, for triage by hand: `node test/static-checks/foreign-drivers.mjs TREE HALF FROM COUNT [OPTION…]` prints the findings of the
 * command line's `check` (options go to it) in files FROM … FROM+COUNT of that half, one JSON object a line. A file's half, `training` or `unseen`, and its
 * place in it come from a hash of its path, so that rules can be mended by the one and measured by the other; counts are in `precision.md`.
 * Instead of a half, a list of paths within TREE can be given, as those in `frozen/`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const seed = 'foreign-drivers/1';
const usesDma =
  /\b(dma_(un)?map_|dmam?_alloc_|dmam?_pool_|dma_set_(mask|coherent)|dma_coerce_mask|dma_sync_|dma_free_)/;
const command = fileURLToPath(new URL('../../dist/dma-debugger.cjs', import.meta.url));

const [tree, half, from = '0', count = '20', ...options] = process.argv.slice(2);
if (!tree || !/^(training|unseen|.+\.txt)$/.test(half ?? '')) throw new Error('usage: foreign-drivers.mjs TREE training|unseen|LIST.txt FROM COUNT [OPTION…]'); // prettier-ignore

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.c') && !entry.name.endsWith('.mod.c')) yield path;
  }
}

const digest = (path) =>
  createHash('sha256')
    .update(`${seed} ${relative(tree, path)}`)
    .digest('hex');
const files = half.endsWith('.txt') ? listed() : ofHalf();
process.stderr.write(`${files.length} files: ${half}\n`);

const chosen = files.slice(Number(from), Number(from) + Number(count)).map(({ path }) => path);
for (let at = 0; at < chosen.length; at += 10) process.stdout.write(found(chosen.slice(at, at + 10)));

function listed() {
  const lines = readFileSync(half, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => ({ path: join(tree, line) }));
}

function ofHalf() {
  return ['drivers', 'sound']
    .flatMap((room) => [...sources(join(tree, room))])
    .filter((path) => usesDma.test(readFileSync(path, 'utf8')))
    .map((path) => ({ path, key: digest(path) }))
    .filter(({ key }) => parseInt(key[0], 16) < 8 === (half === 'training'))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

function found(paths) {
  try {
    return execFileSync(process.execPath, [command, 'check', ...paths, '--json', ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e8 }); // prettier-ignore
  } catch ({ status, stdout }) {
    if (status !== 1) process.stderr.write(`${paths.join(' ')}: status ${status}\n`);
    return String(stdout ?? '');
  }
}
