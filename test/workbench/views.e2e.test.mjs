/** Every view with the data of a real run behind a stub host: what it shows, what its keys do, that it says the same after being hidden; pictures with high contrast. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AdapterClient } from './adapter-client.mjs';
import { openViews } from './view-page.mjs';

/** documented-bugs 2.2: 4 MiB at 0x430000000, driven as 0x30000000. */
const handle = '0x430000000';
let adapter;
let views;
before(
  async () => {
    adapter = new AdapterClient();
    const stop = await adapter.launch({ scenario: 'cma-writeback' }, ['dma-complete']);
    assert.match(stop.text, /DMA completes: read/);
    views = await openViews(adapter);
  },
  { timeout: 120_000 },
);
after(() => views?.close());

/** View, what it must say, in a place of its own. */
const expected = [
  ['physical-memory', '#cma-occupancy', '1,024 of 65,536 pages in use'],
  ['mappings', `tr[data-mapping="${handle}"]`, 'coherent'],
  ['mappings', '#mapped', '1 buffer mapped or allocated, 4 MiB'],
  ['devices', 'tr[data-register="STATUS"]', 'BUSY 0x1'],
  ['devices', 'figcaption', 'on-board memory, 1024 × 1024'],
  ['interrupts', 'tr[data-trace] >> nth=0', 'START=1 IRQ_ENABLE=1'],
  ['interrupts', 'tr[data-irq]', 'fpga_image'],
  ['processors', 'summary >> nth=0', 'CPU 0'],
  ['free-memory', 'tr[data-cache="kmalloc-64"]', '64 B'],
  ['process-memory', 'tr[data-area] >> nth=0', 'text of app'],
  ['timeline', '#now', 'At '],
  ['transfers', 'tr[data-transfer="1"]', '0x30000000'],
  ['page-tables', 'summary >> nth=0', 'kernel'],
  ['cache-lines', 'h4 >> nth=0', 'CPU 0 L1D'],
  ['iommu', 'p', 'no IOMMU'],
];

/** Blanks that do not break are blanks. */
function plain(text) {
  return text.replaceAll('\u00a0', ' ');
}

test('each view shows the machine’s state', { timeout: 120_000 }, async () => {
  let shown = '';
  for (const [view, place, text] of expected) {
    if (view !== shown) await views.open(view, 'dark');
    shown = view;
    const found = plain(await views.page.locator('dma-view').locator(place).first().innerText());
    assert.ok(found.includes(text), `${view}: ${place} says ${found}`);
  }
  assert.deepEqual(views.problems, []);
});

test('what was opened, chosen and scrolled is there again after hiding', { timeout: 60_000 }, async () => {
  const page = await views.open('devices', 'dark');
  await page.locator('summary').filter({ hasText: 'Registers (12)' }).click();
  await page.locator('tr[data-register]').first().waitFor({ state: 'detached' });
  await views.open('devices');
  assert.equal(await page.locator('tr[data-register]').count(), 0);
  await page.locator('summary').filter({ hasText: 'Registers (12)' }).click();
  // Only what the page has heard of is kept: its click is told to it a moment later.
  await page.locator('tr[data-register]').first().waitFor();
  await views.open('interrupts');
  await page.locator('input[type="search"]').fill('LENGTH');
  await views.open('interrupts');
  assert.equal(await page.locator('tr[data-trace]').count(), 1);
  await page.locator('input[type="search"]').fill('');
});

test(
  'keys move through a grid’s cells, which are told in words; the same as a table',
  { timeout: 60_000 },
  async () => {
    const page = await views.open('physical-memory', 'dark');
    const grid = page.locator('cell-grid').nth(1);
    await grid.locator('.frame').focus();
    // The first key leads to the first cell.
    await page.keyboard.press('ArrowRight');
    await grid
      .locator('.said')
      .filter({ hasText: `${handle}: in use by coherent buffer of 0000:01:00.0` })
      .waitFor();
    await page.keyboard.press('End');
    await grid.locator('.said').filter({ hasText: '0x43ffff000: free' }).waitFor();
    await grid.locator('summary').click();
    const row = await grid.locator('tbody tr').first().innerText();
    assert.match(row, /0–1023\s+CMA, in use/);
  },
);

test('tables that were opened are there again at the next stop and after hiding', { timeout: 60_000 }, async () => {
  const page = await views.open('page-tables', 'dark');
  await page.locator('summary').filter({ hasText: 'app (pid' }).click();
  await page.locator('ul.tree ul.tree summary').filter({ hasText: 'PGD[' }).last().click();
  const below = page.locator('ul.tree li').filter({ hasText: 'PUD[' }).last();
  await below.waitFor();
  await views.stopped();
  await below.waitFor();
  await views.open('page-tables');
  await below.waitFor();
  await views.screenshot('page-tables-tree');
});

test('a right click offers what can be asked of an address', { timeout: 60_000 }, async () => {
  const page = await views.open('mappings', 'dark');
  const offered = async (locator) => {
    await locator.click({ button: 'right' });
    return JSON.parse(await page.evaluate(() => document.querySelector('dma-view').dataset.vscodeContext));
  };
  const physical = await offered(page.locator(`button[data-address="phys:${handle}"]`));
  assert.deepEqual([physical.webviewSection, physical.address], ['phys', `phys:${handle}`]);
  const bus = await offered(page.locator(`td[data-address="bus:${handle}"]`));
  assert.equal(bus.webviewSection, 'bus');
  assert.deepEqual(await offered(page.locator('#mapped')), {});
  await views.open('physical-memory');
  const cell = page.locator('cell-grid').nth(1).locator('canvas').first();
  await cell.hover({ position: { x: 1, y: 1 } });
  const first = await offered(page.locator('cell-grid').nth(1).locator('.frame'));
  assert.match(first.address, /^phys:0x43/);
});

test('the timeline takes the machine back, and says that it stands in the past', { timeout: 60_000 }, async () => {
  const page = await views.open('timeline', 'dark');
  await page.locator('.lanes').focus();
  for (const key of ['ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  await page.locator('.said').filter({ hasText: '0000:01:00.0' }).filter({ hasText: 'register' }).waitFor();
  await page.keyboard.press('Enter');
  await adapter.event('stopped');
  await views.stopped();
  await page.locator('#now').filter({ hasText: 'in the past' }).waitFor();
  await page.locator('.said').filter({ hasText: 'fpga_probe' }).waitFor();
  await views.screenshot('timeline-past');
  await page.keyboard.press('s');
  assert.equal(views.sent.find(({ kind }) => kind === 'openSource')?.place.function, 'fpga_probe');
  // And on again, to where it stood.
  await adapter.proceed();
  await views.stopped();
  await page.locator('#now').filter({ hasNotText: 'in the past' }).waitFor();
  // Dragged in the ruler it comes along, before one lets go.
  const { x, y, width } = await page.locator('.lanes canvas').boundingBox();
  await page.mouse.move(x + width - 10, y + 5);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + 5);
  await adapter.event('stopped');
  await views.stopped();
  await page.locator('#now').filter({ hasText: 'in the past' }).waitFor();
  await page.mouse.up();
  await adapter.proceed();
  await views.stopped();
  await page.locator('#now').filter({ hasNotText: 'in the past' }).waitFor();
});

test('at the next stop what has changed is marked, and only that', { timeout: 60_000 }, async () => {
  await views.open('physical-memory', 'dark');
  const page = await views.open('devices');
  assert.equal(await page.locator('[class*="changed-"]').count(), 0);
  await adapter.proceed();
  await views.stopped();
  const marked = await page.locator('tr[data-register] td[class*="changed-"]').allInnerTexts();
  // The write transfer has ended: all 4 MiB are written, the engine is done or about to be.
  assert.ok(marked.includes('0x400000'), marked.join(' '));
  assert.equal(await page.locator('tr[data-register="SRC_LO"] td[class*="changed-"]').count(), 0);
});

test('cells that changed while a view was hidden are shown, and again after hiding', { timeout: 60_000 }, async () => {
  const page = await views.open('physical-memory');
  const said = page.locator('cell-grid').first().locator('.said');
  const changes = await said.innerText();
  assert.match(changes, /: \d+ changed since the last stop/);
  await views.reopen('physical-memory');
  assert.equal(await said.innerText(), changes);
});

test('what a cached line holds is told when it is pointed at', { timeout: 60_000 }, async () => {
  const page = await views.open('cache-lines', 'dark');
  const grid = page.locator('cell-grid').first();
  await grid.locator('.frame').focus();
  await page.keyboard.press('Home');
  await grid.locator('.said').filter({ hasText: 'set 0, way 0: 0x' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('table[aria-label="Lines of CPU 0 L1D, set 0"] button').first().click();
  await page.locator('#line-physical').waitFor();
  await views.screenshot('cache-lines-line');
});

/** Runs in the page: what does not fit its width, and pictures whose cells are not whole pixels. */
function widths() {
  const view = document.querySelector('dma-view');
  const grids = [...view.shadowRoot.querySelectorAll('cell-grid')].map((grid) =>
    grid.shadowRoot.querySelector('canvas'),
  );
  const uneven = grids.filter((canvas) => Math.abs(canvas.getBoundingClientRect().width - canvas.width) > 1);
  const beyond = view.scrollWidth - view.clientWidth;
  return [...(beyond > 0 ? [`${beyond} px beyond`] : []), ...uneven.map(({ width }) => `cells of ${width} px`)];
}

/** In the dark theme they are looked at in VS Code. */
test('all views in the other themes, one of them as narrow as a side bar', { timeout: 120_000 }, async () => {
  for (const view of new Set(expected.map(([name]) => name)))
    for (const theme of ['light', 'contrast', 'contrast-light']) {
      if (theme === 'contrast-light') await views.page.setViewportSize({ width: 320, height: 760 });
      await views.open(view, theme);
      await views.screenshot(`${view}-${theme}`);
      if (theme === 'contrast-light') assert.deepEqual(await views.page.evaluate(widths), [], view);
      await views.page.setViewportSize({ width: 1100, height: 760 });
    }
  assert.deepEqual(views.problems, []);
});

/** A network card behind an IOMMU that is full of work: what the accelerator has nothing of. Sizes: machine.json and driver.c of that scenario. */
test('rings, mappings and the IOMMU of a network card', { timeout: 120_000 }, async () => {
  const adapter = new AdapterClient();
  await adapter.launch({ scenario: 'receive-mapped-or-copied' }, [
    { filterId: 'dma-complete', condition: 'transfer == 12' },
  ]);
  const card = await openViews(adapter);
  try {
    const page = await card.open('devices', 'dark');
    await page.locator('summary').filter({ hasText: 'receive ring: ring of 16 × 16 B at 0xfffff000' }).waitFor();
    assert.equal(await page.locator('tr[data-entry]').count(), 16);
    await page
      .locator('tr[data-entry="5"]')
      .filter({ hasText: 'device' })
      .filter({ hasText: 'rtl_fill_ring' })
      .waitFor();
    await card.screenshot('devices-rings-dark');
    await card.open('iommu', 'light');
    await page.locator('table[aria-label="IOTLB"] tbody tr').first().waitFor();
    await page.locator('td button').filter({ hasText: '0xfffff000' }).first().click();
    await page.locator('ol.walk li.page').filter({ hasText: '4 KiB' }).waitFor();
    await card.screenshot('iommu-light');
    await card.open('mappings', 'contrast');
    await page.locator('.owner.device').first().waitFor();
    await card.screenshot('mappings-contrast-live');
    assert.deepEqual(card.problems, []);
  } finally {
    await card.close();
  }
});
