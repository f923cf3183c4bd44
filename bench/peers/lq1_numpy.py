"""LQ-1 in numpy: all paths at once, all accounts of a path compared in every block."""
import numpy as np

import lq1_shared as lq


def simulate(seed, paths, steps, accounts):
    collateral0, debt0 = lq.book(seed, accounts)
    reserve = lq.DEPTH * collateral0.sum()
    most = min(lq.attempts(accounts), accounts)
    collateral = np.tile(collateral0, (paths, 1))
    debt = np.tile(debt0, (paths, 1))
    level = debt / (lq.THRESHOLD * collateral)
    everyone = np.arange(paths)
    outside = np.full(paths, lq.START)
    memory = np.ones(paths)
    market = outside * memory
    sent = np.full(paths, lq.START)
    oracle = np.full(paths, lq.START)
    age = np.zeros(paths, np.int64)
    underway = np.zeros((lq.LATENCY, paths))
    figures = np.zeros((5, paths))
    for step in range(1, steps + 1):
        pair = lq.pair_hash(seed, everyone, step)
        outside = outside * np.exp(lq.DRIFT_STEP + lq.NOISE_STEP * lq.normal(pair, 0))
        jumps = np.flatnonzero(lq.uniform(pair, 2) < lq.JUMP_CHANCE)
        if jumps.size:
            outside[jumps] *= np.exp(lq.JUMP_MEAN + lq.JUMP_DEVIATION * lq.normal(pair[jumps], 3))
        memory += (1.0 - memory) * lq.RECOVERY
        market = outside * memory
        place = step % lq.LATENCY
        oracle = np.where(underway[place] > 0.0, underway[place], oracle)
        age += 1
        sends = (np.abs(market / sent - 1.0) > lq.DEVIATION) | (age >= lq.HEARTBEAT)
        underway[place] = np.where(sends, market, 0.0)
        sent = np.where(sends, market, sent)
        age[sends] = 0
        crossed = level > oracle[:, None]
        busy = np.flatnonzero(crossed.any(axis=1))
        if busy.size:
            keepers(busy, crossed, most, reserve, (collateral, debt, level), (outside, memory, market, oracle), figures)
    figures[0] += np.maximum(0.0, debt - collateral * market[:, None]).sum(axis=1)
    return figures


def keepers(busy, crossed, most, reserve, holdings, prices, figures):
    """The n-th worst account of every busy path at once, for n = 1, 2, … `most`."""
    collateral, debt, level = holdings
    outside, memory, market, oracle = prices
    keys = np.where(crossed[busy], -level[busy], np.inf)
    ranked = np.argsort(keys, axis=1, kind="stable")[:, :most]
    counts = crossed[busy].sum(axis=1)
    for rank in range(min(most, counts.max())):
        there = counts > rank
        path, account = busy[there], ranked[there, rank]
        price, held, owed = oracle[path], collateral[path, account], debt[path, account]
        repay = np.where(price * lq.THRESHOLD * held / owed < lq.FULL_BELOW, owed, 0.5 * owed)
        repay = np.where(owed - repay < lq.DUST, owed, repay)
        repay = np.minimum(repay, np.minimum(held * price, lq.SLICE * reserve * price) / lq.BONUS_FACTOR)
        seized = repay * lq.BONUS_FACTOR / price
        proceeds = market[path] * seized * reserve / (reserve + seized)
        pays = proceeds - repay - lq.GAS >= 0.0
        figures[4, path[~pays]] += 1
        path, account, held, owed = path[pays], account[pays], held[pays], owed[pays]
        repay, seized, proceeds = repay[pays], seized[pays], proceeds[pays]
        figures[3, path] += 1
        figures[1, path] += repay
        figures[2, path] += seized * market[path] - proceeds
        owed, held = owed - repay, held - seized
        memory[path] *= (reserve / (reserve + seized)) ** 2
        market[path] = outside[path] * memory[path]
        empty = held < 1e-9
        figures[0, path[empty]] += owed[empty]
        owed = np.where(empty, 0.0, owed)
        closed = empty | (owed < 1e-6)
        collateral[path, account] = held
        debt[path, account] = owed
        level[path, account] = np.where(closed, 0.0, owed / (lq.THRESHOLD * np.where(empty, 1.0, held)))


if __name__ == "__main__":
    options = lq.arguments()
    lq.timed("numpy", options, lambda paths: simulate(options.seed, paths, options.steps, options.accounts))
