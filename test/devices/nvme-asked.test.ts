/**
 * The same driver asked QEMU 7.2's NVMe controller, under a real Linux 6.1, and asks ours: nvme-ask.c has the questions, nvme-qemu-7.2.txt what
 * QEMU said. Where we do not answer as QEMU does, the specification (NVM Express 1.4) says why.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Moment } from '../../simulator/index.ts';
import { again, finish, logOf, powerOn, proceed, stopAtEvents } from '../support/simulated-run.ts';

const here = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');

const machine = `{ "memory": "64M", "cma": "8M", "cpus": 2,
  "devices": [{ "model": "nvme", "name": "0000:01:00.0", "mdts": 3, "ioQueues": 4 }] }`;

const different: Readonly<Record<string, string>> = {
  // An error of the driver's: it will not go away (QEMU leaves the Do Not Retry bit out).
  'identify controller, fused': '0x4002',
  // QEMU says NN = 256, of which one is active; here NN is 1, and all others are invalid (figure 126, 0Bh).
  'identify namespace 2': '0x400b',
  'read namespace 2': '0x400b',
  // Chapter 5.5.1, Delete I/O Completion Queue: Invalid Queue Identifier. QEMU says Completion Queue Invalid.
  'delete CQ 0': '0x4101',
  'delete CQ 2, not there': '0x4101',
  // Chapter 4.3 leaves it to the controller whether it looks at the lowest bits.
  'PRP1 at an odd address': '0x4013',
  // Figure 126, 04h. QEMU reads whatever its bus gives where nobody answers.
  'write from nowhere': '0x4004',
};

const first = powerOn({ driver: here('nvme-ask.c'), machine });

test('our controller answers as QEMU does, but for what the specification says otherwise', () => {
  const simulation = again(first);
  finish(simulation);
  const answers = (lines: readonly string[]) =>
    Object.fromEntries(
      lines.flatMap((line) => [/^nvme: (.*): (\w+)$/.exec(line)?.slice(1) ?? []]).filter(([text]) => text),
    );
  const asked = answers(here('nvme-qemu-7.2.txt').split('\n'));
  expect(Object.keys(asked)).toHaveLength(54);
  for (const text of Object.keys(different)) expect(asked).toHaveProperty([text]);
  expect(answers(logOf(simulation))).toEqual({ ...asked, ...different });
});

test('queues, commands under way and blocks are the same whenever one goes back to them', () => {
  const simulation = again(first);
  const { timeline } = simulation;
  timeline.keep();
  // In the midst of commands: after entries, lists and data were fetched, and before completions are written.
  stopAtEvents(simulation, 'dma-start');
  const passed: { moment: Moment; digest: string }[] = [];
  for (let i = 0; i < 40 && proceed(simulation).kind === 'event'; i++)
    passed.push({ moment: timeline.moment, digest: timeline.digest() });
  expect(passed).toHaveLength(40);
  for (let i = 0; i < 12; i++) {
    const { moment, digest } = passed[(i * 17) % passed.length]!;
    while (!timeline.goTo(moment, { statements: 50_000 }));
    expect(timeline.digest()).toBe(digest);
  }
});
