/** Memory that a driver uses wrongly is found at the access, with who allocated and freed it; what only looks wrong is not. */
import { expect, it } from 'vitest';
import { driverFile } from '../run-driver.ts';
import { finish, powerOn, recordsOf } from '../../support/simulated-run.ts';

it('each wrong use has its finding, and right use none', () => {
  const simulation = powerOn({ driver: driverFile('memory-errors.c') });
  finish(simulation);
  const { statements, functions } = simulation.program;
  const nameOf = (stack: readonly number[]): string =>
    stack.map((each) => functions[statements[each]!.function]!.name).find((name) => name !== 'some') ?? '';
  const found = recordsOf(simulation, 'finding').map(({ code, message, stack, related }) => [
    nameOf(stack),
    code,
    message.replace(/0x[0-9a-f]+/g, '0x…'),
    (related ?? []).map(({ what }) => what).join(),
  ]);
  expect(found).toEqual([
    [
      'use_after_free',
      'use-after-free',
      'use after free: 1 byte read at offset 64 of an object of kmalloc-128 that is free',
      'allocated,freed',
    ],
    [
      'write_behind',
      'out-of-bounds',
      'out of bounds: 1 byte written right behind an object of 100 bytes (kmalloc-128)',
      'allocated',
    ],
    [
      'copy_behind',
      'out-of-bounds',
      'out of bounds: 25 bytes written right behind an object of 24 bytes (kmalloc-32)',
      'allocated',
    ],
    [
      'behind_large',
      'out-of-bounds',
      'out of bounds: 1 byte written right behind a block of 10000 bytes from kmalloc',
      'allocated',
    ],
    [
      'large_after_free',
      'use-after-free',
      'use after free: 1 byte written at offset 5000 of a block of 20000 bytes from kmalloc that is free',
      'allocated,freed',
    ],
    [
      'pages_after_free',
      'use-after-free',
      'use after free: 1 byte written at offset 4096 of pages of order 1 that are free',
      'freed',
    ],
    [
      'shrunk',
      'out-of-bounds',
      'out of bounds: 1 byte written 10 bytes behind an object of 150 bytes (kmalloc-256)',
      'allocated',
    ],
    [
      'cached_after_free',
      'use-after-free',
      'use after free: 8 bytes written at offset 8 of an object of kmalloc-64 that is free',
      'allocated,freed',
    ],
    ['twice', 'double-free', 'kfree of 0x…, an object of kmalloc-512 that is free already', 'allocated,freed'],
    [
      'link_overwritten',
      'use-after-free',
      'use after free: 8 bytes written at offset 512 of an object of kmalloc-1k that is free',
      'allocated,freed',
    ],
    [
      'link_overwritten',
      'free-list-corrupted',
      'free object 0x… of kmalloc-1k was written to: its link to the next free object (offset 512) is now 0x…, which a real kernel would give out or crash on',
      'last allocated,freed',
    ],
  ]);
});

it('what a module forgets is told when it is gone; what waits for a grace period is not', () => {
  const simulation = powerOn({ driver: driverFile('memory-leaks.c') });
  finish(simulation);
  expect(recordsOf(simulation, 'finding').map(({ code, message }) => [code, message])).toEqual(
    [
      '2 times an object of 40 bytes (kmalloc-64) (80 bytes) that it allocated were never freed',
      'an object of 10 bytes (kmalloc-16) (10 bytes) that it allocated was never freed',
      'pages of order 1 (8192 bytes) that it allocated was never freed',
      'a vmalloc area of 5000 bytes (5000 bytes) that it allocated was never freed',
    ].map((text) => ['memory-leak', `the module is gone, but ${text}`]),
  );
});
