/** Names without a header, without a model, or from an older kernel: what is said when a driver that uses them is built. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../simulator/c-language/source.ts';
import { build } from '../../simulator/compile.ts';
import { compileUnit, preprocessorOptions } from '../../simulator/shipped-sources.ts';
import { aboutUnknownNames } from '../../simulator/unknown-names.ts';
import { powerOn, proceed, requestOf } from '../support/simulated-run.ts';
import { defaultMachine } from './default-machine.ts';

function said(text: string, mode: 'driver' | 'app' = 'driver', machine = '{}'): string[] {
  const source = { path: 'driver.c', text };
  const { diagnostics } = build({
    machine: defaultMachine(machine),
    driver: mode === 'driver' ? [source] : [],
    app: mode === 'app' ? source : null,
    findInclude: () => null,
    defines: [],
    parameters: {},
    arguments: [],
    files: {},
  });
  return diagnostics.map(told);
}

/** Without what the linker would say: nothing is linked. */
function built(text: string): string[] {
  const options = preprocessorOptions('kernel', { findInclude: () => null, defines: [] });
  const { diagnostics } = compileUnit({ path: 'driver.c', text, builtIn: false }, options, true);
  return aboutUnknownNames(diagnostics, 'kernel').map(told);
}

const told = ({ severity, code, message, place }: Diagnostic): string =>
  `${place.line} ${severity} ${code}: ${message}`;

const declaresItself = (header: string, call: string): [string, string] => [
  `#include <linux/init.h>\nint f(void *p) { return (long)${call}; }`,
  `2 error undeclared-function: implicit declaration of function '${/^\w+/.exec(call)![0]}': '#include <${header}>' declares it`,
];

// The kernel's Makefile: KBUILD_CFLAGS += -Werror=implicit-function-declaration.
describe('a function of ours without its header is an error that names the header', () => {
  it.each([
    declaresItself('linux/vmalloc.h', 'vmalloc(8)'),
    declaresItself('linux/delay.h', 'msleep(8)'),
    declaresItself('linux/device.h', 'class_create(p, "x")'),
    declaresItself('linux/dma-mapping.h', 'dma_map_single(p, p, 1, 1)'),
    declaresItself('linux/io.h', 'ioread32(p)'),
    declaresItself('linux/uaccess.h', 'copy_to_user(p, p, 1)'),
    declaresItself('linux/spinlock.h', 'spin_is_locked(p)'),
  ])('%s', (text, message) => {
    expect(said(text)).toEqual([message]);
  });
  it('of a program it is a warning, as with gcc 12, and the call returns an int', () => {
    expect(said('int main(void) { return strlen("abc"); }', 'app')).toEqual([
      "1 warning undeclared-function: implicit declaration of function 'strlen': '#include <string.h>' declares it",
    ]);
  });
});

describe('what is not modelled is a warning, and the rest is built', () => {
  it('a function', () => {
    expect(said('int f(void) { return frobnicate(1); }')).toEqual([
      "1 warning not-modelled: implicit declaration of function 'frobnicate': no header here declares it; calling it will stop the program",
    ]);
  });
  it('a header of Linux', () => {
    expect(said('#include <linux/pwm-of-some-kind.h>\nint f(void) { return 1; }')).toEqual([
      '1 warning not-modelled: no header here is called <linux/pwm-of-some-kind.h>: what it declares in Linux is not modelled',
    ]);
  });
  const lacking = '#include <linux/module.h>\n#include <linux/frob.h>\n';
  const header =
    '2 warning not-modelled: no header here is called <linux/frob.h>: what it declares in Linux is not modelled';
  const unknown = (what: string): string =>
    `3 note not-modelled: ${what}: no header here declares it; using it will stop the program`;
  it.each([
    ['int f(void) { return FROB_MAX + FROB_MAX; }', [unknown("'FROB_MAX' undeclared")]],
    [
      'int f(struct frob *f, struct frob *g) { return f->x + g->x; }',
      [unknown("invalid use of undefined type 'struct frob'")],
    ],
    [
      'struct s { struct frob frob; frob_t kind; int x; }; int f(struct s *s) { s->frob.y = 1; return s->x; }',
      [unknown("member 'frob' has incomplete type 'struct frob'"), unknown("unknown type name 'frob_t'")],
    ],
    ['void *f(void *p) { return (frob_t *)p; }', [unknown("unknown type name 'frob_t'")]],
    [
      'int x[3] = { 1, FROB_MAX, 2 };',
      ["3 note not-modelled: 'FROB_MAX' undeclared: no header here declares it; it counts as zero"],
    ],
    [
      'FROB_MODULE(1, 2);',
      [
        "3 note not-modelled: expected a declaration before 'FROB_MODULE'; if it is a macro, the header that defines it is not included: it is left out",
      ],
    ],
    [
      'static FROB_THING(a);\nstatic FROB_INLINE bool f(void) { return true; }',
      [
        "3 note not-modelled: expected a declaration before 'FROB_THING'; if it is a macro, the header that defines it is not included: it is left out",
        "4 note not-modelled: unknown type name 'FROB_INLINE': it is left out",
      ],
    ],
    [
      'void f(int i) { for_each_frob(i) { if (i) continue; break; } }',
      [
        "3 warning not-modelled: implicit declaration of function 'for_each_frob': no header here declares it; calling it will stop the program",
      ],
    ],
    [
      'int f(void) { return frob_size(frob_of(1)->next); }',
      [
        "3 warning not-modelled: implicit declaration of function 'frob_size': no header here declares it; calling it will stop the program",
        "3 warning not-modelled: implicit declaration of function 'frob_of': no header here declares it; calling it will stop the program",
      ],
    ],
    [
      'void f(int *i) { frob_of(i) = 1; frob_of(i)++; FROB(struct frob, ); *i = frob_of(i) - "a" + frob_of(i)(2); }',
      [
        "3 warning not-modelled: implicit declaration of function 'frob_of': no header here declares it; calling it will stop the program",
        "3 warning not-modelled: implicit declaration of function 'FROB': no header here declares it; calling it will stop the program",
      ],
    ],
    [
      'struct s { int a FROB_ALIGNED(4); }; int f(struct s *s) { return (frob_t)s; }',
      [
        "3 note not-modelled: expected a declaration before 'FROB_ALIGNED'; if it is a macro, the header that defines it is not included: it is left out",
        "3 note not-modelled: unknown type name 'frob_t': no header here declares it; using it will stop the program",
      ],
    ],
  ])('and what only that header can declare: %s', (text, messages) => {
    expect(built(`${lacking}${text}`)).toEqual([header, ...messages]);
  });
  it.each([
    [
      'what is spelled like a constant',
      'int f(void) { return PCI_FROB_OF_SOME_KIND; }',
      [
        "2 warning not-modelled: 'PCI_FROB_OF_SOME_KIND' undeclared: no header here declares it; using it will stop the program",
      ],
    ],
    [
      'a member of a struct that is here',
      'int f(struct pci_dev *d) { return d->frobnication; }',
      [
        "2 warning not-modelled: 'struct pci_dev' has no member named 'frobnication': no header here declares it; using it will stop the program",
      ],
    ],
    [
      'but not what is spelled nearly like something known',
      'int f(struct pci_dev *d) { return d->vendr + DMA_TO_DEVISE; }',
      [
        "2 error no-member: 'struct pci_dev' has no member named 'vendr'; did you mean 'vendor'?",
        "2 error undeclared-identifier: 'DMA_TO_DEVISE' undeclared (first use in this function); did you mean 'DMA_TO_DEVICE'?",
      ],
    ],
    [
      'nor a variable',
      'int f(void) { return frobnication; }',
      ["2 error undeclared-identifier: 'frobnication' undeclared (first use in this function)"],
    ],
    [
      'nor a member of a struct of the driver’s own',
      'struct s { int a; }; int f(struct s *s) { return s->frobnication; }',
      ["2 error no-member: 'struct s' has no member named 'frobnication'"],
    ],
  ])('with all headers there, %s', (_, text, messages) => {
    expect(built(`#include <linux/pci.h>\n${text}`)).toEqual(messages);
  });
  // In Linux it is a variable.
  it('jiffies is a name as any other', () => {
    const text =
      'struct s { unsigned long jiffies; } s = { .jiffies = 1 };\nint f(long jiffies) { return jiffies + s.jiffies; }';
    expect(built(`#include <linux/jiffies.h>\n${text}\nlong g(void) { return jiffies + HZ; }`)).toEqual([]);
  });
  it('a header of the driver’s own that is missing stays an error', () => {
    expect(said('#include "board.h"\n')).toEqual(["1 error missing-include: the file 'board.h' was not found"]);
  });
});

// Versions: pci-dma-compat.h left in 5.18 (7968778914e5), dma_zalloc_coherent in 5.0 (dfd32cad146e), ioremap_nocache in 5.6 (4bdc0d676a64).
describe('names that Linux had once', () => {
  const driver = (body: string): string =>
    `#include <linux/pci.h>\nvoid *f(struct pci_dev *pdev, dma_addr_t *h) {\n${body}\n}`;
  it.each([
    [
      'return pci_alloc_consistent(pdev, 4096, h);',
      ["3 note old-name: 'pci_alloc_consistent' is gone since Linux 5.18; dma_alloc_coherent() stands in its place"],
    ],
    [
      'pci_map_single(pdev, 0, 1, PCI_DMA_TODEVICE);\npci_map_single(pdev, 0, 1, DMA_TO_DEVICE); return 0;',
      [
        "3 note old-name: 'pci_map_single' is gone since Linux 5.18; dma_map_single() stands in its place",
        "3 note old-name: 'PCI_DMA_TODEVICE' is gone since Linux 5.18; DMA_TO_DEVICE stands in its place",
      ],
    ],
    [
      'return dma_zalloc_coherent(&pdev->dev, 1, h, GFP_KERNEL);',
      [
        "3 note old-name: 'dma_zalloc_coherent' is gone since Linux 5.0; dma_alloc_coherent(), which clears memory, stands in its place",
      ],
    ],
    [
      'return ioremap_nocache(0, 1);',
      ["3 note old-name: 'ioremap_nocache' is gone since Linux 5.6; ioremap() stands in its place"],
    ],
    ['return dma_alloc_coherent(&pdev->dev, 1, h, GFP_KERNEL);', []],
    [
      'do_gettimeofday(0); return 0;',
      [
        "3 warning not-modelled: implicit declaration of function 'do_gettimeofday': it is gone since Linux 5.0; ktime_get_real_ts64() stands in its place; calling it will stop the program",
      ],
    ],
  ])('%s', (body, messages) => {
    expect(said(driver(body))).toEqual(messages);
  });
  it('a driver’s own macro of that name is its own business', () => {
    expect(said('#define pci_map_single(a) (a)\nint f(void) { return pci_map_single(1); }')).toEqual([]);
  });
});

// Asked of the oracle: `make modules` of the same files ends with these lines of modpost (6.1.192).
describe('what modpost refuses', () => {
  const module = (body: string, licence = 'MODULE_LICENSE("GPL");', includes = 'kthread interrupt debugfs device') =>
    said(
      `#include <linux/module.h>\n${includes.replace(/(\w+) ?/g, '#include <linux/$1.h>\n')}static int __init start(void) { ${body} return 0; }\nmodule_init(start);\n${licence}\n`,
    );
  const undefinedIn = (name: string): string =>
    `6 error modpost: ERROR: modpost: "${name}" [driver.ko] undefined! Linux 6.1 has it, and does not export it to modules`;
  const forGpl = (symbol: string): string =>
    `6 error modpost: ERROR: modpost: GPL-incompatible module driver.ko uses GPL-only symbol '${symbol}'`;
  it.each([
    ['a function that is not exported', 'raise_softirq(3);', [undefinedIn('raise_softirq')]],
    ['told once', 'do_exit(0); do_exit(1);', [undefinedIn('do_exit')]],
    [
      'not in comments, texts and members',
      'struct { void (*do_exit)(int); } s; s.do_exit(0); /* do_exit(0) */ pr_info("do_exit(0)");',
      [],
    ],
  ])('%s', (_, body, expected) => {
    expect(module(body)).toEqual(expected);
  });
  it.each([
    ['MODULE_LICENSE("MIT");', [forGpl('debugfs_create_dir'), forGpl('devm_kmalloc')]],
    ['MODULE_LICENSE("Proprietary");', [forGpl('debugfs_create_dir'), forGpl('devm_kmalloc')]],
    ['MODULE_LICENSE("Dual BSD/GPL");', []],
    ['MODULE_LICENSE("GPL v2");', []],
    ['', ['7 error modpost: ERROR: modpost: missing MODULE_LICENSE() in driver.o']],
  ])('a licence: %s', (licence, expected) => {
    expect(module('debugfs_create_dir("x", NULL); kfree(devm_kzalloc(NULL, 1, 1));', licence)).toEqual(expected);
  });
});

// GNU as 2.40 for each.
describe('instructions of x86 where the CPUs are ARM', () => {
  const fence =
    'void f(void) { asm volatile("mfence" ::: "memory"); asm volatile("" ::: "memory"); }\n#if 0\nasm("pause");\n#endif\n';
  const advice = ': it is one of x86, and the machine has';
  it.each([
    ['x86_64', []],
    ['arm64', [`unknown mnemonic \`mfence' -- \`mfence'${advice} arm64 CPUs`]],
    ['armv7', [`bad instruction \`mfence'${advice} armv7 CPUs`]],
  ])('%s', (arch, expected) => {
    const found = said(fence, 'driver', `{ "arch": "${arch}", "memory": "64M" }`);
    expect(found.map((each) => each.replace(/^1 error inline-assembly: |; mb\(\).*$/g, ''))).toEqual(expected);
  });
});

// README: what only a missing header can declare is a stop where it is used, also in an initialiser, where nothing may count as zero but data made beforehand.
describe('an unknown name in an initialiser stops the program there', () => {
  const record = 'struct s { int a; int b[3]; struct { int x : 3, y : 5; } c; };';
  const stopped = { kind: 'exception', code: 'not-modelled', description: "'FROB' is not modelled." };
  it.each([
    ['long v = 1L << FROB;', stopped],
    ['struct s v = { 1, { 2, FROB }, { 1, 2 } };', stopped],
    ['struct s v = { .c = { .y = FROB + 1 } };', stopped],
    ['struct s v = FROB;', stopped],
    ['int v[] = { [0 ... 3] = FROB };', stopped],
    ['struct s v = (struct s){ .a = FROB };', stopped],
    ['static int v = FROB;', { kind: 'rest' }],
  ])('%s', (declaration, expected) => {
    const driver = `#include <linux/module.h>\n#include <linux/frob.h>\n${record}\nstatic int __init start(void) { ${declaration} pr_info("%p", &v); return -1; }\nmodule_init(start);\nMODULE_LICENSE("GPL");\n`;
    expect(proceed(powerOn(requestOf({ driver })))).toMatchObject(expected);
  });
});
