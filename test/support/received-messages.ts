/** What all clients of this test file have received, and the requests that they sent. */
import type { Message } from './dap-client.ts';

export const receivedMessages: Message[] = [];
export const sentRequests: Message[] = [];
