/** How a client counts lines and columns, writes paths, and which events it understands. Inside, both counts start at 1 and paths are native. */
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Client {
  readonly firstLine: 0 | 1;
  readonly firstColumn: 0 | 1;
  readonly pathsAreUris: boolean;
  /** VS Code selects what a frame's place covers: who goes on typing there would overwrite it. */
  readonly selectsFrames: boolean;
  readonly understands: {
    readonly invalidated: boolean;
    readonly memory: boolean;
    readonly progress: boolean;
    readonly ansi: boolean;
  };
}

/** What DAP assumes of a client that says nothing. */
export const defaultClient: Client = {
  firstLine: 1,
  firstColumn: 1,
  pathsAreUris: false,
  selectsFrames: false,
  understands: { invalidated: false, memory: false, progress: false, ansi: false },
};

export function toClientLine(client: Client, line: number): number {
  return line - 1 + client.firstLine;
}
export function toClientColumn(client: Client, column: number): number {
  return column - 1 + client.firstColumn;
}
export function fromClientLine(client: Client, line: number): number {
  return line + 1 - client.firstLine;
}
export function fromClientColumn(client: Client, column: number): number {
  return column + 1 - client.firstColumn;
}

export function toClientPath(client: Client, path: string): string {
  return client.pathsAreUris ? pathToFileURL(path).href : path;
}
export function fromClientPath(client: Client, path: string): string {
  return path.startsWith('file:') && URL.canParse(path) ? fileURLToPath(path) : path;
}
