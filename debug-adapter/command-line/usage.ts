/** What `--help` says. */
export const usage = `dma-debugger: runs and debugs the C code of Linux drivers that do DMA, on a simulated machine

dma-debugger run DRIVER.c… [APP.c…] [OPTION…] [-- ARG…]
dma-debugger run Kbuild|FOLDER|compile_commands.json[:MODULE] [APP.c…] [OPTION…] [-- ARG…]
    Loads the driver, runs the app with its arguments (several apps start together), unloads, runs to rest. The kernel log and the app's output go to standard
    output, findings to standard error. A C file with main that is no module runs as a user program. Files, macros and include
    folders of a driver may come from its Kbuild file or Makefile, from the folder that holds it, or from compile_commands.json.
      --machine FILE      what it runs on; without it a PC with 6 GiB and two CPUs
      --param NAME=VALUE  a module parameter
      -D NAME[=VALUE]     a macro (-U NAME: none)
      -I FOLDER           a folder searched for included files
      --allow CODE        a finding of the simulator's own that is not to be told, such as short-write-leak
      --stats             at the end, what the run made the machine do: faults, entries moved, flushes, disk requests … (standard error)
      --show VIEW,…[@FILE:LINE]  what views show, as text: where a line is reached first, or at the end (standard error);
                          physicalMemory, transfers, cacheLines, pageTables, iommu, devices, mappings
      --disk FOLDER       files that stand on the machine's disk at power-on
      --power-cut AT      the power fails at a virtual time (12ms) or when the disk has written so many pages (3pages)
      --save-disk FOLDER  writes the files as the disk has them at the end: after a power cut, what a reboot would find
      --fail N            the N-th call of the driver that can fail does (allocations, mappings, probe steps, copies)
      --fail-at FILE:LINE the fallible calls on that line fail, each time
      --give FILE:LINE=VALUE[,VALUE…] register reads on that line give these, the last one for good; the device is not asked
      --fail-each         fails each of them once, in a run of its own, and tells what becomes of the driver (of the first 200: --fail-limit N)
      --lose-interrupt N  the N-th interrupt of a device never arrives; --delay-interrupt N:NANOSECONDS: it comes late
      --stop-transfer N:BYTES  the N-th DMA transfer stops after so many bytes
      --unplug DEVICE@NANOSECONDS[+NANOSECONDS]  a PCI device is pulled out; the kernel is told so much later, or never
      --json              standard output is one JSON object for each journal record instead, 64-bit values as "0x…"

dma-debugger check FILE.c|FOLDER|GLOB|compile_commands.json… [OPTION…]
    Static checks of DMA code along the paths of each function: findings on standard output. Headers that are not there are tolerated.
      --json | --sarif    one JSON object a line for each finding; all of them as SARIF 2.1.0
      --rule RULE,…       only these rules; --no-rule RULE,… all but these
      --severity LEVEL    error, warning or note: this and above (note)
      --kernel TREE       headers of a configured kernel tree for x86-64 instead of dma-debugger's own: more is known of a driver
      -D NAME[=VALUE], -I FOLDER   as with run
      --explain [RULE]    lists the rules, or explains one

dma-debugger replay [ID] [--fixed [NAME]] | --all
    Lists the documented bugs, or tells one step by step; with --fixed, how a fix changes it. --all: a line for each and its fixes.

dma-debugger experiment [ID] [--svg FILE] [--json | --csv] [--most SIZE] [--cost NAME=NS]
    Lists the experiments, or runs one: the same work in several ways, at several sizes, on several machines, and what was counted. --svg draws
    the charts, --most leaves larger sizes out, --cost tells virtual time for another cost of the table.

dma-debugger adapter [--port N]
    A Debug Adapter Protocol server: one session on standard input and output, or any number on a TCP port of this machine.

dma-debugger --help | --version

Exit status: 0 nothing found, 1 findings, 2 unusable input.
`;
