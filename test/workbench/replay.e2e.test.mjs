/** The Replay view of one documented bug of each thread, with a real run behind a stub host: from the first step to the last, and back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdapterClient } from './adapter-client.mjs';
import { openViews } from './view-page.mjs';

const bugs = [
  'pool-vs-coherent',
  'receive-mapped-or-copied',
  'prp-lists',
  'cma-writeback',
  'shared-cache-line',
  'shared-vs-private-file',
  'sparse-zero-page',
  'handle-is-no-physical-address',
];

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

for (const bug of bugs)
  test(`${bug}: every step, and what came of it`, { timeout: 120_000 }, async () => {
    const session = await opened(bug);
    const { views, page } = session;
    const steps = await page.locator('li').count();
    for (let step = 1; step < steps; step++) {
      assert.equal(await press(session, '#next'), `Step ${step} of the replay`);
      await page
        .locator('li.current button.step')
        .filter({ hasText: `${step}. ` })
        .waitFor();
      assert.notEqual((await page.locator('#see').innerText()).trim(), '');
    }
    assert.equal(await press(session, '#next'), 'The run has ended');
    await page.locator('#outcome').waitFor();
    if (bug === 'cma-writeback')
      for (const theme of ['dark', 'light', 'contrast']) {
        await views.open('replay', theme);
        await views.screenshot(`replay-end-${theme}`);
      }
    await press(session, '#previous');
    assert.equal(await page.locator('li.passed').count(), steps - 1);
    await page.locator('#look').click();
    assert.equal(views.sent.at(-1).kind, 'openView');
    assert.deepEqual(views.problems, []);
    await views.close();
  });

test('another variant is asked of the host', { timeout: 60_000 }, async () => {
  const { views, page } = await opened('address-cut-short');
  const [, fixed] = await page.locator('option').evaluateAll((options) => options.map(({ value }) => value));
  await page.locator('select').selectOption(fixed);
  assert.deepEqual(views.sent.at(-1), { kind: 'startReplay', scenario: 'address-cut-short', variant: fixed });
  await views.close();
});
