/** The kernel's own reports about memory, beside what a real Linux 6.1.192 logged for the same driver: without stacks, addresses and amounts that processes decide. */
import { expect, it } from 'vitest';
import { driverFile, runDriver } from '../run-driver.ts';

const plain = (line: string): string =>
  line
    .replace(/\b(0x)?[0-9a-f]{16}\b/g, 'ADDRESS')
    .replace(/CPU: \d+ PID: \d+/, 'CPU: N PID: N')
    .replace(/reports_init\+\S+/, 'reports_init')
    .replace(/__vunmap\+\S+|__vmalloc_node_range\+\S+|kmem_cache_destroy\+\S+/, (name) => name.split('+')[0]!)
    // Amounts in use, of which an idle model has fewer.
    .replace(
      /((active|inactive|slab|mapped|shmem|pagetables|free|free_pcp|local_pcp|kernel_stack|free_cma)\w*(\(\w+\))?):\d+(kB)?/g,
      '$1:N',
    )
    .replace(/\d+\*(\d+kB)( \(\w+\))?/g, 'N*$1')
    .replace(/= \d+kB$/, '= N')
    .replace(/^\d+ total pagecache/, 'N total pagecache')
    .replace(/all_unreclaimable\? \w+/, 'all_unreclaimable?');

it('are the real ones, line by line', () => {
  const { log } = runDriver({ driver: 'memory-reports.c' }, { machine: '{"memory":"6G","cma":"64M","cpus":2}' });
  const ours = log.filter((line) => !/^( <| \S+\+0x|Call Trace|RIP|RSP)/.test(line));
  const real = driverFile('memory-reports.txt').trimEnd().split('\n');
  const indented = /^ (active|unevictable|slab|mapped|sec_|kernel_misc|free:)/;
  expect(ours.filter((line) => !indented.test(line)).map(plain)).toEqual(real.map(plain));
});

it('red zones and poison catch what the real ones caught', () => {
  const { log, findings } = runDriver(
    { driver: 'memory-zones.c' },
    { machine: '{"memory":"6G","cma":"64M","cpus":2}' },
  );
  // Padding and taking the slab out of use are not modelled.
  const left = (lines: readonly string[]): string[] =>
    lines
      .filter((line) => !/^( <| \S+\+0x|Call Trace|RIP|RSP|Padding|FIX red: Marking)/.test(line))
      .map((line) =>
        plain(line)
          .replace(/0x[0-9a-f]{16}/g, 'ADDRESS')
          .replace(/ age=.*/, '')
          .replace(/zones_init\+\S+/, 'zones_init'),
      );
  expect(left(log)).toEqual(left(driverFile('memory-zones.txt').trimEnd().split('\n')));
  expect(findings.filter((code) => code !== 'memory-leak')).toEqual(['slab-overwritten', 'slab-overwritten']);
});
