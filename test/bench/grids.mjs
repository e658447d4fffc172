/** How long grids of 65,536 cells take to draw anew, in headless Chromium, in quiet and with a busy process a core beside it. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { AdapterClient } from '../workbench/adapter-client.mjs';
import { findChromium } from '../workbench/chromium.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** What Physical Memory shows of the documented bug before and after the device has written. */
async function answersOfRun() {
  const adapter = new AdapterClient();
  try {
    const answers = [];
    await adapter.launch({ scenario: 'cma-writeback' }, ['dma-complete']);
    answers.push(await adapter.request('dma/physicalMemory'));
    await adapter.proceed();
    answers.push(await adapter.request('dma/physicalMemory'));
    return answers;
  } finally {
    adapter.close();
  }
}

function pageOf(script, answers) {
  return `<!DOCTYPE html><meta charset="UTF-8"><body><script>
    const answers = ${JSON.stringify(answers)};
    let asked = 0;
    const tell = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
    const answer = ({ kind, id }) => {
      if (kind === 'request') queueMicrotask(() => tell({ kind: 'answer', id, response: answers[asked++ % answers.length] }));
    };
    window.acquireVsCodeApi = () => ({ postMessage: answer, getState: () => undefined, setState() {} });
  </script><script type="module">${script}</script></body>`;
}

async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'grids-page.mjs')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'chrome120',
    write: false,
  });
  return outputFiles[0].text.replaceAll('</script', '<\\/script');
}

/** Rows of times in ms; all of it runs before the page has loaded, and stands in it then. */
function measured(chromium, page) {
  const args = [...flags, `--user-data-dir=${join(page, '..', 'profile')}`, '--dump-dom', `file://${page}`];
  const dom = execFileSync(chromium, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  });
  const [, rows] = /ROWS(.*)ROWS/.exec(dom) ?? [];
  if (!rows) throw new Error(`the page has not run to its end: ${dom.slice(0, 500)}`);
  return JSON.parse(rows);
}

function show(rows) {
  const at = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))];
  const unit = at(rows.find(({ what }) => what.startsWith('one copy')).times, 0.5);
  for (const { what, times } of rows) {
    const [median, p95] = [at(times, 0.5), at(times, 0.95)];
    console.log(
      `  ${what.padEnd(58)} median ${median.toFixed(2).padStart(6)} ms  p95 ${p95.toFixed(2).padStart(6)} ms ${(median / unit).toFixed(1).padStart(6)} x`,
    );
  }
}

const chromium = findChromium();
if (chromium === null)
  console.log('\nGrids: there is no Chromium here (set CHROMIUM to the path of one), not measured');
else {
  const folder = mkdtempSync(join(tmpdir(), 'grids-'));
  const busy = [];
  try {
    const page = join(folder, 'grids.html');
    writeFileSync(page, pageOf(await bundled(), await answersOfRun()));
    console.log(
      '\nA grid of 65,536 cells drawn anew, in headless Chromium without a GPU, wall time; x: median, of one copy of as many pixels',
    );
    show(measured(chromium, page));
    console.log(`  with ${availableParallelism()} busy processes beside it:`);
    for (let each = 0; each < availableParallelism(); each++)
      busy.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
    show(measured(chromium, page));
  } finally {
    for (const each of busy) each.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
