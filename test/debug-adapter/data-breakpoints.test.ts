/** Data breakpoints by address and range, each mode with who it is for: what `supportsDataBreakpointBytes` and `breakpointModes` promise. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import { launched, lineOf, setBreakpoints } from './session-fixture.ts';

/** QEMU's edu (docs/specs/edu.txt): 64 bytes go to its buffer at 0x40000 and come back to another place of the same memory. */
const driver = `#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
static u8 *buf;
static dma_addr_t handle;
static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	void __iomem *regs = pci_iomap(pdev, 0, 0);

	pci_set_master(pdev);
	dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(28));
	buf = dma_alloc_coherent(&pdev->dev, 4096, &handle, GFP_KERNEL);
	buf[0] = 1;
	writeq(handle, regs + 0x80);
	writeq(0x40000, regs + 0x88);
	writeq(64, regs + 0x90);
	writel(1, regs + 0x98);
	msleep(120);
	writeq(0x40000, regs + 0x80);
	writeq(handle + 128, regs + 0x88);
	writel(3, regs + 0x98);
	msleep(120);
	buf[130] = 2;
	return buf[131];
}
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver writer = { .name = "writer", .id_table = ids, .probe = probe };
module_pci_driver(writer);
MODULE_LICENSE("GPL");
`;
type DataBreakpointInfo = DebugProtocol.DataBreakpointInfoResponse['body'];
const cpu = (deed: string) => expect.stringMatching(new RegExp(`^CPU \\d ${deed} 1 byte at 0x`));
const device = (deed: string) =>
  expect.stringMatching(new RegExp(`^0000:00:02\\.0 ${deed} 64 bytes at 0x\\w+ by DMA$`));

test.each([
  ['cpu', 'write', [cpu('wrote'), cpu('wrote')]],
  ['device', 'write', [device('wrote')]],
  ['device', 'readWrite', [device('read'), device('wrote')]],
  ['any', 'readWrite', [cpu('wrote'), device('read'), device('wrote'), cpu('wrote'), cpu('read')]],
] as const)('256 bytes at an address, mode %s, %s', async (mode, accessType, expected) => {
  const client = await launched(driver, { stopAtEnd: true }, simulator);
  await setBreakpoints(client, [{ line: lineOf(driver, 'buf[0] = 1') }]);
  await client.request('configurationDone');
  const { threadId } = await client.event('stopped');
  const frameId = (await client.request('stackTrace', { threadId: threadId!, levels: 1 })).stackFrames[0]!.id;
  const { result } = await client.request('evaluate', { expression: '(void *)buf', frameId, context: 'watch' });
  const info = { name: /0x\w+/.exec(result)![0], asAddress: true, bytes: 256, mode };
  const { dataId, description } = (await client.request('dataBreakpointInfo', info)) as DataBreakpointInfo;
  expect(description).toContain('256 bytes');
  const set = await client.request('setDataBreakpoints', {
    breakpoints: [{ dataId: dataId!, accessType }],
  });
  expect(set).toMatchObject({ breakpoints: [{ verified: true }] });
  const stops = [];
  for (;;) {
    await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId! });
    const { reason, text } = await client.event('stopped');
    if (reason !== 'data breakpoint') break;
    stops.push(text);
  }
  expect(stops).toEqual(expected);
});
