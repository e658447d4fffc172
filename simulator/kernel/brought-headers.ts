/**
 * Headers that a header of Linux 6.1 brings along and ours of the same name does not: drivers rely on them without knowing. Asked of `gcc -M` over the
 * reference kernel's tree; the C files of the model itself name what they use.
 */
const brought: Readonly<Record<string, string>> = {
  acpi: 'bitops byteorder/generic completion device/class hrtimer io jiffies kernel ktime minmax module random rbtree rcupdate rwsem sched signal slab string time timer vmalloc wait workqueue',
  atomic: 'bits byteorder/generic init printk swab',
  bcd: 'types',
  bitfield: 'byteorder/generic swab',
  bitmap: 'byteorder/generic init kernel overflow printk swab',
  bitops: 'byteorder/generic init kernel printk swab',
  bits: 'types',
  bottom_half:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl kernel list minmax overflow printk string swab time',
  bug: 'bits byteorder/generic init printk swab',
  build_bug: 'types',
  cache: 'kernel types',
  capability: 'uidgid',
  cdev: 'bitops byteorder/generic completion device/class kernel minmax module random rbtree rcupdate string time workqueue',
  clk: 'atomic bitmap bug byteorder/generic cache completion cpumask ioctl ktime llist overflow string swab swait time timekeeping timer wait workqueue',
  'clk-provider': 'byteorder/generic',
  clkdev: 'byteorder/generic',
  compat:
    'atomic bitops bug byteorder/generic capability completion err errno fs hrtimer init jiffies kdev_t kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched sched/signal semaphore signal slab spinlock stat string time timer uaccess uio wait workqueue',
  compiler: 'types',
  completion:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err init ioctl kernel llist lockdep minmax overflow printk string swab swait time',
  container_of: 'err types',
  cpu: 'atomic bug byteorder/generic completion device device/class hrtimer init ioport jiffies kernel kobject kref ktime list minmax module mutex pm printk random rbtree rcupdate rwsem sched signal spinlock stat sysfs time timer wait workqueue',
  cpumask: 'atomic bug byteorder/generic init kernel minmax overflow printk swab',
  ctype: 'types',
  dcache:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno hash init ioctl kernel llist minmax mutex overflow printk rcupdate seqlock spinlock string swab time wait',
  debugfs:
    'bitops bug byteorder/generic capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  delay:
    'atomic bitops bug byteorder/generic err hrtimer init kernel ktime list minmax mutex printk random rbtree rcupdate signal spinlock string time timer wait workqueue',
  dev_printk:
    'atomic bitops bug byteorder/generic err errno hrtimer jiffies kernel ktime list minmax mutex random ratelimit rbtree rcupdate sched signal spinlock string time timer uidgid wait workqueue',
  device:
    'bitops byteorder/generic completion device/class hrtimer jiffies kernel ktime minmax module random rbtree rcupdate rwsem sched signal string time timer wait workqueue',
  'device/class':
    'bitops byteorder/generic completion hrtimer jiffies kernel ktime minmax random rbtree rcupdate rwsem sched signal string time timer wait workqueue',
  'device/driver':
    'atomic bitops bug byteorder/generic completion err errno hrtimer init jiffies kernel kobject kref ktime minmax module mutex printk random rbtree rcupdate rwsem sched signal spinlock string time timer wait workqueue',
  'dma-buf': 'byteorder/generic device/class',
  'dma-direct':
    'bitops byteorder/generic capability completion device/class fs hrtimer kdev_t kernel ktime minmax module random rbtree rcupdate sched/signal semaphore signal slab time timer uaccess wait workqueue',
  'dma-map-ops':
    'bitops byteorder/generic capability completion device/class fs hrtimer kdev_t kernel ktime minmax module random rbtree rcupdate sched/signal semaphore signal slab time timer uaccess wait workqueue',
  'dma-mapping':
    'bitops byteorder/generic capability completion device/class fs hrtimer kdev_t kernel ktime minmax module random rbtree rcupdate sched/signal semaphore signal slab time timer uaccess wait workqueue',
  dmaengine: 'byteorder/generic device/class',
  dmapool:
    'atomic bitops bug byteorder/generic capability completion err errno fs hrtimer init ioport jiffies kdev_t kernel kref ktime list minmax mm mutex printk random rbtree rcupdate rwsem scatterlist sched sched/signal semaphore signal slab spinlock stat string time timer uaccess vmalloc wait workqueue',
  dmar: 'atomic bitops bug byteorder/generic completion device device/class err errno hrtimer init io ioport irqreturn jiffies kernel kobject kref ktime list minmax module mutex pm printk random rbtree rcupdate rwsem sched signal slab spinlock stat string sysfs time timer vmalloc wait workqueue',
  eventpoll: 'atomic bitops bug byteorder/generic err errno init kernel minmax printk stat string time',
  export: 'types',
  fcntl:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel minmax overflow printk stat string swab time types uidgid',
  fdtable:
    'bitops bug byteorder/generic capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  file: 'err errno types',
  find: 'init kernel printk',
  firmware:
    'atomic bitops bug byteorder/generic completion err errno init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  freezer:
    'atomic bitops bug byteorder/generic init kernel minmax mutex printk random rbtree rcupdate signal string time workqueue',
  fs: 'bitops bug byteorder/generic capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  gfp: 'atomic bitops bug byteorder/generic completion err errno init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  gfp_types: 'bits',
  gpio: 'align bitops bug byteorder/generic init kernel kstrtox log2 math minmax printk swab',
  'gpio/consumer': 'align bitops bug byteorder/generic init kernel kstrtox log2 math minmax printk swab',
  'gpio/driver':
    'byteorder/generic capability ctype dcache device/class fcntl fs hash io irq irqdesc irqreturn kdev_t sched/signal sched/task semaphore seq_file uaccess vmalloc',
  hardirq:
    'byteorder/generic err hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal string time timer wait workqueue',
  hashtable:
    'atomic bitmap bug byteorder/generic cache cpumask ioctl irqflags llist lockdep overflow rcupdate string swab time',
  highmem:
    'bitops byteorder/generic capability completion fs hrtimer init ioport kdev_t kernel kref ktime minmax mutex printk random rbtree rcupdate sched/signal semaphore signal slab stat time timer uaccess wait workqueue',
  hrtimer:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl kernel llist minmax mutex overflow percpu printk rbtree rcupdate seqlock spinlock string swab time timekeeping',
  idr: 'atomic bitops bug byteorder/generic completion err errno hrtimer init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched sched/mm signal string time timer uidgid wait workqueue xarray',
  in: 'byteorder/generic sockios',
  interrupt:
    'byteorder/generic err hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal string time timer wait workqueue',
  io: 'atomic bitops byteorder/generic init kernel list minmax printk rbtree rcupdate spinlock string time vmalloc',
  'io-64-nonatomic-hi-lo':
    'atomic bitops byteorder/generic init kernel list minmax printk rbtree rcupdate spinlock string time vmalloc',
  'io-64-nonatomic-lo-hi':
    'atomic bitops byteorder/generic init kernel list minmax printk rbtree rcupdate spinlock string time vmalloc',
  iopoll:
    'atomic bitops byteorder/generic hrtimer init kernel list minmax mutex printk random rbtree rcupdate signal spinlock string time timer vmalloc wait workqueue',
  ioport: 'minmax',
  'iosys-map':
    'align atomic bitmap bitops bits byteorder/generic cache cpumask init ioctl irqflags kernel kstrtox list llist lockdep log2 math math64 minmax overflow preempt printk rbtree rcupdate smp spinlock swab time time64 vmalloc',
  irq: 'byteorder/generic completion err hrtimer idr init io irqdesc jiffies kernel kernfs kobject ktime list minmax mutex printk random rbtree rcupdate rwsem sched sched/mm signal slab stat string sysfs time timer vmalloc wait workqueue xarray',
  irq_work:
    'atomic bitops bug byteorder/generic capability completion err errno hrtimer init jiffies kernel kref ktime list minmax mutex printk random ratelimit rbtree rcupdate rwsem sched sched/signal sched/task signal spinlock string time timer uaccess wait workqueue',
  irqdesc:
    'byteorder/generic completion err idr init kernel kernfs kobject minmax mutex printk random rbtree rcupdate rwsem sched/mm signal stat string sysfs time workqueue xarray',
  irqflags: 'bitops byteorder/generic err init kernel minmax printk swab',
  jiffies:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel minmax overflow printk string swab time',
  kernel: 'byteorder/generic swab',
  kernfs:
    'atomic bitops bug byteorder/generic completion err idr init kernel kref minmax mutex printk random rbtree rcupdate rwsem sched/mm signal string time uidgid workqueue xarray',
  kfifo:
    'byteorder/generic capability completion fs hrtimer ioport kdev_t kref ktime mutex random rbtree rcupdate sched/signal semaphore signal slab stat time timer uaccess vmalloc wait workqueue',
  kmod: 'byteorder/generic',
  kobject:
    'bitops byteorder/generic completion err errno hrtimer idr init jiffies kernel kernfs ktime minmax mutex printk random rbtree rcupdate rwsem sched sched/mm signal string time timer uidgid wait workqueue xarray',
  kref: 'bitmap bitops byteorder/generic cache cpumask err errno init ioctl kernel list llist lockdep minmax overflow printk string swab time',
  kthread:
    'atomic bitops bug byteorder/generic hrtimer init kernel ktime minmax mutex printk random rbtree rcupdate signal string time wait workqueue',
  ktime:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel minmax overflow printk string swab time timekeeping',
  limits: 'types',
  list: 'bits byteorder/generic err init printk swab',
  llist: 'bits byteorder/generic err init printk swab',
  lockdep:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel list llist minmax overflow printk string swab time types',
  log2: 'bitops byteorder/generic init kernel printk swab',
  math: 'kernel',
  math64: 'kernel',
  minmax: 'types',
  miscdevice: 'byteorder/generic completion device/class random rbtree rcupdate',
  mm: 'bitops byteorder/generic capability completion fs hrtimer init ioport kdev_t kernel kref ktime minmax mutex printk random rbtree rcupdate sched/signal semaphore signal sizes slab stat string time timer uaccess wait workqueue',
  mm_types:
    'bitops bug byteorder/generic completion err errno init jiffies kernel kref ktime minmax mutex printk rbtree rcupdate string time timer wait workqueue',
  mman: 'atomic bitops bug byteorder/generic capability completion err errno fs hrtimer init ioport jiffies kdev_t kernel kref ktime list minmax mm mutex printk random rbtree rcupdate rwsem sched sched/signal semaphore signal sizes slab spinlock stat string time timer types uaccess wait workqueue',
  mod_devicetable: 'err errno overflow string uuid',
  module: 'byteorder/generic completion hrtimer random rbtree rcupdate rwsem signal wait',
  moduleparam: 'byteorder/generic',
  msi: 'byteorder/generic completion hrtimer random rbtree rcupdate signal wait',
  mutex:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl kernel llist minmax overflow printk string swab time',
  nospec: 'bits byteorder/generic init printk swab types',
  notifier:
    'atomic bitops bug byteorder/generic completion err init jiffies kernel ktime minmax printk string time timer wait workqueue',
  of: 'atomic bug byteorder/generic completion hrtimer init jiffies kernel kobject kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched signal spinlock stat sysfs time timer wait workqueue',
  of_address:
    'atomic byteorder/generic completion hrtimer init jiffies kernel kobject kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched signal spinlock stat sysfs time timer vmalloc wait workqueue',
  of_device: 'byteorder/generic completion device/class hrtimer random rbtree rcupdate rwsem signal wait',
  of_dma: 'byteorder/generic device/class',
  of_irq:
    'irqdomain byteorder/generic completion hrtimer init io ioport jiffies kernel kobject ktime list minmax mutex printk random rbtree rcupdate rwsem sched signal slab stat sysfs time timer vmalloc wait workqueue',
  of_platform: 'byteorder/generic completion device/class hrtimer random rbtree rcupdate rwsem signal wait',
  of_reserved_mem: 'byteorder/generic device/class of property',
  pagemap:
    'bitops byteorder/generic capability completion highmem init ioport kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  panic: 'types',
  pci: 'byteorder/generic capability completion device/class fs hrtimer kdev_t random rbtree rcupdate sched/signal semaphore signal slab uaccess wait',
  percpu: 'atomic bitops bug byteorder/generic err init kernel list minmax printk string time',
  pgtable:
    'atomic bitops bug byteorder/generic completion err errno init jiffies kernel kref ktime list minmax mutex printk rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  platform_device: 'byteorder/generic completion device/class hrtimer random rbtree rcupdate rwsem signal wait',
  pm: 'atomic bitops bug byteorder/generic completion err errno hrtimer init jiffies kernel ktime list minmax mutex printk rbtree rcupdate spinlock string time timer wait workqueue',
  pm_runtime:
    'bitops byteorder/generic completion device/class hrtimer kernel ktime minmax module random rbtree rcupdate rwsem sched signal string time timer wait workqueue',
  poll: 'bitops bug byteorder/generic capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  preempt:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel list minmax overflow printk string swab time',
  prefetch:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel minmax overflow printk string swab types',
  printk: 'bits byteorder/generic swab',
  proc_fs:
    'bitops bug byteorder/generic capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  processor:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel minmax overflow printk string swab types',
  property: 'byteorder/generic kernel',
  random:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel list llist minmax overflow percpu printk string swab time',
  ratelimit:
    'atomic bitops bug byteorder/generic err errno hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal spinlock string time timer uidgid wait workqueue',
  ratelimit_types: 'bits byteorder/generic swab',
  rbtree:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel list llist lockdep minmax overflow printk rcupdate string swab time',
  rcupdate:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel list llist lockdep minmax overflow printk string swab time',
  reboot: 'byteorder/generic',
  refcount: 'bits byteorder/generic init printk swab',
  regmap: 'byteorder/generic',
  reset: 'bits',
  'reset-controller': 'byteorder/generic',
  rtc: 'align atomic bitmap bitops bits bug byteorder/generic cache capability cdev completion cpumask ctype dcache dev_printk device device/class device/driver err errno eventpoll fcntl fs gfp gpio/consumer hardirq hash hrtimer idr init interrupt ioctl ioport irqflags irqreturn kdev_t kernel kernfs kmod kobject kref kstrtox list llist lockdep log2 math math64 minmax mm_types module moduleparam mutex notifier overflow percpu pm poll preempt printk random ratelimit rbtree rcupdate refcount rwsem sched sched/mm sched/signal sched/task semaphore seq_file seqlock signal slab smp spinlock srcu stat string swab swait sysfs time timekeeping timer uaccess uidgid uuid wait workqueue xarray',
  rwsem:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl kernel llist lockdep minmax overflow printk string swab time',
  scatterlist:
    'bitops byteorder/generic capability completion fs hrtimer init ioport kdev_t kernel kref ktime minmax mutex printk random rbtree rcupdate sched/signal semaphore signal slab stat time timer uaccess vmalloc wait workqueue',
  sched:
    'atomic bitops bug byteorder/generic err hrtimer init kernel ktime list minmax mutex printk random rbtree rcupdate signal spinlock string time timer uidgid wait workqueue',
  'sched/clock':
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel list llist minmax overflow printk string swab time',
  'sched/mm':
    'atomic bitops bug byteorder/generic completion err hrtimer init kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem signal spinlock string time timer uidgid wait workqueue',
  'sched/signal':
    'atomic bitops bug byteorder/generic capability completion err init kernel kref minmax mutex printk random ratelimit rbtree rcupdate rwsem sched/task string time uaccess workqueue',
  'sched/task':
    'atomic bitops bug byteorder/generic err hrtimer init kernel ktime list minmax mutex printk random rbtree rcupdate signal spinlock string time timer uaccess wait workqueue',
  semaphore:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl kernel llist lockdep minmax overflow printk string swab time',
  seq_file:
    'bitops bug byteorder/generic capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  seqlock:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl kernel list llist minmax mutex overflow printk string swab time',
  signal:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err init ioctl irqflags kernel list minmax overflow printk string swab time',
  etherdevice: 'net',
  netdevice: 'net',
  skbuff: 'net',
  slab: 'atomic bitops bug byteorder/generic completion err errno init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  smp: 'atomic bitmap bitops bug byteorder/generic cache cpumask err init ioctl irqflags kernel list llist minmax overflow printk string swab time',
  spinlock:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl kernel list llist lockdep minmax overflow printk string swab time',
  spinlock_types: 'byteorder/generic swab',
  srcu: 'atomic bitops bug byteorder/generic completion err errno init jiffies kernel ktime list minmax mutex printk spinlock string time timer wait workqueue',
  stat: 'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel minmax overflow printk string swab time types uidgid',
  string: 'overflow',
  suspend: 'byteorder/generic device/class',
  swait:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err init ioctl kernel llist lockdep minmax overflow printk string swab time',
  syscalls:
    'bitops bug byteorder/generic capability completion device device/class init interrupt ioport irqreturn kernel kobject kref minmax mm module pm poll printk random rbtree rcupdate sched/signal semaphore slab string sysfs time uaccess workqueue',
  sysfs:
    'atomic bitops bug byteorder/generic completion err errno hrtimer idr init jiffies kernel kernfs kref ktime minmax mutex printk random rbtree rcupdate rwsem sched sched/mm signal spinlock string time timer uidgid wait workqueue xarray',
  time: 'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl irqflags kernel minmax overflow printk string swab',
  time64: 'kernel time',
  timekeeping: 'errno',
  timer:
    'atomic bitmap bitops bug byteorder/generic cache cpumask err errno init ioctl kernel ktime llist lockdep minmax overflow printk spinlock string swab time timekeeping',
  uaccess:
    'atomic bitops bug byteorder/generic err hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal spinlock string time timer wait workqueue',
  uio: 'atomic bitops bug byteorder/generic completion err errno init jiffies kernel kref ktime list minmax mutex printk rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  uio_driver:
    'byteorder/generic capability completion device/class kernel minmax module random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  units: 'kernel types',
  utsname:
    'atomic bitops bug byteorder/generic err errno hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal spinlock string time timer types uidgid wait workqueue',
  uuid: 'overflow',
  vmalloc:
    'atomic bitops bug byteorder/generic err errno init kernel list minmax printk rbtree rcupdate spinlock string time',
  wait: 'atomic bitmap bitops bug byteorder/generic cache cpumask err init ioctl kernel llist lockdep minmax overflow printk string swab time',
  workqueue: 'bug byteorder/generic err errno init kernel ktime minmax printk rcupdate spinlock string time',
  xarray:
    'atomic bitops byteorder/generic completion hrtimer init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched sched/mm signal string time timer uidgid wait workqueue',
};

/** `#include` lines for what `linux/<name>.h` brings along; empty for most. */
export function alsoIncluded(header: string): string {
  const name = /^linux\/(.+)\.h$/.exec(header)?.[1];
  const names = name !== undefined && Object.hasOwn(brought, name) ? brought[name]! : '';
  return names
    .split(' ')
    .map((each) => (each === '' ? '' : `#include <linux/${each}.h>\n`))
    .join('');
}
