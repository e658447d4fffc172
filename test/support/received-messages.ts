/** What all clients of this test file have received. */
import type { Message } from './dap-client.ts';

export const receivedMessages: Message[] = [];
