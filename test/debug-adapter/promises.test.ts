/** Promises of `initialize` that are about how things are told: checksums of served sources, colours, and the column of modules. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { DapClient } from '../support/dap-client.ts';
import { clientCapabilities, connect, programPath } from './session-fixture.ts';

const driver = `#include <linux/module.h>
static int __init noisy_init(void)
{
	pr_err("noisy: an error\\n");
	pr_warn("noisy: a warning\\n");
	pr_info("noisy: a remark\\n");
	return 0;
}
static void __exit noisy_exit(void)
{
}
module_init(noisy_init);
module_exit(noisy_exit);
MODULE_LICENSE("GPL");
`;

async function atEnd(supportsANSIStyling: boolean): Promise<{ client: DapClient; promised: Record<string, unknown> }> {
  const client = connect({ [programPath]: driver }, simulator);
  const promised = await client.request('initialize', { ...clientCapabilities, supportsANSIStyling });
  await client.request('launch', { program: programPath, stopAtEnd: true });
  await client.event('initialized');
  await client.request('configurationDone');
  await client.event('stopped');
  return { client, promised: promised as Record<string, unknown> };
}

const noisy = ({ output }: { readonly output: string }): string[] =>
  output.split('\n').filter((each) => /noisy: a/.test(each));
const said = (client: DapClient): string[] => client.events('output').flatMap(noisy);

test('errors are red and warnings yellow for a client that shows colours', async () => {
  const { client, promised } = await atEnd(true);
  expect(promised['supportsANSIStyling']).toBe(true);
  expect(said(client)).toEqual([
    '\u001b[31mnoisy: an error\u001b[0m',
    '\u001b[33mnoisy: a warning\u001b[0m',
    'noisy: a remark',
  ]);
});

test('others are told the same without; modules have their mode, served sources a checksum of what is served', async () => {
  const { client, promised } = await atEnd(false);
  expect(said(client)).toEqual(['noisy: an error', 'noisy: a warning', 'noisy: a remark']);

  expect(promised['additionalModuleColumns']).toMatchObject([{ attributeName: 'mode' }]);
  const { modules } = (await client.request('modules', {})) as { modules: { name: string; mode: string }[] };
  expect(modules.map(({ name, mode }) => `${name} ${mode}`)).toContain('program kernel');

  expect(promised['supportedChecksumAlgorithms']).toEqual(['SHA256']);
  const { sources } = await client.request('loadedSources', {});
  const served = sources.find(({ sourceReference }) => sourceReference)!;
  const { content } = await client.request('source', { sourceReference: served.sourceReference! });
  const checksum = createHash('sha256').update(content).digest('hex');
  expect(served.checksums).toEqual([{ algorithm: 'SHA256', checksum }]);
});
