/**
 * Findings in drivers nobody here wrote, for triage by hand: `node test/static-checks/foreign-drivers.mjs TREE HALF FROM COUNT [OPTION…]` prints the findings of the
 * command line's `check` (options go to it) in files FROM … FROM+COUNT of that half, one JSON object a line. A file's half, `training` or `unseen`, and its
 * place in it come from a hash of its path, so that rules can be mended by the one and measured by the other; counts are in `precision.md`.
 * Instead of a half, a list of paths within TREE can be given, as those in `frozen/`.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chosenFiles } from './foreign-files.mjs';

const command = fileURLToPath(new URL('../../dist/dma-debugger.cjs', import.meta.url));

const [tree, half, from = '0', count = '20', ...options] = process.argv.slice(2);
if (!tree || !/^(training|unseen|.+\.txt)$/.test(half ?? '')) throw new Error('usage: foreign-drivers.mjs TREE training|unseen|LIST.txt FROM COUNT [OPTION…]'); // prettier-ignore

const chosen = chosenFiles(tree, half, Number(from), Number(count));
for (let at = 0; at < chosen.length; at += 10) process.stdout.write(found(chosen.slice(at, at + 10)));

function found(paths) {
  try {
    return execFileSync(process.execPath, [command, 'check', ...paths, '--json', ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e8 }); // prettier-ignore
  } catch ({ status, stdout }) {
    if (status !== 1) process.stderr.write(`${paths.join(' ')}: status ${status}\n`);
    return String(stdout ?? '');
  }
}
