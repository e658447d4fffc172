/** A user program that asks a driver for what a path needs: text that a user can read, and take over. */
import type { Entry } from './entries.ts';
import { readName } from './sources.ts';

/** What is asked for, one after another. */
export interface Asking {
  readonly entry: Entry;
  /** The how manieth call of that function it is. */
  readonly round: number;
}

export interface Given {
  readonly value: bigint;
  readonly bits: number;
  /** To the program's data, so many bytes behind their beginning. */
  readonly pointer?: true;
}

type Answers = ReadonlyMap<string, Given>;

/** null: no program brings these about. */
export function programFor(askings: readonly Asking[], answers: Answers, about: string): string | null {
  const parts = askings.map((each, index) => partOf(each, answers, index));
  if (askings.length === 0 || parts.some((each) => each === null)) return null;
  const paths = [...new Set(askings.map(({ entry }) => entry.paths.join(' ')))].filter((each) => each !== '');
  const body = parts.flatMap((each) => each!);
  const flags = number(answers.get('flags file')?.value ?? 2n);
  const opened = paths.map((each, index) => `\tint file${index} = open_any(${flags}, "${each.split(' ').join('", "')}", NULL);`); // prettier-ignore
  const closed = paths.map((_, index) => `\tclose(file${index});`);
  const numbered = body.map((line) => line.replace(/@FILE(\d+)@/g, (_, at) => `file${paths.indexOf(askings[Number(at)]!.entry.paths.join(' '))}`)); // prettier-ignore
  const lines = [...opened, ...numbered, ...closed, '\treturn 0;'];
  return `/* ${about} */\n${headers}${paths.length > 0 ? openAny : ''}\nint main(void)\n{\n${lines.join('\n')}\n}\n`;
}

const headers = `#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/reboot.h>

static unsigned char data[65536];

`;

const openAny = `/* The first of these that is there. */
static int open_any(int flags, const char *path, ...)
{
	va_list paths;
	int fd = -1;

	va_start(paths, path);
	for (; path && fd < 0; path = va_arg(paths, const char *)) {
		fd = open(path, flags);
		if (fd < 0)
			fd = open(path, O_WRONLY);
		if (fd < 0)
			fd = open(path, O_RDONLY);
	}
	va_end(paths);
	return fd;
}
`;

function partOf({ entry, round }: Asking, answers: Answers, index: number): readonly string[] | null {
  const call = `${entry.function}#${round}`;
  const argument = (what: string, otherwise: bigint): string => number(answers.get(`argument ${call} ${what}`)?.value ?? otherwise); // prettier-ignore
  const given = answers.get(`argument ${call} buffer`);
  const buffer = given ? `(void *)${number(given.value)}` : 'data';
  const filled = [...answers].flatMap(([id, each]) => fill(id, call, each));
  const text = answers.get(`number ${call}`) ?? (entry.operation.endsWith('_attribute.store') ? { value: 64n, bits: 64 } : undefined); // prettier-ignore
  if (text) filled.push(`\tstrcpy((char *)data, "${BigInt.asIntN(text.bits, text.value)}");`);
  const cleared = index === 0 ? [] : ['\tmemset(data, 0, sizeof(data));'];
  const prepared = [...(filled.length > 0 ? cleared : []), ...filled];
  const file = `@FILE${index}@`;
  const count = argument('count', text ? BigInt(String(text.value).length) : 64n);
  switch (entry.operation) {
    case 'file_operations.unlocked_ioctl':
      return [...prepared, `\tprintf("ioctl: %d\\n", ioctl(${file}, ${argument('command', 0n)}, ${buffer}));`];
    case 'file_operations.write':
    case 'proc_ops.proc_write':
    case 'device_attribute.store':
    case 'driver_attribute.store':
    case 'kobj_attribute.store':
      return [...prepared, `\tprintf("write: %ld\\n", (long)write(${file}, ${buffer}, ${count}));`];
    case 'file_operations.read':
    case 'proc_ops.proc_read':
    case 'device_attribute.show':
      return [`\tprintf("read: %ld\\n", (long)read(${file}, ${buffer}, ${count}));`];
    case 'file_operations.llseek':
      return [`\tprintf("lseek: %ld\\n", (long)lseek(${file}, ${argument('offset', 0n)}, ${argument('whence', 0n)}));`]; // prettier-ignore
    case 'file_operations.mmap':
      return [`\tprintf("mmap: %p\\n", mmap(NULL, ${argument('length', 4096n)}, PROT_READ | PROT_WRITE, MAP_SHARED, ${file}, ${argument('vm_pgoff', 0n)} * 4096L));`]; // prettier-ignore
    case 'file_operations.poll':
      return [`\tpoll(&(struct pollfd){ .fd = ${file}, .events = POLLIN }, 1, 1000);`];
    case 'file_operations.open':
    case 'file_operations.release':
    case 'file_operations.flush':
      return [];
    case 'file_operations.fsync':
      return [`\tfsync(${file});`];
    default:
      return ofSystem(entry.operation);
  }
}

/** What concerns every driver. */
function ofSystem(operation: string): readonly string[] | null {
  if (/\.(suspend|resume|freeze|thaw|poweroff|restore)\w*$/.test(operation)) return ['\tint power = open("/sys/power/state", O_WRONLY);', '\tprintf("suspend and resume: %ld\\n", (long)write(power, "mem", 3));', '\tclose(power);']; // prettier-ignore
  if (/\.shutdown$/.test(operation)) return ['\treboot(RB_AUTOBOOT);'];
  return null;
}

function fill(id: string, call: string, { value, bits, pointer }: Given): string[] {
  const { kind, at, round, what } = readName(id);
  if (kind !== 'user' || `${at}#${round}` !== call) return [];
  if (pointer) return [`\t*(unsigned char **)(data + ${what}) = data + ${value};`];
  const type = { 8: 'unsigned char', 16: 'unsigned short', 32: 'unsigned int' }[bits] ?? 'unsigned long';
  return [`\t*(${type} *)(data + ${what}) = ${number(value)};`];
}

function number(value: bigint): string {
  return value < 1024n ? String(value) : `0x${value.toString(16)}${value >> 31n ? 'UL' : ''}`;
}
