"""The kernels of engine-kernels.c as one would write them in Python, with the same rounds divided by 20; prints `name result nanoseconds*20`."""
import time

MASK = 0xFFFFFFFF


def crc(rounds):
    text = [(i * 7) & 255 for i in range(4096)]
    total = 0
    for _ in range(rounds):
        c = MASK
        for byte in text:
            c ^= byte
            for _ in range(8):
                c = (c >> 1) ^ 0xEDB88320 if c & 1 else c >> 1
        total = (total + (~c & MASK)) & MASK
    return total


def sort(rounds):
    x, total, numbers = 1, 0, [0] * 4096
    for r in range(rounds):
        for i in range(4096):
            x = (x * 1664525 + 1013904223) & MASK
            numbers[i] = x >> 4
        gap = 2048
        while gap > 0:
            for i in range(gap, 4096):
                t = numbers[i]
                j = i
                while j >= gap and numbers[j - gap] > t:
                    numbers[j] = numbers[j - gap]
                    j -= gap
                numbers[j] = t
            gap //= 2
        total = (total + numbers[r & 4095]) & MASK
    return total


class Node:
    __slots__ = ("next", "key", "value")


def list_walk(rounds):
    nodes = [Node() for _ in range(1024)]
    for i, node in enumerate(nodes):
        node.next = nodes[i + 1] if i + 1 < 1024 else None
        node.key, node.value = i, i * 3
    total = 0
    for _ in range(rounds):
        n = nodes[0]
        while n:
            if n.key & 1:
                total += n.value
            n = n.next
    return total


class Descriptor:
    __slots__ = ("address", "length", "flags")

    def __init__(self):
        self.address = self.length = self.flags = 0


def descriptors(rounds):
    ring, head, tail, total = [Descriptor() for _ in range(256)], 0, 0, 0
    for _ in range(rounds):
        for i in range(200):
            if head - tail == 256:
                break
            d = ring[head & 255]
            d.address, d.length, d.flags = 0x100000000 + i * 4096, i, 0x80000000
            head += 1
        while tail != head:
            d = ring[tail & 255]
            if not d.flags & 0x80000000:
                break
            total += d.length ^ (d.address >> 12)
            d.flags = 0
            tail += 1
    return total


for name, kernel, rounds in (("crc", crc, 60), ("sort", sort, 12), ("list", list_walk, 2000), ("descriptors", descriptors, 1500)):
    part = max(1, rounds // 20)
    begun = time.process_time_ns()
    result = kernel(part)
    print(name, result, (time.process_time_ns() - begun) * rounds // part)
