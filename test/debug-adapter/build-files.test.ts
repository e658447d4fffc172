/** Kbuild files, Makefiles and compile_commands.json: which C files a driver has, and with which macros and folders each is compiled. */
import { describe, expect, test } from 'vitest';
import { shellWords } from '../../debug-adapter/build-files/compiler-flags.ts';
import { driverFiles } from '../../debug-adapter/build-files/driver-files.ts';
import { readMakefile } from '../../debug-adapter/build-files/make-variables.ts';
import { planLaunch } from '../../debug-adapter/launch/launch-plan.ts';
import { memoryFiles } from './session-fixture.ts';
import { smallDoor } from './small-simulator.ts';

const configuration = new Map([
  ['CONFIG_PCI', 'y'],
  ['CONFIG_CRC32', 'm'],
  ['CONFIG_HZ', '1000'],
]);

/** Variables of a makefile, as far as the test names them. GNU make's manual says what each line means. */
describe('make', () => {
  test.each([
    ['a = x\na += y # comment\n', 'a', 'x y'],
    ['a := $(b)c\nb = d\n', 'a', 'c'],
    ['b = d\na = $(b)c $$x ${b}', 'a', 'dc $x d'],
    ['a ?= 1\na ?= 2\n', 'a', '1'],
    ['a = x \\\n\ty \\\n   z\n', 'a', 'x y z'],
    ['ifeq ($(CONFIG_PCI),y)\na = yes\nelse\na = no\nendif\n', 'a', 'yes'],
    ['ifneq ($(KERNELRELEASE),)\na = kernel\nelse\na = user\nendif\n', 'a', 'user'],
    ['ifdef CONFIG_NONE\na = 1\nelse ifeq "$(CONFIG_HZ)" "1000"\na = 2\nelse\na = 3\nendif', 'a', '2'],
    ['ifndef CONFIG_NONE\nifdef CONFIG_PCI\na = both\nendif\nendif', 'a', 'both'],
    ['a = $(shell uname -r)b $(wildcard *.c)', 'a', 'b'],
    // Functions: what GNU make 4.3 gives.
    ['l = a.c b.c\na := $(patsubst %.c,%.o,a.c b.c d.h)', 'a', 'a.o b.o d.h'],
    ['l = a.c b.c\na := $(subst x,1,x2 ax)', 'a', '12 a1'],
    ['l = a.c b.c\na := $(filter %.c %.h,a.c b.o c.h)', 'a', 'a.c c.h'],
    ['l = a.c b.c\na := $(filter-out a%,a1 b a2)', 'a', 'b'],
    ['l = a.c b.c\na := $(words a b c) $(word 2,a b c) $(wordlist 2,3,a b c d)', 'a', '3 b b c'],
    ['l = a.c b.c\na := $(sort b a b)', 'a', 'a b'],
    ['l = a.c b.c\na := $(notdir x/a.c b.c) $(dir x/a.c b.c)', 'a', 'a.c b.c x/ ./'],
    ['l = a.c b.c\na := $(basename x/a.tar.gz b) $(suffix a.c b)', 'a', 'x/a.tar b .c'],
    ['l = a.c b.c\na := $(addprefix -I,a b) $(addsuffix .o,a b)', 'a', '-Ia -Ib a.o b.o'],
    ['l = a.c b.c\na := $(if $(CONFIG_NONE),yes,no) $(or ,x) $(and a,b)', 'a', 'no x b'],
    ['l = a.c b.c\na := $(strip  a   b ) $(findstring b,abc) $(firstword q w) $(lastword q w)', 'a', 'a b b q w'],
    ['l = a.c b.c\na := $(l:.c=.o) $(l:%.c=obj/%.o)', 'a', 'a.o b.o obj/a.o obj/b.o'],
    // Asked of GNU make 4.3.
    ['a := $(foreach x,b c,-D$(x)=1 $(x).o)', 'a', '-Db=1 b.o -Dc=1 c.o'],
    ['$(foreach m,one two,$(eval obj-m += $(m).o))\na := $(obj-m)', 'a', 'one.o two.o'],
    [
      'define each\n$(1)-objs := $(1)_main.o $(2)\nobj-m += $(1).o\nendef\n$(foreach m,p q,$(eval $(call each,$(m),lib.o)))\na := $(obj-m) $(p-objs) $(q-objs)',
      'a',
      'p.o q.o p_main.o lib.o q_main.o lib.o',
    ],
    ['pair = <$(1)|$(2)>\na := $(call pair,x,y z)', 'a', '<x|y z>'],
    ['b = $(c)d\nc = e\na := $(value b)', 'a', '$(c)d'],
    [
      'b := 1\nc = 2\na := $(origin b) $(origin zz) $(flavor b) $(flavor c) $(flavor zz)',
      'a',
      'file undefined simple recursive undefined',
    ],
    ['x = kept\nb := $(foreach x,1 2,$(x))\na := $(x) $(b)', 'a', 'kept 1 2'],
    ['b = 1\nb += $(c)\nc = 2\na := $(value b)', 'a', '1 $(c)'],
    ['obj-$(CONFIG_PCI) += x.o', 'obj-y', 'x.o'],
    ['obj-$(CONFIG_NONE) += x.o', 'obj-', 'x.o'],
    ['all:\n\ta = recipe\na = 1', 'a', '1'],
    // A tab begins a recipe only behind a rule.
    ['ifneq ($(CONFIG_PCI),)\n\ta := x\n\tifeq ($(CONFIG_HZ), 1000)\n\t\ta += y\n\tendif\nendif', 'a', 'x y'],
    ['a = 1\nall: b\n\n\ta = recipe\nb = 2\n\ta += 3', 'a', '1 3'],
    ['export a = 1', 'a', '1'],
    ['a = \\#x', 'a', '\\#x'],
    // What `=` assigns is expanded when somebody asks, and what `:=` assigns at once.
    ['a = $(b)c\nb = d\n', 'a', 'dc'],
    ['b = 1\na := $(b)\nb = 2', 'a', '1'],
    ['a += $(b)\nb = late', 'a', 'late'],
    ['a := x\na += $(b)\nb = late', 'a', 'x'],
    ['a ?= $(b)\nb = late', 'a', 'late'],
    ['obj-m = $(N).o\nN = mod\nmod-objs = $(S:.c=.o)\nS = p.c q.c\na = $(mod-objs) $(obj-m)', 'a', 'p.o q.o mod.o'],
    ['x = outer\nv = $(x)\na := $(foreach x,1 2,$(v))', 'a', '1 2'],
    ['die = $(error never asked)\na = 1', 'a', '1'],
    ['a = $(a)$(a)\n', 'a', ''],
    ['endif\nelse\na = 1', 'a', '1'],
    ['a = $(b', 'a', ''],
  ])('%j', (text, name, value) => {
    const variables = new Map<string, string>(configuration);
    expect(readMakefile(text, variables)(name).trim()).toBe(value);
  });
});

test('make’s $(error) ends the reading with its words', () => {
  expect(() => readMakefile('ifndef CONFIG_NONE\n$(error no $(b) here)\nendif', new Map([['b', 'kernel']]))).toThrow(
    '*** no kernel here.  Stop.',
  );
});

test.each([
  ['-DA=1 -I inc', ['-DA=1', '-I', 'inc']],
  ['-DNAME=\\"x\\" \'-DB="y z"\'', ['-DNAME="x"', '-DB="y z"']],
  ['"-DC=\\"q\\"" a\\ b', ['-DC="q"', 'a b']],
])('words of %s', (line, words) => expect(shellWords(line)).toEqual(words));

/** What a driver is compiled from: `path defines | folders | includes`, one line a file. */
function driver(files: Readonly<Record<string, string>>, path: string): string[] {
  const { sources, module } = driverFiles(memoryFiles(files), path, configuration);
  const lines = sources.map(({ path: source, flags }) =>
    [source, ...flags.defines, '|', ...flags.includePath, '|', ...flags.includes].join(' '),
  );
  return [`module ${module}`, ...lines];
}

const sources = Object.fromEntries(['a', 'b', 'c', 'sub/d', 'sub/e'].map((name) => [`/w/${name}.c`, '']));

describe('Kbuild', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, string, readonly string[]]>([
    ['one object', { '/w/Makefile': 'obj-m := a.o' }, '/w/Makefile', ['module a', '/w/a.c | |']],
    ['a folder', { '/w/Makefile': 'obj-m := a.o' }, '/w', ['module a', '/w/a.c | |']],
    [
      'Kbuild goes before Makefile',
      { '/w/Makefile': 'obj-m := a.o', '/w/Kbuild': 'obj-m := b.o' },
      '/w',
      ['module b', '/w/b.c | |'],
    ],
    [
      'parts of a module, by the configuration',
      {
        '/w/Kbuild':
          'obj-$(CONFIG_NONE) += c.o\nobj-m += mod.o\nmod-objs := a.o\nmod-y += b.o\nmod-$(CONFIG_NONE) += c.o\nmod-$(CONFIG_PCI) += sub/d.o',
      },
      '/w/Kbuild',
      ['module mod', '/w/b.c | |', '/w/sub/d.c | |', '/w/a.c | |'],
    ],
    [
      'flags of all files and of one',
      {
        '/w/Kbuild':
          'obj-m := mod.o\nmod-y := a.o b.o\nccflags-y := -DALL=1 -I$(src)/inc -Wall\nccflags-$(CONFIG_NONE) += -DNONE\nCFLAGS_b.o := -DONLY_B -Irel -include $(src)/first.h',
      },
      '/w/Kbuild',
      ['module mod', '/w/a.c ALL=1 | /w/inc |', '/w/b.c ALL=1 ONLY_B | /w/inc /w/rel | /w/first.h'],
    ],
    [
      'folders below inherit subdir-ccflags-y only',
      {
        '/w/Kbuild': 'obj-m := sub/\nccflags-y := -DHERE\nsubdir-ccflags-y := -DBELOW',
        '/w/sub/Makefile': 'obj-m := e.o\nccflags-y := -DOWN -UBELOW',
      },
      '/w/Kbuild',
      ['module e', '/w/sub/e.c BELOW OWN -UBELOW | |'],
    ],
    [
      'the usual Makefile of a module outside of the tree',
      {
        '/w/Makefile':
          'ifneq ($(KERNELRELEASE),)\nobj-m := a.o\nelse\nKDIR ?= /lib/modules/$(shell uname -r)/build\nPWD := $(shell pwd)\ndefault:\n\t$(MAKE) -C $(KDIR) M=$(PWD) modules\nendif',
      },
      '/w',
      ['module a', '/w/a.c | |'],
    ],
    [
      'files that are listed by a wildcard, in folders of their own',
      {
        '/w/Makefile':
          'obj-m := mod.o\nSRCS := $(wildcard $(src)/sub/*.c)\nmod-objs := $(SRCS:$(src)/%.c=%.o) $(patsubst %.c,%.o,$(wildcard a.?))',
      },
      '/w',
      ['module mod', '/w/sub/d.c | |', '/w/sub/e.c | |', '/w/a.c | |'],
    ],
    [
      'makefiles that are included',
      {
        '/w/Makefile':
          'include $(src)/conf.mk\n-include missing.mk\nifeq ($(shell test $(VERSION) -ge 5),)\nobj-m += $(NAME).o\nendif\nccflags-y += -DV=$(VERSION)',
        '/w/conf.mk': 'include Makefile\nNAME := b\nccflags-y := -I$(dir $(lastword $(MAKEFILE_LIST)))inc',
      },
      '/w',
      ['module b', '/w/b.c V=6 | /w/inc |'],
    ],
    ['one of several modules', { '/w/Kbuild': 'obj-m := a.o b.o' }, '/w/Kbuild:b', ['module b', '/w/b.c | |']],
  ])('%s', (_, files, path, expected) => expect(driver({ ...sources, ...files }, path)).toEqual(expected));

  test.each<readonly [Readonly<Record<string, string>>, string, string]>([
    [
      { '/w/Kbuild': 'obj-m := a.o b.o' },
      '/w',
      "'/w/Kbuild' builds several modules (a, b): write '/w:NAME' for one of them",
    ],
    [{ '/w/Kbuild': 'obj-m := a.o' }, '/w:z', "'/w/Kbuild' builds no module 'z' (it builds a)"],
    [{ '/w/Kbuild': 'x = 1' }, '/w', "'/w/Kbuild' builds no module: its obj-m is empty"],
    [{ '/w/Kbuild': 'obj-m := none.o' }, '/w', "'/w/Kbuild' builds 'none.o', but there is no '/w/none.c'"],
    [
      { '/w/Kbuild': 'obj-m := low.o', '/w/low.S': '' },
      '/w',
      "'/w/Kbuild' builds 'low.o' from assembly code, which cannot be run here",
    ],
    [{}, '/w', "the folder '/w' has neither Kbuild nor Makefile"],
    [{}, '/x/Kbuild', "'/x/Kbuild' does not exist"],
    [
      {
        '/w/Kbuild': `A0 =\n${Array.from({ length: 40 }, (_, n) => `A${n + 1} = $(A${n})$(A${n})\n`).join('')}obj-m = $(A40)`,
      },
      '/w/Kbuild',
      'have no end',
    ],
    [{ '/w/Kbuild': `A := x\n${'A := $(A)$(A)\n'.repeat(40)}` }, '/w/Kbuild', 'becomes longer than 1 MiB'],
    [{ '/w/compile_commands.json': '{' }, '/w/compile_commands.json', "'/w/compile_commands.json' is not JSON"],
    [{ '/w/compile_commands.json': '{}' }, '/w/compile_commands.json', 'is not a list of commands'],
    [{ '/w/compile_commands.json': '[]' }, '/w/compile_commands.json', 'names no C file'],
    [{ '/w/compile_commands.json': '[{}]' }, '/w/compile_commands.json', "has no 'file' in command 1"],
  ])('%j %s is refused', (files, path, message) => {
    expect(() => driver({ ...sources, ...files }, path)).toThrow(message);
  });

  test('a folder that names itself ends', () => {
    expect(driver({ ...sources, '/w/Kbuild': 'obj-m := a.o ./' }, '/w:a')).toEqual(['module a', '/w/a.c | |']);
  });
});

test('compile_commands.json of a kernel build: its own headers and macros are left out', () => {
  const command = `gcc -Wp,-MMD,/w/.a.o.d -nostdinc -I./include -I./arch/x86/include -include ./include/linux/kconfig.h -D__KERNEL__ -DMODULE -I/w/inc -DX='"text"' -DKBUILD_MODNAME='"mod"' -c -o /w/a.o /w/a.c`;
  const entries = [
    { directory: '/kernel', command, file: '/w/a.c' },
    { directory: '/w', arguments: ['cc', '-DY', '-I', 'inc', '-DKBUILD_MODNAME="mod"', '-c', 'b.c'], file: 'b.c' },
    { directory: '/kernel', command: 'gcc -c /w/mod.mod.c', file: '/w/mod.mod.c' },
  ];
  const files = {
    ...sources,
    '/w/compile_commands.json': JSON.stringify(entries),
    '/kernel/include/linux/kernel.h': '',
    '/kernel/arch/x86/include/asm/page.h': '',
  };
  expect(driver(files, '/w/compile_commands.json')).toEqual([
    'module mod',
    '/w/a.c X="text" | /w/inc |',
    '/w/b.c Y | /w/inc |',
  ]);
});

test('a launch takes files, macros and folders of each file from Kbuild', () => {
  const files = {
    ...sources,
    '/w/Kbuild': 'obj-m := mod.o\nmod-y := a.o b.o\nCFLAGS_b.o := -DB=2 -Iinc -include inc/first.h',
    '/w/inc/first.h': 'int first;\n',
    '/w/inc/x.h': 'int x;\n',
    '/w/app.c': 'int main(void) { return 0; }\n',
  };
  const { request } = planLaunch(smallDoor(), memoryFiles(files), { cwd: '/w', program: ['.', 'app.c'] });
  expect(request).toMatchObject({ module: 'mod', app: { path: '/w/app.c' } });
  const [a, b] = request.driver;
  expect(a).toMatchObject({ path: '/w/a.c', defines: [] });
  expect(a?.findInclude?.('x.h', '/w/a.c')).toBeNull();
  expect(b).toMatchObject({ path: '/w/b.c', defines: [{ name: 'B', value: '2' }] });
  expect(b?.includes).toEqual([{ path: '/w/inc/first.h', text: 'int first;\n' }]);
  expect(b?.findInclude?.('x.h', '/w/b.c')?.path).toBe('/w/inc/x.h');
});
