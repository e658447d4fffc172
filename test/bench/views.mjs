/**
 * What each view's answer takes after an edit, and how large it is: the adapter's processor time and bytes, view by view, at the last step of documented bugs and where a
 * driver has 10,000 buffers mapped. `node test/bench/views.mjs [SCENARIO…]`; with PROF=FOLDER the adapter writes its profiles there.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { Client } from './adapter-client.mjs';
import { askViews, edits, median, toLastStep } from './edits.mjs';

const rounds = 4;
const mapped = '10,000 buffers';

/** Machine and code for as many live mappings as a large ring has. */
const driver = `#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

#define BUFFERS 10000

static dma_addr_t handles[BUFFERS];

static int ring_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int n;

	if (dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64)))
		return -EIO;
	for (n = 0; n < BUFFERS; n++) {
		void *buffer = kmalloc(2048, GFP_KERNEL);

		handles[n] = dma_map_single(&pdev->dev, buffer, 2048, DMA_FROM_DEVICE);
		if (dma_mapping_error(&pdev->dev, handles[n]))
			return -EIO;
	}
	dev_info(&pdev->dev, "%d buffers\\n", n);
	return 0;
}

static const struct pci_device_id ring_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver ring_driver = { .name = "ring", .id_table = ring_ids, .probe = ring_probe };
module_pci_driver(ring_driver);
MODULE_LICENSE("GPL");
`;
const line = driver.split('\n').findIndex((each) => each.includes('dev_info')) + 1;
const machine = { memory: '6G', iommu: 'strict', devices: [{ model: 'edu', name: '0000:00:02.0', dmaMask: 64 }] };

async function begin(client, launch, breakpoints) {
  await client.request('initialize', { adapterID: 'dma', linesStartAt1: true, columnsStartAt1: true });
  const initialized = client.event('initialized');
  await client.request('launch', launch);
  await initialized;
  if (breakpoints) await client.request('setBreakpoints', breakpoints);
  const stopped = client.event('stopped');
  await client.request('configurationDone');
  return (await stopped).body;
}

/** By view: ms and bytes of each round, of the machine of the edited code. */
async function measure(id) {
  const client = new Client();
  const folder = mkdtempSync(join(tmpdir(), 'views-'));
  try {
    const again = id === mapped ? await manyBuffers(client, folder) : await scenario(client, id);
    const samples = {};
    const pictures = [];
    for (let round = 0; round < rounds; round++) {
      await again(round);
      for (const [view, ask] of askViews(client, pictures)) (samples[view] ??= []).push(await answer(client, ask));
    }
    return samples;
  } finally {
    client.close();
    rmSync(folder, { recursive: true });
  }
}

async function scenario(client, id) {
  await begin(client, { scenario: id, stopOnEntry: true });
  const stop = await toLastStep(client);
  const { file, text, round: change } = await edits.fix(client, id, stop);
  const path = `${id}/${file}`;
  return async (round) => {
    if (round > 0) await client.request('dma/edit', { path, text });
    if (round > 0) await toLastStep(client);
    await client.request('dma/edit', { path, text: change(round) });
  };
}

async function manyBuffers(client, folder) {
  const path = join(folder, 'driver.c');
  writeFileSync(path, driver);
  writeFileSync(join(folder, 'machine.json'), JSON.stringify(machine));
  await begin(
    client,
    { program: path, machine: join(folder, 'machine.json') },
    { source: { path }, breakpoints: [{ line }] },
  );
  return (round) =>
    client.request('dma/edit', { path, text: driver.replace('int n;', `int n, edited = ${round};\n\n\tn = edited;`) });
}

async function answer(client, ask) {
  const [worked, received] = [client.worked(), client.received];
  await ask();
  return { ms: client.worked() - worked, bytes: client.received - received };
}

export async function benchViews(only = []) {
  const all = ['cma-writeback', 'mapping-leak', 'prp-lists', 'prp-lists-in-a-row', mapped];
  const columns = only.length > 0 ? only : all;
  const samples = [];
  for (const id of columns) samples.push(await measure(id));
  console.log(`\nAnswers of the views after an edit: ms of processor time, KiB (medians of ${rounds})`);
  console.log(`  ${''.padEnd(20)}${columns.map((each) => each.padStart(20)).join('')}`);
  for (const view of [...Object.keys(samples[0]), 'all'])
    console.log(`  ${view.padEnd(20)}${samples.map((each) => told(each, view).padStart(20)).join('')}`);
}

function told(samples, view) {
  const figures = (key) =>
    view === 'all'
      ? Object.values(samples).reduce((sum, each) => sum + median(each.map((sample) => sample[key])), 0)
      : median(samples[view].map((sample) => sample[key]));
  return `${figures('ms').toFixed(1)} ${(figures('bytes') / 1024).toFixed(0).padStart(6)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchViews(process.argv.slice(2));
