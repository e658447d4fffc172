/** Language features through the server itself, a client on the other end of a real connection. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
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
    completionProvider: { triggerCharacters: expect.arrayContaining(['.', '>']) as string[] },
    signatureHelpProvider: {},
    definitionProvider: true,
    referencesProvider: true,
    documentSymbolProvider: true,
    inlayHintProvider: true,
  }));

test('what the server has is not left out of the client that ships', () => {
  const build = readFileSync(new URL('../../extension/build/build.mjs', import.meta.url), 'utf8');
  const leftOut = /of: 'client', files: '([^']+)'/.exec(build)![1]!.split('|');
  expect(leftOut).toContain('notebook');
  const offered = Object.keys(running.capabilities as object).map((name) => name.replace(/Provider$/, ''));
  expect(offered.filter((name) => leftOut.includes(name))).toEqual([]);
});

test('hover, signature, completion and hints of a call', async () => {
  expect(await running.ask('hover', at(4, 12))).toMatchObject({
    contents: { value: expect.stringContaining('both touch at any time') as string },
    range: { start: { line: 4, character: 8 }, end: { line: 4, character: 26 } },
  });
  expect(await running.ask('signatureHelp', at(4, 38))).toMatchObject({ activeParameter: 2 });
  expect(await running.ask('completion', at(4, 45))).toMatchObject({
    isIncomplete: false,
    items: [{ label: 'head' }, { label: 'handle' }],
  });
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

const lines = (found: unknown): string[] =>
  (found as { uri: string; range: { start: { line: number } } }[]).map(({ uri, range }) => `${uri.replace(/.*\//, '')}:${range.start.line}`); // prettier-ignore

describe('files of a workspace', () => {
  const header =
    '#ifndef RING_H\n#define RING_H\nstruct ring { void *buf; dma_addr_t dma; };\n#define SLOTS 4\nint ring_start(struct ring *r);\n#endif\n';
  const one =
    '#include <linux/dma-mapping.h>\n#include <acme/ring.h>\nint ring_start(struct ring *r)\n{\n\tr->dma = 0;\n\treturn SLOTS;\n}\n';
  const two =
    '#include <linux/dma-mapping.h>\n#include <acme/ring.h>\nstatic int other(struct ring *r) { return r->dma ? ring_start(r) : 0; }\n';
  const at = (name: string, line: number, character: number): object => ({ textDocument: { uri: running.uri(name) }, position: { line, character } }); // prettier-ignore
  const all = { context: { includeDeclaration: true } };
  beforeAll(async () => {
    running.write('include/acme/ring.h', header);
    running.write('two.c', two);
    await running.open('one.c', one);
  });

  test('a header in include/ is found, as are references in it and in files that are not open', async () => {
    expect(lines([await running.ask('definition', at('one.c', 4, 4))])).toEqual(['ring.h:2']);
    expect(lines(await running.ask('references', { ...at('one.c', 4, 4), ...all })).sort()).toEqual(['one.c:4', 'ring.h:2', 'two.c:2']); // prettier-ignore
    expect(lines(await running.ask('references', { ...at('one.c', 2, 5), ...all })).sort()).toEqual(['one.c:2', 'ring.h:4', 'two.c:2']); // prettier-ignore
    expect(lines(await running.ask('references', { ...at('one.c', 5, 9), ...all })).sort()).toEqual(['one.c:5', 'ring.h:3']); // prettier-ignore
  });

  test('a name is changed everywhere, or nowhere', async () => {
    const edit = (await running.ask('rename', { ...at('one.c', 4, 4), newName: 'handle' })) as { changes: object };
    expect(Object.values(edit.changes).flat()).toHaveLength(3);
    await expect(running.ask('rename', { ...at('one.c', 4, 4), newName: '1st' })).rejects.toThrow("'1st' is no name");
    await expect(running.ask('prepareRename', at('driver.c', 4, 12))).rejects.toThrow("'dma_alloc_coherent' is the kernel's"); // prettier-ignore
    expect(await running.ask('prepareRename', at('one.c', 4, 4))).toMatchObject({ placeholder: 'dma' });
  });

  test('symbols are found by parts of their names', async () => {
    const found = (await running.send('workspace/symbol', { query: 'rin' })) as { name: string; location: { range: object } }[]; // prettier-ignore
    expect(found.map(({ name }) => name)).toEqual(['ring', 'ring', 'RING_H', 'ring_start']);
    const [other] = (await running.send('workspace/symbol', { query: 'othe' })) as { location: object }[];
    expect(other).toMatchObject({ location: { uri: running.uri('two.c'), range: { start: { line: 2, character: 11 } } } }); // prettier-ignore
  });

  test('an open header is understood as a file that includes it understands it', async () => {
    await running.open('include/acme/ring.h', header);
    expect(await running.ask('hover', at('include/acme/ring.h', 2, 37))).toMatchObject({
      contents: { value: expect.stringContaining('at offset 8 of `struct ring`') as string },
    });
    expect(await running.ask('documentSymbol', at('include/acme/ring.h', 0, 0))).toMatchObject([{ name: 'RING_H' }, { name: 'ring' }, { name: 'SLOTS' }]); // prettier-ignore
  });

  test('a driver that includes nothing but headers of its own is one', async () => {
    running.write('all.h', '#include "more.h"\n');
    running.write('more.h', '#include <linux/dma-mapping.h>\n#include "all.h"\n');
    const driver = '#include "all.h"\nstatic dma_addr_t handle;\n';
    await running.open('own.c', driver);
    expect(await running.ask('documentSymbol', at('own.c', 0, 0))).toMatchObject([{ name: 'handle' }]);
    await running.open('tool.c', `#include <stdio.h>\n${driver}`);
    expect(await running.ask('documentSymbol', at('tool.c', 0, 0))).toEqual([]);
  });

  test('the first line of a driver is helped with, too', async () => {
    await running.open('new.c', '#include <li');
    expect(await running.ask('completion', at('new.c', 0, 12))).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ label: 'linux/' })]) as object }); // prettier-ignore
  });

  test('what a build defines counts', async () => {
    const command = {
      directory: '.',
      file: 'built.c',
      arguments: ['cc', '-DBOARD=2', '-Iacme-headers', '-c', 'built.c'],
    };
    running.write('compile_commands.json', JSON.stringify([command]));
    running.write('acme-headers/board.h', 'struct board { int id; };\n');
    await running.open('built.c', '#include <linux/io.h>\n#include <board.h>\n#if BOARD != 2\nint left_out;\n#endif\nstruct board b;\n'); // prettier-ignore
    expect(await running.send('dma/inactiveRegions', { uri: running.uri('built.c') })).toMatchObject([
      { firstLine: 4 },
    ]);
    expect(lines([await running.ask('definition', at('built.c', 5, 8))])).toEqual(['board.h:0']);
  });
});

test('where a name stands is shown in its document', async () =>
  expect(await running.ask('documentHighlight', at(4, 46))).toHaveLength(2));

test('nothing is known of a file that is not open, or not ours', async () => {
  const other = { textDocument: { uri: 'file:///nowhere.c' }, position: { line: 0, character: 0 } };
  expect(await running.ask('hover', other)).toBeNull();
  expect(await running.ask('completion', other)).toEqual([]);
  await running.open('plain.c', 'int main(void) { return 0; }\n');
  expect(await running.ask('hover', { ...other, textDocument: { uri: running.uri('plain.c') } })).toBeNull();
});

test('beside another server of C only what that one does not say is said', async () => {
  const beside = await startServer({ features: 'own', syntax: false });
  const told = new Promise<PublishDiagnosticsParams>((resolve) => beside.client.onNotification('textDocument/publishDiagnostics', resolve)); // prettier-ignore
  await beside.open('driver.c', text.replace('return dma', 'undeclared(GFP_DMA);\n\tspinlock_t *l = 0;\n\tspin_lock(l);\n\treturn dma')); // prettier-ignore
  expect(beside.capabilities).not.toMatchObject({ completionProvider: {} });
  expect((await told).diagnostics.map(({ code }) => code)).toEqual(['sleep-in-atomic']);
  beside.stop();
});
