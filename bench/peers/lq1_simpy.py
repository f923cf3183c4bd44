"""LQ-1 as SimPy processes: a market that moves once a block, an oracle, and a keeper desk. `--variant scan` looks at every account in every block;
`--variant heap` keeps a heapq on liquidation price."""
import heapq
import math

import numpy as np
import simpy

import lq1_shared as lq

MASK = lq.MASK


def mixed(h):
    h ^= h >> 16
    h = h * 0x85EBCA6B & MASK
    h ^= h >> 13
    h = h * 0xC2B2AE35 & MASK
    return h ^ h >> 16


def uniform(pair, k):
    return (mixed(pair ^ ((k + 1) * lq.STEP_K & MASK)) + 0.5) / 4294967296.0


def normal(pair, k):
    return math.sqrt(-2.0 * math.log(uniform(pair, k))) * math.cos(2.0 * math.pi * uniform(pair, k + 1))


class Path:
    """One path: its market, oracle and keepers share this object."""

    def __init__(self, seed, number, collateral, debt, reserve, steps, by_heap):
        self.env = simpy.Environment()
        self.of_path = mixed(seed ^ ((number + 1) * lq.STEP_A & MASK))
        self.collateral, self.debt = list(collateral), list(debt)
        self.level = [d / (lq.THRESHOLD * c) for c, d in zip(collateral, debt)]
        self.reserve, self.steps, self.by_heap = reserve, steps, by_heap
        self.most = lq.attempts(len(collateral))
        self.outside = self.market = self.believed = lq.START
        self.memory = 1.0
        self.moved, self.landed = self.env.event(), self.env.event()
        self.figures = [0.0, 0.0, 0.0, 0, 0]
        self.heap = [(-level, account) for account, level in enumerate(self.level)] if by_heap else None
        if by_heap:
            heapq.heapify(self.heap)

    def run(self):
        self.env.process(self.oracle())
        self.env.process(self.keepers())
        self.env.run(until=self.env.process(self.prices()))
        self.figures[0] += sum(max(0.0, d - c * self.market) for c, d in zip(self.collateral, self.debt))
        return self.figures

    def prices(self):
        for step in range(1, self.steps + 1):
            yield self.env.timeout(1)
            pair = mixed(self.of_path ^ ((step + 1) * lq.STEP_B & MASK))
            self.outside *= math.exp(lq.DRIFT_STEP + lq.NOISE_STEP * normal(pair, 0))
            if uniform(pair, 2) < lq.JUMP_CHANCE:
                self.outside *= math.exp(lq.JUMP_MEAN + lq.JUMP_DEVIATION * normal(pair, 3))
            self.memory += (1.0 - self.memory) * lq.RECOVERY
            self.market = self.outside * self.memory
            now, self.moved = self.moved, self.env.event()
            now.succeed()
        # The keepers of the last block come after its market.
        yield self.env.timeout(0.5)

    def oracle(self):
        sent, age = lq.START, 0
        while True:
            yield self.moved
            age += 1
            if abs(self.market / sent - 1.0) > lq.DEVIATION or age >= lq.HEARTBEAT:
                sent, age = self.market, 0
                self.env.process(self.landing(sent))
            now, self.landed = self.landed, self.env.event()
            now.succeed()

    def landing(self, price):
        # Before the market of the block in which it is used.
        yield self.env.timeout(lq.LATENCY - 0.5)
        self.believed = price

    def keepers(self):
        while True:
            yield self.landed
            chosen = self.from_heap() if self.by_heap else self.from_scan()
            for account in chosen:
                self.attempt(account)
            if self.by_heap:
                for account in chosen:
                    if self.level[account] > 0.0:
                        heapq.heappush(self.heap, (-self.level[account], account))

    def from_scan(self):
        believed = self.believed
        crossed = [(-level, account) for account, level in enumerate(self.level) if level > believed]
        return [account for _, account in heapq.nsmallest(self.most, crossed)]

    def from_heap(self):
        chosen, heap = [], self.heap
        while heap and len(chosen) < self.most and -heap[0][0] > self.believed:
            chosen.append(heapq.heappop(heap)[1])
        return chosen

    def attempt(self, account):
        price, reserve, figures = self.believed, self.reserve, self.figures
        held, owed = self.collateral[account], self.debt[account]
        repay = owed if price * lq.THRESHOLD * held / owed < lq.FULL_BELOW else 0.5 * owed
        if owed - repay < lq.DUST:
            repay = owed
        repay = min(repay, held * price / lq.BONUS_FACTOR, lq.SLICE * reserve * price / lq.BONUS_FACTOR)
        seized = repay * lq.BONUS_FACTOR / price
        proceeds = self.market * seized * reserve / (reserve + seized)
        if proceeds - repay - lq.GAS < 0.0:
            figures[4] += 1
            return
        figures[3] += 1
        figures[1] += repay
        figures[2] += seized * self.market - proceeds
        owed -= repay
        held -= seized
        kept = reserve / (reserve + seized)
        self.memory *= kept * kept
        self.market = self.outside * self.memory
        self.level[account] = 0.0
        if held < 1e-9:
            figures[0] += owed
            owed = 0.0
        elif owed >= 1e-6:
            self.level[account] = owed / (lq.THRESHOLD * held)
        self.collateral[account], self.debt[account] = held, owed


if __name__ == "__main__":
    options = lq.arguments()
    by_heap = options.variant == "heap"

    def work(paths):
        collateral, debt = lq.book(options.seed, options.accounts)
        reserve = float(lq.DEPTH * collateral.sum())
        holdings = collateral.tolist(), debt.tolist()
        each = [Path(options.seed, p, *holdings, reserve, options.steps, by_heap).run() for p in range(paths)]
        return np.array(each).T

    lq.timed("simpy-heap" if by_heap else "simpy-scan", options, work)
