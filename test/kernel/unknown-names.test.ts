/** Names without a header, without a model, or from an older kernel: what is said when a driver that uses them is built. */
import { describe, expect, it } from 'vitest';
import { build } from '../../simulator/compile.ts';
import { defaultMachine } from './default-machine.ts';

function said(text: string, mode: 'driver' | 'app' = 'driver'): string[] {
  const source = { path: 'driver.c', text };
  const { diagnostics } = build({
    machine: defaultMachine(),
    driver: mode === 'driver' ? [source] : [],
    app: mode === 'app' ? source : null,
    findInclude: () => null,
    defines: [],
    parameters: {},
    arguments: [],
    files: {},
  });
  return diagnostics.map(({ severity, code, message, place }) => `${place.line} ${severity} ${code}: ${message}`);
}

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
