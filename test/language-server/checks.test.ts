/** Static checks through the language server: its own program, a client on the other end of a real connection. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Diagnostic, ProtocolConnection, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { startServer, type RunningServer } from './running-server.ts';

let server: RunningServer;
let client: ProtocolConnection;
let uri: string;
let version = 0;
const published: PublishDiagnosticsParams[] = [];

beforeAll(async () => {
  server = await startServer();
  client = server.client;
  uri = server.uri('driver.c');
  client.onNotification(
    'textDocument/publishDiagnostics',
    (params: PublishDiagnosticsParams) => void published.push(params),
  );
});

afterAll(() => server.stop());

const head = '#include <linux/dma-mapping.h>\n#include <linux/io.h>\n\nint wait(void);\n\n';

/** Findings of the static checks for a text. */
async function findings(text: string): Promise<readonly Diagnostic[]> {
  version++;
  const method = version === 1 ? 'textDocument/didOpen' : 'textDocument/didChange';
  const document = { uri, version, languageId: 'c', text };
  await client.sendNotification(
    method,
    version === 1 ? { textDocument: document } : { textDocument: document, contentChanges: [{ text }] },
  );
  return awaitDiagnostics(version);
}

async function awaitDiagnostics(wanted: number): Promise<readonly Diagnostic[]> {
  for (let tries = 0; tries < 600; tries++) {
    const found = published.filter((each) => each.version === wanted).at(-1);
    if (found) return found.diagnostics;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('no diagnostics came');
}

async function actions(line: number): Promise<readonly CodeAction[]> {
  const range = { start: { line, character: 0 }, end: { line, character: 0 } };
  return client.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics: [] } });
}

/** The text with an action's edit made. */
function applied(text: string, action: CodeAction): string {
  return TextDocument.applyEdits(TextDocument.create(uri, 'c', 1, text), action.edit!.changes![uri]!);
}

const leak = `${head}int send(struct device *dev, void *regs, void *buf)
{
	dma_addr_t dma = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -ENOMEM;
	writeq(dma, regs);
	if (wait())
		return -EIO;
	dma_unmap_single(dev, dma, 64, DMA_TO_DEVICE);
	return 0;
}
`;

describe('findings', () => {
  test('come with their rule, a link to its explanation and the path that shows them', async () => {
    const [finding, ...others] = await findings(leak);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'unmap-missing',
      source: 'dma',
      severity: 2,
      range: { start: { line: 13, character: 2 } },
      codeDescription: { href: 'dma-rule:/unmap-missing.md' },
    });
    expect(finding!.relatedInformation?.map(({ message }) => message)).toEqual([
      'mapped here',
      "when 'dma_mapping_error(dev, dma)' is false",
      "when 'wait()' is true",
    ]);
    expect(await client.sendRequest('dma/explainRule', { rule: 'unmap-missing' })).toContain('*DMA-API-HOWTO*');
  });

  test('go when their quick fix is taken', async () => {
    await findings(leak);
    const fix = (await actions(13)).find(({ title }) => title.startsWith('Unmap before returning'))!;
    expect(applied(leak, fix)).toContain(
      '\tif (wait()) {\n\t\tdma_unmap_single(dev, dma, 64, DMA_TO_DEVICE);\n\t\treturn -EIO;\n\t}\n',
    );
    expect(await findings(applied(leak, fix))).toEqual([]);
  });

  test('have no quick fix that would bring another', async () => {
    // In front of the `return` it would unmap what failed, and what was unmapped before.
    const shared = leak
      .replace('\t\treturn -ENOMEM;', '\t\tgoto out;')
      .replace('\t\treturn -EIO;', '\t\tgoto out;')
      .replace('\treturn 0;', 'out:\n\treturn 0;');
    const [finding] = await findings(shared);
    expect(finding).toMatchObject({ code: 'unmap-missing', range: { start: { line: 16 } } });
    expect((await actions(16)).map(({ title }) => title)).toEqual(['Ignore unmap-missing here, with a reason', 'Run the counter-example', 'Explain unmap-missing']); // prettier-ignore
  });

  test('can be ignored for a reason', async () => {
    await findings(leak);
    const ignore = (await actions(13)).find(({ title }) => title.startsWith('Ignore'))!;
    expect(applied(leak, ignore)).toContain('\t\t/* dma-debugger: ignore unmap-missing (why) */\n\t\treturn -EIO;');
    expect(await findings(applied(leak, ignore))).toEqual([]);
  });

  test('name the calls that fail on the way, for a session that shows it', async () => {
    const two = leak.replace('	writeq(dma, regs);', '	if (!dma_map_page(dev, regs, 0, 8, DMA_TO_DEVICE))\n		return -EIO;\n	writeq(dma, regs);'); // prettier-ignore
    const line = (await findings(two)).find(({ code }) => code === 'unmap-missing')!.range.start.line;
    const run = (await actions(line)).find(({ title }) => title === 'Run the counter-example')!;
    expect(run.command).toMatchObject({ command: 'dma.runCounterExample', arguments: [{ uri, line: line + 1 }] });
  });

  test('are as serious as the settings say', async () => {
    const change = (checks: object): Promise<void> =>
      client.sendNotification('workspace/didChangeConfiguration', { settings: { dma: { checks } } });
    await findings(leak);
    published.length = 0;
    await change({ 'unmap-missing': 'error' });
    expect((await awaitDiagnostics(version))[0]).toMatchObject({ code: 'unmap-missing', severity: 1 });
    published.length = 0;
    await change({ '*': 'off' });
    expect(await awaitDiagnostics(version)).toEqual([]);
    published.length = 0;
    await change({});
    expect(await awaitDiagnostics(version)).toHaveLength(1);
  });
});

test('a header that a function wants is included', async () => {
  const text = leak.replace('wait())', 'wait() || !kmalloc(8, GFP_KERNEL))').replace('#include <linux/dma-mapping.h>\n', '#ifdef X\n#include <linux/io.h>\n#endif\n$&').replace('#include <linux/io.h>\n\n', '\n').replace('writeq(dma, regs)', 'udelay(2)'); // prettier-ignore
  const missing = (await findings(text)).filter(({ message }) => String(message).includes('udelay'));
  const request = (only: string[]): object => ({ textDocument: { uri }, range: missing[0]!.range, context: { diagnostics: missing, only } }); // prettier-ignore
  expect(await client.sendRequest('textDocument/codeAction', request(['refactor']))).toEqual([]);
  const offered: CodeAction[] = await client.sendRequest('textDocument/codeAction', request(['quickfix']));
  const add = offered.find(({ title }) => title === 'Add #include <linux/delay.h>')!;
  expect(applied(text, add)).toContain('#include <linux/dma-mapping.h>\n#include <linux/delay.h>\n');
  expect((await findings(applied(text, add))).filter(({ message }) => String(message).includes('udelay'))).toEqual([]);
});

describe('unfinished code', () => {
  test.each([
    ['a statement that is being typed', leak.replace('	writeq(dma, regs);', '	writeq(dma, regs);\n	dev->')],
    ['a header that nobody has', leak.replace('#include <linux/io.h>', '#include <linux/io.h>\n#include <acme/board.h>')], // prettier-ignore
    ['a struct that nobody declares', leak.replace('wait())', 'wait() || board->state)')],
  ])('is checked all the same: %s', async (_name, text) => {
    const codes = (await findings(text)).map(({ code }) => code);
    expect(codes).toContain('unmap-missing');
  });

  test('with headers that nobody has is told so, once for each and as no more than information', async () => {
    const found = await findings(`#include <acme/board.h>\n#include <linux/not-there.h>\n${leak.replace('wait())', 'board_wait(board))')}`); // prettier-ignore
    expect(found.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['missing-include 3', 'not-modelled 3', 'unmap-missing 2']); // prettier-ignore
  });

  test('leaves the server standing, wherever the text ends', async () => {
    for (let end = head.length; end < leak.length; end += 211) await findings(leak.slice(0, end));
    expect((await findings(leak)).map(({ code }) => code)).toEqual(['unmap-missing']);
  });
});

describe('a header of the workspace', () => {
  const header = 'struct dev_ring { void *buf; dma_addr_t dma; };\n';
  const text = `${head}#include "ring.h"\nint empty(struct dev_ring *r)\n{\n\tr->dma = 0;\n\treturn 0;\n}\n`;
  const open = (name: string, of: string): Promise<void> =>
    client.sendNotification('textDocument/didOpen', { textDocument: { uri: server.uri(name), version: 9, languageId: 'c', text: of } }); // prettier-ignore
  /** What is said of the files that include it, once it has been said anew. */
  const said = async (change: () => Promise<void> | void): Promise<unknown> => {
    published.length = 0;
    await change();
    const of = (name: string): PublishDiagnosticsParams | undefined => published.find((each) => each.uri === server.uri(name)); // prettier-ignore
    for (let tries = 0; tries < 600 && !(of('one.c') && of('two.c')); tries++) await new Promise((resolve) => setTimeout(resolve, 25)); // prettier-ignore
    return ['one.c', 'two.c'].map((name) => of(name)?.diagnostics.map(({ code }) => code));
  };

  test('counts as it is typed or stands on the disk, for every file that includes it', async () => {
    const path = fileURLToPath(server.uri('ring.h'));
    const touched = (): Promise<void> =>
      client.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: server.uri('ring.h'), type: 2 }] });
    writeFileSync(path, header);
    expect(await said(async () => { await open('one.c', text); await open('two.c', text); })).toEqual([[], []]); // prettier-ignore
    writeFileSync(path, header.replace('dma;', 'handle;'));
    expect(await said(touched)).toEqual([['no-member'], ['no-member']]);
    writeFileSync(path, header.replace('dma; }', 'dma }'));
    expect(await said(touched)).toEqual([['expected-token'], ['expected-token']]);
    expect(published.at(-1)!.diagnostics[0]).toMatchObject({ range: { start: { line: 5, character: 10 }, end: { line: 5, character: 16 } }, message: expect.stringContaining('in this header, line 1: ') as string }); // prettier-ignore
    writeFileSync(path, header.replace('dma;', 'handle;'));
    await said(touched);
    expect(await said(() => open('ring.h', header))).toEqual([[], []]);
    expect(await said(() => client.sendNotification('textDocument/didClose', { textDocument: { uri: server.uri('ring.h') } }))).toEqual([['no-member'], ['no-member']]); // prettier-ignore
  });
});
