/** A platform device of the machine file through probe, sleep and power-off. The order of phases: Documentation/driver-api/pm/devices.rst of Linux 6.1. */
import { expect, it } from 'vitest';
import { runDriver } from './run-driver.ts';

const machine = `{ "platform": [{ "name": "sleeper@fd000000", "compatible": ["acme,sleeper-2", "acme,sleeper"], "reg": [["0xfd000000", "4K"]],
  "interrupts": [9], "properties": { "clock-frequency": 100000000, "label": "first", "wide": true, "depths": [16, 32, 64] } }] }`;

it('is found by its compatible, sleeps in all phases and is shut down', () => {
  const files = { '/lib/firmware/sleeper.bin': new TextEncoder().encode('bytes') };
  const { log, output, end } = runDriver({ driver: 'sleeper.c', app: 'sleeper-app.c' }, { machine, files });
  const own = (line: string): string => `sleeper fd000000.sleeper: ${line}`;
  expect(log.slice(1)).toEqual([
    own('version 2'),
    own('frequency 0 100000000'),
    own('label 0 first'),
    own('depths 0 16 32 64'),
    own('too many -75, none -22'), // -EOVERFLOW, -EINVAL: of_property_read_u32_array's documentation
    own('wide 1, thin 0'),
    own('register 1234aa78'),
    own('irq 0, second -6'),
    own('firmware 5 bytes'),
    own('Direct firmware load for nothing.bin failed with error -2'),
    own('no firmware -2'),
    'PM: suspend entry (s2idle)',
    ...['prepare', 'suspend', 'suspend_late', 'suspend_noirq'].map(own),
    ...['resume_noirq', 'resume_early', 'resume', 'complete'].map(own),
    'PM: suspend exit',
    own('shutdown'),
    'reboot: Power down',
  ]);
  expect(output).toBe('write 3\nwrite -1\n');
  expect(end).toBe('rest 0');
});
