"""LQ-1 compiled by numba, path by path. `--variant scan` looks at every account in every block; `--variant heap` keeps the accounts in a binary heap on
liquidation price and looks at the crossed ones alone."""
import math

import numpy as np
from numba import njit

import lq1_shared as lq

START, THRESHOLD, BONUS_FACTOR, FULL_BELOW = lq.START, lq.THRESHOLD, lq.BONUS_FACTOR, lq.FULL_BELOW
DUST, SLICE, GAS = lq.DUST, lq.SLICE, lq.GAS
DRIFT_STEP, NOISE_STEP, JUMP_CHANCE = lq.DRIFT_STEP, lq.NOISE_STEP, lq.JUMP_CHANCE
JUMP_MEAN, JUMP_DEVIATION, RECOVERY = lq.JUMP_MEAN, lq.JUMP_DEVIATION, lq.RECOVERY
DEVIATION, HEARTBEAT, LATENCY = lq.DEVIATION, lq.HEARTBEAT, lq.LATENCY


@njit(inline="always", cache=True)
def mixed(value):
    h = np.uint32(value)
    h = np.uint32(h ^ (h >> np.uint32(16)))
    h = np.uint32(h * np.uint32(0x85EBCA6B))
    h = np.uint32(h ^ (h >> np.uint32(13)))
    h = np.uint32(h * np.uint32(0xC2B2AE35))
    return np.uint32(h ^ (h >> np.uint32(16)))


@njit(inline="always", cache=True)
def path_hash(seed, path):
    return mixed(np.uint32(seed) ^ np.uint32((np.uint32(path) + np.uint32(1)) * np.uint32(0x9E3779B9)))


@njit(inline="always", cache=True)
def step_hash(of_path, step):
    return mixed(of_path ^ np.uint32((np.uint32(step) + np.uint32(1)) * np.uint32(0x85EBCA6B)))


@njit(inline="always", cache=True)
def uniform(pair, k):
    return (float(mixed(pair ^ np.uint32(np.uint32(k + 1) * np.uint32(0xC2B2AE35)))) + 0.5) / 4294967296.0


@njit(inline="always", cache=True)
def normal(pair, k):
    return math.sqrt(-2.0 * math.log(uniform(pair, k))) * math.cos(2.0 * math.pi * uniform(pair, k + 1))


@njit(inline="always", cache=True)
def worse(level, a, b):
    """Whether account a comes before b: the higher liquidation price, then the lower number."""
    return level[a] > level[b] or (level[a] == level[b] and a < b)


@njit(cache=True)
def sift_up(heap, level, at):
    account = heap[at]
    while at > 0:
        parent = (at - 1) // 2
        if not worse(level, account, heap[parent]):
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = account


@njit(cache=True)
def sift_down(heap, size, level, at):
    account = heap[at]
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and worse(level, heap[child + 1], heap[child]):
            child += 1
        if not worse(level, heap[child], account):
            break
        heap[at] = heap[child]
        at = child
    heap[at] = account


@njit(cache=True)
def worst_by_scan(level, oracle, chosen):
    """Fills `chosen` with the worst accounts above the oracle's price, in order; returns how many."""
    most = chosen.size
    count = 0
    for account in range(level.size):
        if not level[account] > oracle:
            continue
        if count == most:
            if not worse(level, account, chosen[count - 1]):
                continue
            count -= 1
        at = count
        while at > 0 and worse(level, account, chosen[at - 1]):
            chosen[at] = chosen[at - 1]
            at -= 1
        chosen[at] = account
        count += 1
    return count


@njit(cache=True)
def simulate(seed, paths, steps, collateral0, debt0, reserve, most, scanning):
    accounts = collateral0.size
    figures = np.zeros((5, paths))
    collateral = np.empty(accounts)
    debt = np.empty(accounts)
    level = np.empty(accounts)
    level0 = debt0 / (THRESHOLD * collateral0)
    order0 = np.argsort(-level0, kind="mergesort")
    heap = np.empty(accounts, np.int64)
    chosen = np.empty(most, np.int64)
    underway = np.empty(LATENCY)
    for path in range(paths):
        collateral[:] = collateral0
        debt[:] = debt0
        level[:] = level0
        heap[:] = order0
        size = accounts
        of_path = path_hash(seed, path)
        outside = START
        memory = 1.0
        market = START
        sent = START
        oracle = START
        age = 0
        underway[:] = 0.0
        for step in range(1, steps + 1):
            pair = step_hash(of_path, step)
            outside *= math.exp(DRIFT_STEP + NOISE_STEP * normal(pair, 0))
            if uniform(pair, 2) < JUMP_CHANCE:
                outside *= math.exp(JUMP_MEAN + JUMP_DEVIATION * normal(pair, 3))
            memory += (1.0 - memory) * RECOVERY
            market = outside * memory
            place = step % LATENCY
            if underway[place] > 0.0:
                oracle = underway[place]
            underway[place] = 0.0
            age += 1
            if abs(market / sent - 1.0) > DEVIATION or age >= HEARTBEAT:
                underway[place] = market
                sent = market
                age = 0
            if scanning:
                count = worst_by_scan(level, oracle, chosen)
            else:
                count = 0
                while count < most and size > 0 and level[heap[0]] > oracle:
                    chosen[count] = heap[0]
                    count += 1
                    size -= 1
                    heap[0] = heap[size]
                    sift_down(heap, size, level, 0)
            for i in range(count):
                account = chosen[i]
                held = collateral[account]
                owed = debt[account]
                repay = owed if oracle * THRESHOLD * held / owed < FULL_BELOW else 0.5 * owed
                if owed - repay < DUST:
                    repay = owed
                repay = min(repay, held * oracle / BONUS_FACTOR, SLICE * reserve * oracle / BONUS_FACTOR)
                seized = repay * BONUS_FACTOR / oracle
                proceeds = market * seized * reserve / (reserve + seized)
                if proceeds - repay - GAS < 0.0:
                    figures[4, path] += 1
                    continue
                figures[3, path] += 1
                figures[1, path] += repay
                figures[2, path] += seized * market - proceeds
                owed -= repay
                held -= seized
                kept = reserve / (reserve + seized)
                memory *= kept * kept
                market = outside * memory
                if held < 1e-9:
                    figures[0, path] += owed
                    owed = 0.0
                    level[account] = 0.0
                elif owed < 1e-6:
                    level[account] = 0.0
                else:
                    level[account] = owed / (THRESHOLD * held)
                collateral[account] = held
                debt[account] = owed
            if not scanning:
                for i in range(count):
                    if level[chosen[i]] > 0.0:
                        heap[size] = chosen[i]
                        sift_up(heap, level, size)
                        size += 1
        for account in range(accounts):
            figures[0, path] += max(0.0, debt[account] - collateral[account] * market)
    return figures


if __name__ == "__main__":
    options = lq.arguments()
    scanning = options.variant != "heap"

    def work(paths, steps=options.steps):
        collateral, debt = lq.book(options.seed, options.accounts)
        reserve = lq.DEPTH * collateral.sum()
        return simulate(options.seed, paths, steps, collateral, debt, reserve, lq.attempts(options.accounts), scanning)

    lq.timed("numba-scan" if scanning else "numba-heap", options, work, lambda: work(1, 50))
