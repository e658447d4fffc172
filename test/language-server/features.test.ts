/** Language features through the server itself, a client on the other end of a real connection. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type RunningServer } from './running-server.ts';

const text = `#include <linux/dma-mapping.h>
struct ring { u32 head; dma_addr_t handle; };
static void *fill(struct device *dev, struct ring *ring)
{
	return dma_alloc_coherent(dev, 9100, &ring->handle, GFP_KERNEL);
}
#ifdef CONFIG_NOT_THERE
int left_out;
#endif
`;
let running: RunningServer;
beforeAll(async () => {
  running = await startServer();
  await running.open('driver.c', text);
});
afterAll(() => running.stop());

const at = (line: number, character: number): object => ({
  textDocument: { uri: running.uri('driver.c') },
  position: { line, character },
});

test('says which features it has', () =>
  expect(running.capabilities).toMatchObject({
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['.', '>'] },
    signatureHelpProvider: {},
    definitionProvider: true,
    referencesProvider: true,
    documentSymbolProvider: true,
    inlayHintProvider: true,
  }));

test('hover, signature, completion and hints of a call', async () => {
  expect(await running.ask('hover', at(4, 12))).toMatchObject({
    contents: { value: expect.stringContaining('both touch at any time') as string },
    range: { start: { line: 4, character: 8 }, end: { line: 4, character: 26 } },
  });
  expect(await running.ask('signatureHelp', at(4, 38))).toMatchObject({ activeParameter: 2 });
  expect(await running.ask('completion', at(4, 45))).toMatchObject([{ label: 'head' }, { label: 'handle' }]);
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  // documented-bugs 1.3: 9100 bytes are 3 pages, of an order-2 block 7284 are unused
  expect(await running.ask('inlayHint', { ...at(0, 0), range })).toMatchObject([
    { label: ': order 2, 7,284 unused', position: { line: 4, character: 36 } },
  ]);
});

test('a header that ships is a document of its own', async () => {
  const { uri } = (await running.ask('definition', at(4, 12))) as { uri: string };
  expect(uri).toBe('dma-shipped:/kernel/include/linux/dma-mapping.h');
  const path = uri.slice(uri.indexOf('/') + 1);
  expect(await running.send('dma/shippedText', { path })).toContain('dma_alloc_coherent');
  expect(await running.send('dma/shippedText', { path: '../../etc/passwd' })).toBeNull();
});

test('references, outline and inactive lines', async () => {
  const context = { includeDeclaration: true };
  expect(await running.ask('references', { ...at(4, 46), context })).toHaveLength(2);
  expect(await running.ask('documentSymbol', at(0, 0))).toMatchObject([
    { name: 'ring', children: [{ name: 'head' }, { name: 'handle' }] },
    { name: 'fill', range: { start: { line: 2 }, end: { line: 5 } } },
  ]);
  expect(await running.send('dma/inactiveRegions', { uri: running.uri('driver.c') })).toMatchObject([
    { firstLine: 8, lastLine: 8 },
  ]);
});

test('nothing is known of a file that is not open, or not ours', async () => {
  const other = { textDocument: { uri: 'file:///nowhere.c' }, position: { line: 0, character: 0 } };
  expect(await running.ask('hover', other)).toBeNull();
  expect(await running.ask('completion', other)).toEqual([]);
  await running.open('plain.c', 'int main(void) { return 0; }\n');
  expect(await running.ask('hover', { ...other, textDocument: { uri: running.uri('plain.c') } })).toBeNull();
});
