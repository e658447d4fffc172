/**
 * Headers that a header of Linux 6.1 brings along and ours of the same name does not: drivers rely on them without knowing. Asked of `gcc -M` over the
 * reference kernel's tree; the C files of the model itself name what they use.
 */
const brought: Readonly<Record<string, string>> = {
  acpi: 'bitops completion hrtimer io jiffies kernel ktime minmax module random rbtree rcupdate rwsem sched signal slab string time timer vmalloc wait workqueue',
  atomic: 'init printk',
  bcd: 'types',
  bitmap: 'init kernel printk',
  bitops: 'init kernel printk',
  bits: 'types',
  bottom_half: 'atomic bitops bug err errno init kernel list minmax printk string time',
  bug: 'init printk',
  build_bug: 'types',
  cache: 'kernel types',
  cdev: 'bitops completion kernel minmax module random rbtree rcupdate string time workqueue',
  compat:
    'atomic bitops bug capability completion err errno fs hrtimer init jiffies kdev_t kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched sched/signal semaphore signal slab spinlock stat string time timer uaccess uio wait workqueue',
  compiler: 'types',
  completion: 'atomic bitops bug err init kernel minmax printk string time',
  container_of: 'err types',
  cpu: 'atomic bug completion device hrtimer init ioport jiffies kernel kobject kref ktime list minmax module mutex pm printk random rbtree rcupdate rwsem sched signal spinlock stat sysfs time timer wait workqueue',
  cpumask: 'atomic bug init kernel minmax printk',
  ctype: 'types',
  dcache: 'atomic bitops bug err errno init kernel minmax mutex printk rcupdate spinlock string time wait',
  debugfs:
    'bitops bug capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  delay:
    'atomic bitops bug err hrtimer init kernel ktime list minmax mutex printk random rbtree rcupdate signal spinlock string time timer wait workqueue',
  dev_printk:
    'atomic bitops bug err errno hrtimer jiffies kernel ktime list minmax mutex random rbtree rcupdate sched signal spinlock string time timer wait workqueue',
  device:
    'bitops completion hrtimer jiffies kernel ktime minmax module random rbtree rcupdate rwsem sched signal string time timer wait workqueue',
  'device/class':
    'bitops completion hrtimer jiffies kernel ktime minmax random rbtree rcupdate rwsem sched signal string time timer wait workqueue',
  'device/driver':
    'atomic bitops bug completion err errno hrtimer init jiffies kernel kobject kref ktime minmax module mutex printk random rbtree rcupdate rwsem sched signal spinlock string time timer wait workqueue',
  'dma-direct':
    'bitops capability completion fs hrtimer kdev_t kernel ktime minmax module random rbtree rcupdate sched/signal semaphore signal slab time timer uaccess wait workqueue',
  'dma-map-ops':
    'bitops capability completion fs hrtimer kdev_t kernel ktime minmax module random rbtree rcupdate sched/signal semaphore signal slab time timer uaccess wait workqueue',
  'dma-mapping':
    'bitops capability completion fs hrtimer kdev_t kernel ktime minmax module random rbtree rcupdate sched/signal semaphore signal slab time timer uaccess wait workqueue',
  dmapool:
    'atomic bitops bug capability completion err errno fs hrtimer init ioport jiffies kdev_t kernel kref ktime list minmax mm mutex printk random rbtree rcupdate rwsem scatterlist sched sched/signal semaphore signal slab spinlock stat string time timer uaccess vmalloc wait workqueue',
  dmar: 'atomic bitops bug completion device err errno hrtimer init io ioport irqreturn jiffies kernel kobject kref ktime list minmax module mutex pm printk random rbtree rcupdate rwsem sched signal slab spinlock stat string sysfs time timer vmalloc wait workqueue',
  eventpoll: 'atomic bitops bug err errno init kernel minmax printk stat string time',
  export: 'types',
  fcntl: 'atomic bitops bug err errno init kernel minmax printk stat string time types',
  fdtable:
    'bitops bug capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  file: 'err errno types',
  find: 'init kernel printk',
  firmware:
    'atomic bitops bug completion err errno init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  freezer: 'atomic bitops bug init kernel minmax mutex printk random rbtree rcupdate signal string time workqueue',
  fs: 'bitops bug capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  gfp: 'atomic bitops bug completion err errno init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  hardirq:
    'err hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal string time timer wait workqueue',
  hashtable: 'atomic bug rcupdate string time',
  highmem:
    'bitops capability completion fs hrtimer init ioport kdev_t kernel kref ktime minmax mutex printk random rbtree rcupdate sched/signal semaphore signal slab stat time timer uaccess wait workqueue',
  hrtimer: 'atomic bitops bug err errno init kernel minmax mutex printk rbtree rcupdate spinlock string time',
  idr: 'atomic bitops bug completion err errno hrtimer init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched signal string time timer wait workqueue',
  interrupt:
    'err hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal string time timer wait workqueue',
  io: 'atomic bitops init kernel list minmax printk rbtree rcupdate spinlock string time vmalloc',
  'io-64-nonatomic-hi-lo': 'atomic bitops init kernel list minmax printk rbtree rcupdate spinlock string time vmalloc',
  'io-64-nonatomic-lo-hi': 'atomic bitops init kernel list minmax printk rbtree rcupdate spinlock string time vmalloc',
  iopoll:
    'atomic bitops hrtimer init kernel list minmax mutex printk random rbtree rcupdate signal spinlock string time timer vmalloc wait workqueue',
  ioport: 'minmax',
  irq: 'completion err hrtimer init io jiffies kernel kobject ktime list minmax mutex printk random rbtree rcupdate rwsem sched signal slab stat string sysfs time timer vmalloc wait workqueue',
  irq_work:
    'atomic bitops bug capability completion err errno hrtimer init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched sched/signal signal spinlock string time timer uaccess wait workqueue',
  irqdesc:
    'completion err init kernel kobject minmax mutex printk random rbtree rcupdate rwsem signal stat string sysfs time workqueue',
  irqflags: 'bitops err init kernel minmax printk',
  jiffies: 'atomic bitops bug err errno init kernel minmax printk string time',
  kernfs:
    'atomic bitops bug completion err init kernel kref minmax mutex printk random rbtree rcupdate rwsem signal string time workqueue',
  kfifo:
    'capability completion fs hrtimer ioport kdev_t kref ktime mutex random rbtree rcupdate sched/signal semaphore signal slab stat time timer uaccess vmalloc wait workqueue',
  kobject:
    'bitops completion err errno hrtimer init jiffies kernel ktime minmax mutex printk random rbtree rcupdate rwsem sched signal string time timer wait workqueue',
  kref: 'bitops err errno init kernel list minmax printk string time',
  kthread:
    'atomic bitops bug hrtimer init kernel ktime minmax mutex printk random rbtree rcupdate signal string time wait workqueue',
  ktime: 'atomic bitops bug err errno init kernel minmax printk string time',
  limits: 'types',
  list: 'err init printk',
  llist: 'err init printk',
  lockdep: 'atomic bitops bug err errno init kernel list minmax printk string time types',
  log2: 'bitops init kernel printk',
  math: 'kernel',
  math64: 'kernel',
  minmax: 'types',
  miscdevice: 'completion random rbtree rcupdate',
  mm: 'bitops capability completion fs hrtimer init ioport kdev_t kernel kref ktime minmax mutex printk random rbtree rcupdate sched/signal semaphore signal slab stat string time timer uaccess wait workqueue',
  mm_types:
    'bitops bug completion err errno init jiffies kernel kref ktime minmax mutex printk rbtree rcupdate string time timer wait workqueue',
  mman: 'atomic bitops bug capability completion err errno fs hrtimer init ioport jiffies kdev_t kernel kref ktime list minmax mm mutex printk random rbtree rcupdate rwsem sched sched/signal semaphore signal slab spinlock stat string time timer types uaccess wait workqueue',
  mod_devicetable: 'err errno string',
  module: 'completion hrtimer random rbtree rcupdate rwsem signal wait',
  msi: 'completion hrtimer random rbtree rcupdate signal wait',
  mutex: 'atomic bitops bug err errno init kernel minmax printk string time',
  nospec: 'init printk types',
  notifier: 'atomic bitops bug completion err init jiffies kernel ktime minmax printk string time timer wait workqueue',
  of: 'atomic bug completion hrtimer init jiffies kernel kobject kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched signal spinlock stat sysfs time timer wait workqueue',
  of_address:
    'atomic completion hrtimer init jiffies kernel kobject kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched signal spinlock stat sysfs time timer vmalloc wait workqueue',
  of_device: 'completion hrtimer random rbtree rcupdate rwsem signal wait',
  of_irq:
    'completion hrtimer init io ioport jiffies kernel kobject ktime list minmax mutex printk random rbtree rcupdate rwsem sched signal slab stat sysfs time timer vmalloc wait workqueue',
  of_platform: 'completion hrtimer random rbtree rcupdate rwsem signal wait',
  pagemap:
    'bitops capability completion highmem init ioport kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  panic: 'types',
  pci: 'capability completion fs hrtimer kdev_t random rbtree rcupdate sched/signal semaphore signal slab uaccess wait',
  percpu: 'atomic bitops bug err init kernel list minmax printk string time',
  pgtable:
    'atomic bitops bug completion err errno init jiffies kernel kref ktime list minmax mutex printk rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  platform_device: 'completion hrtimer random rbtree rcupdate rwsem signal wait',
  pm: 'atomic bitops bug completion err errno hrtimer init jiffies kernel ktime list minmax mutex printk rbtree rcupdate spinlock string time timer wait workqueue',
  pm_runtime:
    'bitops completion hrtimer kernel ktime minmax module random rbtree rcupdate rwsem sched signal string time timer wait workqueue',
  poll: 'bitops bug capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  preempt: 'atomic bitops bug err errno init kernel list minmax printk string time',
  prefetch: 'atomic bitops bug err errno init kernel minmax printk string types',
  proc_fs:
    'bitops bug capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  processor: 'atomic bitops bug err errno init kernel minmax printk string types',
  property: 'kernel',
  random: 'atomic bitops bug err errno init kernel list minmax printk string time',
  ratelimit:
    'atomic bitops bug err errno hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal spinlock string time timer wait workqueue',
  rbtree: 'atomic bitops bug err errno init kernel list minmax printk rcupdate string time',
  rcupdate: 'atomic bitops bug err errno init kernel list minmax printk string time',
  refcount: 'init printk',
  rwsem: 'atomic bitops bug err errno init kernel minmax printk string time',
  scatterlist:
    'bitops capability completion fs hrtimer init ioport kdev_t kernel kref ktime minmax mutex printk random rbtree rcupdate sched/signal semaphore signal slab stat time timer uaccess vmalloc wait workqueue',
  sched:
    'atomic bitops bug err hrtimer init kernel ktime list minmax mutex printk random rbtree rcupdate signal spinlock string time timer wait workqueue',
  'sched/clock': 'atomic bitops bug err errno init kernel list minmax printk string time',
  'sched/mm':
    'atomic bitops bug completion err hrtimer init kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem signal spinlock string time timer wait workqueue',
  'sched/signal':
    'atomic bitops bug capability completion err init kernel kref minmax mutex printk random rbtree rcupdate rwsem string time uaccess workqueue',
  'sched/task':
    'atomic bitops bug err hrtimer init kernel ktime list minmax mutex printk random rbtree rcupdate signal spinlock string time timer uaccess wait workqueue',
  semaphore: 'atomic bitops bug err errno init kernel minmax printk string time',
  seq_file:
    'bitops bug capability completion init kernel kref minmax printk random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  seqlock: 'atomic bitops bug err errno init kernel list minmax mutex printk string time',
  signal: 'atomic bitops bug err init kernel list minmax printk string time',
  slab: 'atomic bitops bug completion err errno init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  smp: 'atomic bitops bug err init kernel list minmax printk string time',
  spinlock: 'atomic bitops bug err errno init kernel list minmax printk string time',
  srcu: 'atomic bitops bug completion err errno init jiffies kernel ktime list minmax mutex printk spinlock string time timer wait workqueue',
  stat: 'atomic bitops bug err errno init kernel minmax printk string time types',
  swait: 'atomic bitops bug err init kernel minmax printk string time',
  syscalls:
    'bitops bug capability completion device init interrupt ioport irqreturn kernel kobject kref minmax mm module pm poll printk random rbtree rcupdate sched/signal semaphore slab string sysfs time uaccess workqueue',
  sysfs:
    'atomic bitops bug completion err errno hrtimer init jiffies kernel kref ktime minmax mutex printk random rbtree rcupdate rwsem sched signal spinlock string time timer wait workqueue',
  time: 'atomic bitops bug err errno init kernel minmax printk string',
  time64: 'kernel time',
  timekeeping: 'errno',
  timer: 'atomic bitops bug err errno init kernel ktime minmax printk spinlock string time',
  uaccess:
    'atomic bitops bug err hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal spinlock string time timer wait workqueue',
  uio: 'atomic bitops bug completion err errno init jiffies kernel kref ktime list minmax mutex printk rbtree rcupdate rwsem spinlock string time timer wait workqueue',
  uio_driver:
    'capability completion kernel minmax module random rbtree rcupdate sched/signal semaphore slab string time uaccess workqueue',
  units: 'kernel types',
  utsname:
    'atomic bitops bug err errno hrtimer init jiffies kernel ktime list minmax mutex printk random rbtree rcupdate sched signal spinlock string time timer types wait workqueue',
  vmalloc: 'atomic bitops bug err errno init kernel list minmax printk rbtree rcupdate spinlock string time',
  wait: 'atomic bitops bug err init kernel minmax printk string time',
  workqueue: 'bug err errno init kernel ktime minmax printk rcupdate spinlock string time',
  xarray:
    'atomic bitops completion hrtimer init jiffies kernel kref ktime list minmax mutex printk random rbtree rcupdate rwsem sched signal string time timer wait workqueue',
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
