/** A documented bug replayed step by step over DAP: forwards, back, past a step, to the end, with what was expected beside what came. */
import { expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { Answer, DapClient } from '../support/dap-client.ts';
import { clientCapabilities, connect, launched } from './session-fixture.ts';

const { steps } = simulator.scenarios().find(({ id }) => id === 'address-cut-short')!;

async function started(args: object): Promise<DapClient> {
  const client = connect({}, simulator);
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { scenario: 'address-cut-short', stopOnEntry: true, ...args });
  await client.event('initialized');
  await client.request('configurationDone');
  await client.event('stopped');
  return client;
}

async function goTo(client: DapClient, step: number): Promise<string> {
  await client.request('dma/replayStep', { step });
  return (await client.event('stopped')).description!;
}

type Shown = Extract<Answer<'dma/replay'>, { outcome: unknown }>;
const shown = async (client: DapClient): Promise<Shown> => (await client.request('dma/replay', {})) as Shown;

test('forwards, back, ahead of a step that was skipped, and to the end', async () => {
  const client = await started({});
  expect(await shown(client)).toMatchObject({
    scenario: { id: 'address-cut-short' },
    variant: '',
    current: null,
    outcome: null,
  });
  expect(await goTo(client, 0)).toBe('Step 1 of the replay');
  expect((await shown(client)).current).toBe(0);
  const last = steps.length - 1;
  expect(await goTo(client, last)).toBe(`Step ${last + 1} of the replay`);
  const there = await client.request('dma/position', {});
  expect((await shown(client)).steps.map(({ passed }) => passed)).toEqual(steps.map(() => true));
  await goTo(client, 0);
  expect((await shown(client)).current).toBe(0);
  expect((await client.request('dma/position', {})).past).toBe(true);
  await goTo(client, last);
  expect((await client.request('dma/position', {})).moment).toEqual(there.moment);
  expect(await goTo(client, steps.length)).toBe('The run has ended');
  const { current, outcome } = await shown(client);
  expect(current).toBe(steps.length);
  expect(outcome!.length).toBeGreaterThan(2);
  expect(outcome!.find(({ name }) => name === 'findings')).toMatchObject({ same: true });
  await goTo(client, 0);
  expect((await shown(client)).outcome).toBeNull();
});

test("the user's own breakpoints are aside on the way and there again after it", async () => {
  const client = await started({});
  const path = 'address-cut-short/driver.c';
  const text = simulator.scenarios().find(({ id }) => id === 'address-cut-short')!.files['driver.c']!;
  const line =
    text.split('\n').findIndex((each) => each.includes('pci_enable_device') || each.includes('pcim_enable_device')) + 1;
  await client.request('setBreakpoints', { source: { path, sourceReference: 0 }, breakpoints: [{ line }] });
  expect(await goTo(client, steps.length)).toBe('The run has ended');
  const back = async (): Promise<number> => {
    await client.request('reverseContinue', { threadId: client.events('stopped').at(-1)!.threadId ?? 1 });
    const { reason, threadId } = await client.event('stopped');
    expect(reason).toBe('breakpoint');
    return threadId!;
  };
  const { stackFrames } = await client.request('stackTrace', { threadId: await back(), levels: 1 });
  await goTo(client, 0);
  const { moment } = await client.request('dma/position', {});
  await client.request('setBreakpoints', { source: { path, sourceReference: 0 }, breakpoints: [] });
  const instructionReference = stackFrames[0]!.instructionPointerReference;
  await client.request('setInstructionBreakpoints', { breakpoints: [{ instructionReference }] });
  await client.request('restart', {});
  await client.event('stopped');
  await goTo(client, 0);
  expect((await client.request('dma/position', {})).moment).toEqual(moment);
  await back();
});

test('a step that a session has not, and a session without a replay', async () => {
  const client = await started({});
  expect(await client.refusal('dma/replayStep', { step: 99 })).toContain(`has steps 0 to ${steps.length}`);
  const other = await launched('int main(void) { return 0; }\n', { stopOnEntry: true }, simulator);
  await other.request('configurationDone');
  await other.event('stopped');
  expect(await other.request('dma/replay', {})).toEqual({ scenario: null });
  expect(await other.refusal('dma/replayStep', { step: 0 })).toContain('replays no documented bug');
});

test('the matrix: its words at once, what a row gives when it was asked for, and a cell debugged on its own', async () => {
  const client = await started({ scenario: 'cma-lab', cell: 'H8/F1' });
  const before = (await shown(client)).matrix!;
  expect(before.facts.map(({ name }) => name)).toEqual(['F1', 'F2', 'F3']);
  expect(before.rows.every(({ outcome }) => outcome === null)).toBe(true);
  // documented-bugs 2.3, H8: with the bus master off nothing works, whatever the flags.
  const outcome = await client.request('dma/matrixRow', { row: 'H8' });
  expect(outcome.reproduced).toEqual({ F1: true, F2: false, F3: false });
  expect(outcome.evidence).toEqual(['0x430000000', '-', 'none']);
  const after = await shown(client);
  expect(after.matrix!.rows.find(({ name }) => name === 'H8')!.outcome).toEqual(outcome);
  expect(after.cell).toEqual({ name: 'H8/F1', title: 'pci_set_master() is forgotten' });
  await goTo(client, after.steps.length);
  expect((await shown(client)).outcome).toEqual([
    { name: 'buffer in CMA', expected: 'true', actual: 'true', same: true },
    {
      name: 'verdict',
      expected: 'the image in the buffer is the same as the original',
      actual: 'the image in the buffer is the same as the original',
      same: true,
    },
  ]);
  expect(await client.refusal('dma/matrixRow', { row: 'H0' })).toContain("no matrix with a row 'H0'");
});

test('a cell that a scenario has not, and a cell of nothing', async () => {
  const client = connect({}, simulator);
  await client.request('initialize', clientCapabilities);
  expect(await client.refusal('launch', { scenario: 'cma-lab', cell: 'H1/F9' })).toContain('has rows H1, H1b, H2');
  expect(await client.refusal('launch', { scenario: 'bus-master-off', cell: 'H1/F1' })).toContain('no matrix');
  expect(await client.refusal('launch', { program: 'x.c', cell: 'H1/F1' })).toContain('goes with a documented bug');
});
