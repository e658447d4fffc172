/** Ways to reach the adapter: the streams of a process, or a TCP port where each connection is a session of its own. */
import { createServer, type Server } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { nodeFiles } from './files.ts';
import type { KeptMachines } from './kept-machines.ts';
import { DmaDebugSession } from './session.ts';
import type { SimulatorDoor } from './simulator-door.ts';

/** One session; `onEnd` when the client is gone or has said goodbye. */
export function serveStreams(
  door: SimulatorDoor,
  input: Readable,
  output: Writable,
  onEnd: () => void,
  keptMachines?: KeptMachines,
): void {
  const unsent = (): number => output.writableLength;
  new DmaDebugSession({ door, files: nodeFiles, unsent, onEnd, ...(keptMachines ? { keptMachines } : {}) }).start(
    input,
    output,
  );
}

/** Sessions for whoever connects on this machine, until the server is closed. */
export function serveTcp(door: SimulatorDoor, port: number, onListening: (port: number) => void): Server {
  const keptMachines: KeptMachines = [];
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    serveStreams(door, socket, socket, () => socket.end(), keptMachines);
  });
  return server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    onListening(typeof address === 'object' && address ? address.port : port);
  });
}
