/** Drivers whose log a real Linux 6.1.192 (the oracle) has given beside them: contexts, locks, waiting, deferred work, crashes. The question stands in each driver's head. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { normalise } from './execution/normalise.ts';
import { findingsOf, runFiles } from './execution/run-files.ts';

const folder = fileURLToPath(new URL('./execution/', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length))
  .sort();

/** What the simulator finds beyond what the kernel says, by driver; for all others it finds nothing of its own. */
const ownFindings: Readonly<Record<string, readonly string[]>> = {
  'sleep-locked': ['sleep-in-atomic', 'sleep-in-atomic', 'sleep-in-atomic'],
};

describe('as a real 6.1', () => {
  it.each(names)('%s', (name) => {
    const golden = readFileSync(`${folder}${name}.txt`, 'utf8').trimEnd().split('\n');
    const { log, simulation } = runFiles(folder, name);
    expect(normalise(log)).toEqual(golden);
    expect(findingsOf(simulation, 'simulator')).toEqual(ownFindings[name] ?? []);
  });
});
