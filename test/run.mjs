/** `npm test`: installs what is missing, runs everything and ends with one line `N passed, N failed`. `--unit` and `--workbench` run a part. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dependenciesMissing, installDependencies } from '../extension/build/dependencies.mjs';
import { embedSources } from '../extension/build/embed-sources.mjs';
import { run, step } from '../extension/build/steps.mjs';
import { installProtocolSchema } from './support/protocol-schema/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'dma-debugger-test-'));
process.once('exit', () => rmSync(reports, { recursive: true, force: true }));
const count = { passed: 0, failed: 0 };

/** Runs a step whose failure counts as one failed test and lets the others go on. Returns whether it succeeded. */
async function check(title, action) {
  try {
    await step(title, action);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    count.failed++;
    return false;
  }
}

/** Runs a test program that shows its own results; `read` takes the counts from what it wrote for us. */
async function suite(title, args, read) {
  console.log(`… ${title}`);
  const started = Date.now();
  const succeeded = await run(process.execPath, args, { cwd: root, show: true }).then(
    () => true,
    () => false,
  );
  const { passed, failed } = read();
  count.passed += passed;
  // A program that ends badly without naming a failed test has failed all the same.
  count.failed += succeeded ? failed : Math.max(failed, 1);
  console.log(`${succeeded ? '✓' : '✗'} ${title} (${Math.round((Date.now() - started) / 1000)} s)`);
}

const tool = (name, path) => join(root, 'node_modules', name, path);

async function unit() {
  await check('types', () =>
    run(process.execPath, [tool('typescript', 'bin/tsc'), '-b', '--pretty', 'false'], { cwd: root }),
  );
  await check('format', () =>
    run(process.execPath, [tool('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'], { cwd: root }),
  );
  const obstacle = await step("the protocol's JSON schema", installProtocolSchema);
  // In CI a test fails for it.
  if (obstacle !== null) console.error(`\n!!! NO MESSAGE WILL BE HELD AGAINST THE JSON SCHEMA: ${obstacle}\n`);
  // Files of a run share their processes (vitest.config.ts): in several runs these keep what they remember within bounds.
  for (let part = 1; part <= parts; part++) {
    const report = join(reports, `unit-${part}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const vitest = [tool('vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts'];
    await suite(`unit tests, part ${part} of ${parts}`, [...vitest, `--shard=${part}/${parts}`, ...reporters], () =>
      readVitest(report),
    );
  }
}

const parts = 2;

function readVitest(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const filesNotLoaded = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return { passed: numPassedTests, failed: numFailedTests + filesNotLoaded };
}

/** What the workbench tests need, begun early and without a word: much of it waits for the network, or keeps one core busy while the others are idle. */
function prepareWorkbench() {
  const quietly = (...path) =>
    run(process.execPath, [join(root, ...path)], { cwd: root }).then(
      () => null,
      (error) => error,
    );
  return {
    packed: quietly('extension', 'build', 'pack.mjs'),
    installed: quietly('test', 'workbench', 'prepare.mjs'),
  };
}

async function workbench({ packed, installed }) {
  const outcome = async (begun) => {
    const error = await begun;
    if (error !== null) throw error;
  };
  if (!(await check('building and packing the extension', () => outcome(packed)))) return;
  const files = readdirSync(join(root, 'test', 'workbench')).filter((name) => name.endsWith('.e2e.test.mjs'));
  if (files.length === 0) return cannotRun('there is no test/workbench/*.e2e.test.mjs');
  const obstacle = await step('the browser and the workbench in it', () => installed);
  if (obstacle !== null) return cannotRun(obstacle.message);
  const report = join(reports, 'workbench.tap');
  const reporters = ['spec', 'stdout', 'tap', report].map(
    (value, index) => `--test-reporter${index % 2 === 0 ? '' : '-destination'}=${value}`,
  );
  const paths = files.map((name) => join('test', 'workbench', name));
  // Each file has a workbench of its own, and waits for it more than half of the time.
  const atOnce = `--test-concurrency=${Math.min(availableParallelism(), files.length)}`;
  await suite('workbench tests', ['--test', atOnce, ...reporters, ...paths], () => readTap(report));
}

/** On a machine that nobody promised anything for, a skip that cannot be overlooked; in CI a failure. */
function cannotRun(obstacle) {
  console.error(`\n!!! THE WORKBENCH TESTS DID NOT RUN: ${obstacle}\n`);
  if (process.env.CI) count.failed++;
}

function readTap(report) {
  const text = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const total = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { passed: total('pass'), failed: total('fail') + total('cancelled') };
}

const flags = new Set(process.argv.slice(2));
const all = !flags.has('--unit') && !flags.has('--workbench');
const ready = !dependenciesMissing(root) || (await check('installing packages', () => installDependencies(root)));
if (ready && (await check('compiling the C that ships', async () => embedSources()))) {
  const prepared = all || flags.has('--workbench') ? prepareWorkbench() : null;
  if (all || flags.has('--unit')) await unit();
  if (prepared !== null) await workbench(prepared);
}
process.exitCode = count.failed === 0 ? 0 : 1;
console.log(`\n${count.passed} passed, ${count.failed} failed`);
