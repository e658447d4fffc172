/** Which drivers nobody here wrote are looked at: a file's half, `training` or `unseen`, and its place in it come from a hash of its path. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const seed = 'foreign-drivers/1';
const usesDma =
  /\b(dma_(un)?map_|dmam?_alloc_|dmam?_pool_|dma_set_(mask|coherent)|dma_coerce_mask|dma_sync_|dma_free_)/;

/** Those from … from+count of a half of the tree, or of a list of paths within it. */
export function chosenFiles(tree, half, from, count) {
  const files = half.endsWith('.txt') ? listed(tree, half) : ofHalf(tree, half);
  process.stderr.write(`${files.length} files: ${half}\n`);
  return files.slice(from, from + count);
}

function listed(tree, list) {
  const lines = readFileSync(list, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => join(tree, line));
}

function ofHalf(tree, half) {
  return ['drivers', 'sound']
    .flatMap((room) => [...sources(join(tree, room))])
    .filter((path) => usesDma.test(readFileSync(path, 'utf8')))
    .map((path) => ({ path, key: digest(tree, path) }))
    .filter(({ key }) => parseInt(key[0], 16) < 8 === (half === 'training'))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ path }) => path);
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.c') && !entry.name.endsWith('.mod.c')) yield path;
  }
}

function digest(tree, path) {
  return createHash('sha256')
    .update(`${seed} ${relative(tree, path)}`)
    .digest('hex');
}
