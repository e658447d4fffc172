/** A client's bytes on their way to the DAP library, which would wait for ever behind a header that it does not understand: such bytes are told and skipped. */
import { PassThrough } from 'node:stream';

export interface Limits {
  /** Bytes of one message. */
  readonly most: number;
  readonly told: (problem: string) => void;
  readonly tooLong: () => void;
}

const headerEnd = '\r\n\r\n';
/** Bytes that a header may have. */
const longestHeader = 4096;

export function wholeMessages(input: NodeJS.ReadableStream, { most, told, tooLong }: Limits): PassThrough {
  const output = new PassThrough();
  let buffer: Buffer = Buffer.alloc(0);
  /** Bytes of the message that has begun. */
  let left = 0;
  /** Bytes since the last message that are told to be none. */
  let skipped = 0;

  function giveUp(): void {
    input.removeAllListeners('data');
    buffer = Buffer.alloc(0);
    tooLong();
  }

  function skip(bytes: number): void {
    if (skipped === 0)
      told(`'${buffer.toString('latin1', 0, Math.min(bytes, 40)).trim()}' is no header with a Content-Length`);
    skipped += bytes;
    buffer = buffer.subarray(bytes);
    if (skipped > most) giveUp();
  }

  /** False: more bytes are needed. */
  function step(): boolean {
    if (left > 0) {
      const part = buffer.subarray(0, left);
      output.write(part);
      left -= part.length;
      buffer = buffer.subarray(part.length);
      return buffer.length > 0;
    }
    const end = buffer.indexOf(headerEnd);
    if (end < 0 && buffer.length <= longestHeader) return false;
    const header = buffer.toString('latin1', 0, end < 0 ? longestHeader : end);
    const length = lengthIn(header);
    if (length === null) {
      const next = header.slice(1).search(/content-length:/i);
      skip(next >= 0 ? next + 1 : header.length + (end < 0 ? 0 : headerEnd.length));
      return buffer.length > 0;
    }
    if (length > most) {
      giveUp();
      return false;
    }
    skipped = 0;
    output.write(`Content-Length: ${length}${headerEnd}`);
    left = length;
    buffer = buffer.subarray(end + headerEnd.length);
    return buffer.length > 0;
  }

  input.on('data', (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    while (step());
  });
  input.on('end', () => output.end());
  input.on('close', () => output.end());
  input.on('error', (error: Error) => output.destroy(error));
  return output;
}

/** null: there is none, or a line is none of a header. */
function lengthIn(header: string): number | null {
  const lines = header.split('\r\n');
  if (!lines.every((each) => /^[\w-]+: *\S/.test(each))) return null;
  const found = lines.map((each) => /^content-length: *(\d{1,10})$/i.exec(each)).find((each) => each !== null);
  return found ? Number(found[1]) : null;
}
