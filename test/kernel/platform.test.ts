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

const board = `{ "platform": [
  { "name": "user@fd000000", "compatible": "acme,user", "reg": [["0xfd000000", "4K"]],
    "properties": { "clocks": ["&oscillator", "&control"], "clock-names": ["bus", "core"], "resets": ["&control", 2],
      "reset-names": "core", "enable-gpios": ["&control", 3, 1], "acme,control": "&control@fd010000" } },
  { "name": "control@fd010000", "compatible": ["acme,control", "syscon"], "reg": [["0xfd010000", "4K"]],
    "properties": { "#clock-cells": 0, "#reset-cells": 1, "#gpio-cells": 2, "clocks": "&oscillator", "clock-names": "reference" } },
  { "name": "oscillator", "compatible": "fixed-clock", "properties": { "#clock-cells": 0, "clock-frequency": 100000000 } } ] }`;

/*
 * The reference kernel is built without these subsystems. Errors and rules are those of its sources: drivers/clk/clk.c and clkdev.c (-ENOENT, -EPROBE_DEFER,
 * -ESHUTDOWN and its warning, a fixed rate is kept), drivers/reset/core.c (-EBUSY with a warning, -ENOTSUPP without reset()), drivers/gpio/gpiolib.c (the
 * highest free base below 512, -EBUSY, -ENXIO without to_irq()), drivers/base/regmap/regmap.c (-EINVAL for the stride, -EIO behind max_register, -EBUSY).
 */
it('clocks, resets, lines and register maps of a board, found by the device tree', () => {
  const { log, findings } = runDriver({ driver: 'board.c' }, { machine: board });
  const own = (line: string): string => `user fd000000.user: ${line}`;
  expect(log.filter((line) => /^(user|control|Enabling)/.test(line))).toEqual([
    'user: no clock yet: -517, line -517, reset -517',
    'control fd010000.control: controls 0, lines from 504',
    own('/user@fd000000 user user@fd000000 acme,user, /user@fd000000 user@fd000000, oscillator'), // core-api/printk-formats.rst
    own('core 50000000 bus 100000000, none -2, optional 0'),
    own('gate 0'),
    own('enabled: gate 1'),
    own('disabled: gate 0'),
    own('set rate 0 round 100000000'),
    'Enabling unprepared gate',
    own('unprepared -108'),
    own('reset 0 second -16 none -2 optional 0'),
    own('asserted 4 status 1'),
    own('deasserted 0 status 0 pulse -524'),
    own('line 507 of 1 low 1, out 0 direction 8'),
    own('out 8, again -16, none -2, optional 0'),
    own('by number: busy -16 free 0 none yet -517'),
    own('out 18 direction 10 irq -6 value 1'),
    own('default 0 1111, odd -22, behind -5, same map 1'),
    own('volatile 1ff'),
    own('field 5 in 15f'),
    own('update 0 change 0'),
    own('bulk 0 3 4'),
    own('cache only: 3, volatile -16'),
    own('sync 0 9'),
    own('poll 0, late -110'),
  ]);
  expect(findings).toEqual(['kernel-warning', 'kernel-warning']);
});
