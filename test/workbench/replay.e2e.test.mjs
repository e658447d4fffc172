/** The Replay view with a real run behind a stub host: to the end and back, another variant, and the matrix of the lab. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdapterClient } from './adapter-client.mjs';
import { openViews } from './view-page.mjs';

async function opened(scenario) {
  const adapter = new AdapterClient();
  await adapter.launch({ scenario, stopOnEntry: true });
  const views = await openViews(adapter);
  const page = await views.open('replay', 'dark');
  return { adapter, views, page };
}

/** Presses the button and waits until the view shows where the machine stands then. */
async function press({ adapter, views, page }, button) {
  await page.locator(button).click();
  const { description } = await adapter.event('stopped');
  await views.stopped();
  return description;
}

/** The bugs of all threads are walked in the workbench; here is what does not show there. */
test(
  'to the end in every theme, back, to the view that a step points at, and to another variant',
  { timeout: 120_000 },
  async () => {
    const session = await opened('shared-cache-line');
    const { views, page } = session;
    const steps = await page.locator('li').count();
    for (let step = 1; step < steps; step++) assert.equal(await press(session, '#next'), `Step ${step} of the replay`);
    assert.equal(await press(session, '#next'), 'The run has ended');
    await page.locator('#outcome').waitFor();
    for (const theme of ['dark', 'light', 'contrast']) {
      await views.open('replay', theme);
      await views.screenshot(`replay-end-${theme}`);
    }
    await press(session, '#previous');
    assert.equal(await page.locator('li.passed').count(), steps - 1);
    await page.locator('#look').click();
    assert.deepEqual(views.sent.at(-1), { kind: 'openView', view: 'cacheLines' });
    // Another variant is asked of the host.
    const [, fixed] = await page.locator('option').evaluateAll((options) => options.map(({ value }) => value));
    await page.locator('select').selectOption(fixed);
    const asked = { kind: 'startReplay', scenario: 'shared-cache-line', variant: fixed, cell: null };
    assert.deepEqual(views.sent.at(-1), asked);
    assert.deepEqual(views.problems, []);
    await views.close();
  },
);

test('the lab: its matrix as documented, rows run by keys, and a cell to debug', { timeout: 120_000 }, async () => {
  const { views, page } = await opened('cma-lab');
  await page.setViewportSize({ width: 1100, height: 1000 });
  const matrix = page.locator('#matrix');
  const said = (row) => matrix.locator(`tr[data-row="${row}"] td.fact`).allInnerTexts();
  // documented-bugs 2.3: by the catalogue H1b, H2 and H3 give all three facts, each with a condition, and none of them is called the cause.
  const all = ['H1b', 'H2', 'H3'];
  const rows = await matrix.locator('tr.all').evaluateAll((each) => each.map(({ dataset }) => dataset.row));
  assert.deepEqual(rows, all);
  assert.equal(await page.locator('#questions li').count(), 3);
  for (const row of ['H1b', 'H8']) {
    await matrix.getByRole('button', { name: `Run ${row}`, exact: true }).focus();
    await page.keyboard.press('Enter');
    await matrix.locator(`tr[data-row="${row}"] td.mono`).filter({ hasText: '0x430000000' }).waitFor();
  }
  assert.deepEqual(await said('H1b'), ['yes', 'yes', 'yes', 'yes']);
  assert.deepEqual(await said('H8'), ['yes', 'no', 'no', 'no']);
  await page.getByRole('status').filter({ hasText: '2 of 17 were run: H1b gave all 3.' }).waitFor();
  await matrix.getByRole('button', { name: 'F2: not reproduced. Debug H8 with F2' }).press('Enter');
  const cell = { kind: 'startReplay', scenario: 'cma-lab', variant: '', cell: 'H8/F2' };
  assert.deepEqual(views.sent.at(-1), cell);
  for (const theme of ['dark', 'light', 'contrast']) {
    await views.open('replay', theme);
    await page.locator('#run-all').scrollIntoViewIfNeeded();
    await views.screenshot(`replay-lab-${theme}`);
  }
  assert.deepEqual(views.problems, []);
  await views.close();
});
