/** What holds for every test file, in a process that several of them share. */
import { afterAll, afterEach, expect } from 'vitest';
import { connectedClients } from './dap-client.ts';
import { receivedMessages, sentRequests } from './received-messages.ts';
import { againstSchema } from './schema-check.ts';

afterEach(() => {
  for (const client of connectedClients) client.hangUp();
  connectedClients.clear();
});

afterAll(() => {
  const received = receivedMessages.splice(0);
  const messages = [...sentRequests.splice(0), ...received];
  if (messages.length === 0) return;
  expect(againstSchema(messages)).toBe('');
});
