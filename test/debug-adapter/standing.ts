/** Where a session's machine stands, and going on from there. */
import type { DapClient } from '../support/dap-client.ts';

export async function top(client: DapClient): Promise<{ id: number; name: string; line: number }> {
  const { threadId } = client.events('stopped').at(-1)!;
  return (await client.request('stackTrace', { threadId, levels: 1 })).stackFrames[0]!;
}

export async function go(client: DapClient, command: string): Promise<string> {
  const threadId = client.events('stopped').at(-1)?.threadId ?? 1;
  await client.request(command, command === 'configurationDone' ? undefined : { threadId });
  const { reason } = await client.event('stopped');
  const { name, line: at } = await top(client);
  return `${reason} ${name} ${at}`;
}

export async function value(client: DapClient, expression: string, context = 'watch'): Promise<string> {
  const { id } = await top(client);
  const { result } = await client.request('evaluate', { expression, frameId: id, context });
  return result.replace(/ \(0x.*/, '');
}
