/** What holds for every test file, in a process that several of them share. */
import { afterAll, afterEach, expect } from 'vitest';
import { connectedClients } from './dap-client.ts';
import { unfitMessages } from './protocol-check.ts';
import { receivedMessages } from './received-messages.ts';

afterEach(() => {
  for (const client of connectedClients) client.hangUp();
  connectedClients.clear();
});

afterAll(() => {
  const messages = receivedMessages.splice(0);
  if (messages.length > 0) expect(unfitMessages(messages)).toBe('');
});
