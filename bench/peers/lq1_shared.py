"""What the numpy, numba and SimPy versions of LQ-1 have in common: constants, counter-based draws, accounts, output.

Written from the specification in docs/peers.md. Every program prints one line of JSON.
"""
import argparse
import json
import sys
import time

import numpy as np

START = 2000.0
THRESHOLD = 0.80
BONUS_FACTOR = 1.05
FULL_BELOW = 0.95
DUST = 1000.0
SLICE = 0.005
DEPTH = 1.5
GAS = 20.0
BLOCK_YEARS = 12.0 / (365 * 86400)
VOLATILITY = 2.4
DRIFT_STEP = -0.5 * VOLATILITY * VOLATILITY * BLOCK_YEARS
NOISE_STEP = VOLATILITY * BLOCK_YEARS ** 0.5
JUMP_CHANCE = 730.0 * BLOCK_YEARS
JUMP_MEAN = -0.05
JUMP_DEVIATION = 0.05
RECOVERY = 1.0 - 0.5 ** (1.0 / 30.0)
DEVIATION = 0.005
HEARTBEAT = 300
LATENCY = 2

STEP_A, STEP_B, STEP_K = 0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35
ACCOUNTS = 0xACC0
MASK = 0xFFFFFFFF
WORD = np.uint32


def mixed(h):
    """murmur3's finaliser on arrays of uint32."""
    h = h ^ (h >> WORD(16))
    h = h * WORD(0x85EBCA6B)
    h = h ^ (h >> WORD(13))
    h = h * WORD(0xC2B2AE35)
    return h ^ (h >> WORD(16))


def pair_hash(seed, a, b):
    """What all numbers of the pair (a, b) have in common; a or b may be arrays."""
    a = np.atleast_1d(np.asarray(a, dtype=WORD))
    b = np.atleast_1d(np.asarray(b, dtype=WORD))
    return mixed(mixed(WORD(seed) ^ ((a + WORD(1)) * WORD(STEP_A))) ^ ((b + WORD(1)) * WORD(STEP_B)))


def uniform(pair, k):
    return (mixed(pair ^ WORD(((k + 1) * STEP_K) & MASK)) + 0.5) / 4294967296.0


def normal(pair, k):
    return np.sqrt(-2.0 * np.log(uniform(pair, k))) * np.cos(2.0 * np.pi * uniform(pair, k + 1))


def book(seed, accounts):
    """Collateral and debt of every account."""
    pair = pair_hash(seed, ACCOUNTS, np.arange(accounts))
    collateral = np.maximum(1.0, np.exp(normal(pair, 0)))
    debt = collateral * START * (0.40 + 0.34 * uniform(pair, 2))
    return collateral, debt


def attempts(accounts):
    return max(20, accounts // 50)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--paths", type=int, default=100)
    parser.add_argument("--steps", type=int, default=7200)
    parser.add_argument("--seed", type=int, default=12345)
    parser.add_argument("--variant", default="")
    return parser.parse_args()


def timed(program, options, work, warm_up=None):
    """Runs `work(paths)`, which gives bad debt, repaid, slippage, liquidations and skips by path, and prints the line."""
    if warm_up is not None:
        warm_up()
    wall, cpu = time.perf_counter(), time.process_time()
    bad, repaid, slippage, liquidations, skips = work(options.paths)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    check = {
        "liquidations": int(np.sum(liquidations)),
        "skips": int(np.sum(skips)),
        "bad_mean": float(np.mean(bad)),
        "bad_p95": float(np.quantile(bad, 0.95)),
        "bad_p99": float(np.quantile(bad, 0.99)),
        "repaid_mean": float(np.mean(repaid)),
        "slip_mean": float(np.mean(slippage)),
    }
    line = {
        "program": program,
        "accounts": options.accounts,
        "paths": options.paths,
        "pathsPerSecond": options.paths / wall,
        "cpuPathsPerSecond": options.paths / cpu,
        "check": check,
    }
    json.dump(line, sys.stdout)
    sys.stdout.write("\n")
