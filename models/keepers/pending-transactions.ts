/**
 * Transactions that keepers have sent and no block has taken: the bid stands as it was when sent, and until the transaction
 * is mined or replaced the keeper can send nothing else (its nonce is taken). March 2020: bots with a static gas price.
 *
 * A transaction goes for one account. In every block that we look at it is mined if its bid has a place: it liquidates if the
 * account is still there and gains something before gas, else it reverts and pays. After `rebid` it is replaced by one of
 * at least (1 + bump) times its bid, if that still pays; one whose account is gone is then given up for another account.
 */
import type { Fraction, Gwei, Millis } from '../../sim/units.ts';
import type { Stage } from '../world/stage.ts';
import type { KeeperGroup, Pending } from './keeper-group.ts';
import type { Entrant } from './ordering.ts';
import type { Opportunity } from './race.ts';

const NEVER = Number.POSITIVE_INFINITY;
const NOTHING = -1;

export class PendingTransactions {
  readonly #stage: Stage;
  /** By keeper: account of its transaction, −1 when none waits; its bid, and when it was sent. */
  readonly #slot: Int32Array;
  readonly #bid: Float64Array;
  readonly #sentAt: Float64Array;
  /** Block in which it was last in a race of its account. */
  readonly #racedIn: Int32Array;
  readonly #rule: readonly (Pending | undefined)[];
  #waiting = 0;
  #revertGas = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#rule = stage.keepers.groups.flatMap(({ count, pending }) =>
      new Array<Pending | undefined>(count).fill(pending),
    );
    const total = this.#rule.length;
    this.#slot = new Int32Array(total);
    this.#bid = new Float64Array(total);
    this.#sentAt = new Float64Array(total);
    this.#racedIn = new Int32Array(total);
  }

  begin(): void {
    this.#slot.fill(NOTHING);
    this.#racedIn.fill(-1);
    this.#waiting = 0;
  }

  /** Whether a keeper can act on an account: nothing of its own waits, or what waits is for that account. */
  isFreeFor(keeper: number, slot: number): boolean {
    const waits = this.#slot[keeper] as number;
    return waits === NOTHING || waits === slot;
  }

  isStuck(keeper: number): boolean {
    return this.#slot[keeper] !== NOTHING;
  }

  /** Whether a transaction waits whose account has not been offered in a block. */
  hasUnraced(block: number): boolean {
    if (this.#waiting === 0) return false;
    for (let keeper = 0; keeper < this.#slot.length; keeper++)
      if (this.#slot[keeper] !== NOTHING && this.#racedIn[keeper] !== block) return true;
    return false;
  }

  isWaitingFor(keeper: number, slot: number): boolean {
    return this.#slot[keeper] === slot;
  }

  /** The bid of a waiting transaction in a race for its account, replaced first where it is time to. */
  bidInRace(keeper: number, block: number, time: Millis, ruleBid: Gwei, affordable: Gwei): Gwei {
    const { rebid, bump } = this.#rule[keeper] as Pending;
    this.#racedIn[keeper] = block;
    const before = this.#bid[keeper] as Gwei;
    if (time - (this.#sentAt[keeper] as number) < rebid) return before;
    const raised = Math.max(ruleBid, before * (1 + bump));
    if (raised > affordable) return before;
    this.#bid[keeper] = raised;
    this.#sentAt[keeper] = time;
    this.#tell(keeper, 'replaced');
    return raised;
  }

  /** The bid of a group had no place: those who have sent it wait, if that is how they work. Returns whether they do. */
  send(entrant: Entrant, group: KeeperGroup, opportunity: Opportunity, time: Millis, block: number): boolean {
    if (group.pending === undefined) return false;
    const { keepers } = this.#stage;
    this.#revertGas = opportunity.revertGas;
    const acted = keepers.acted(opportunity.wave, entrant.group, time);
    for (let rank = 0; rank < acted; rank++) {
      const keeper = keepers.keeperAt(opportunity.wave, entrant.group, rank);
      if (this.#slot[keeper] === NOTHING) {
        this.#slot[keeper] = opportunity.slot;
        this.#bid[keeper] = entrant.bid;
        this.#sentAt[keeper] = time;
        this.#waiting++;
        this.#tell(keeper, 'sent');
      }
      if (this.#slot[keeper] === opportunity.slot) this.#racedIn[keeper] = block;
    }
    return true;
  }

  /** A keeper's transaction has been mined. */
  free(keeper: number): void {
    if (this.#slot[keeper] !== NOTHING) this.#waiting--;
    this.#slot[keeper] = NOTHING;
  }

  /** So many of a group's transactions for an account have been mined in vain. */
  freeLosers(group: number, mined: number, { wave, slot }: Opportunity, time: Millis): void {
    const { keepers } = this.#stage;
    const acted = keepers.acted(wave, group, time);
    let left = mined;
    for (let rank = 0; rank < acted && left > 0; rank++) {
      const keeper = keepers.keeperAt(wave, group, rank);
      if (this.#slot[keeper] !== slot) continue;
      this.free(keeper);
      left--;
    }
  }

  /** Transactions whose account nobody raced for in this block are mined in vain where they have a place, or given up. */
  settle(): void {
    if (this.#waiting === 0) return;
    const { chain, settlement, block, time, recorder } = this.#stage;
    for (let keeper = 0; keeper < this.#slot.length; keeper++) {
      if (this.#slot[keeper] === NOTHING || this.#racedIn[keeper] === block) continue;
      if (chain.admits(this.#bid[keeper] as Gwei, this.#revertGas)) {
        chain.include(this.#revertGas);
        recorder?.note({ kind: 'late', keeper });
        if (chain.failuresPay) settlement.payReverts(1, this.#revertGas, this.#bid[keeper] as Gwei, time);
        this.free(keeper);
      } else if (time - (this.#sentAt[keeper] as number) >= (this.#rule[keeper] as Pending).rebid) {
        this.#tell(keeper, 'given-up');
        this.free(keeper);
      }
    }
  }

  #tell(keeper: number, what: 'sent' | 'replaced' | 'given-up'): void {
    const slot = this.#slot[keeper] as number;
    this.#stage.recorder?.note({ kind: 'transaction-waits', slot, keeper, bid: this.#bid[keeper] as Gwei, what });
  }

  /** When to look again: when gas may have fallen, or when the next replacement is due. */
  get wakeAt(): Millis {
    if (this.#waiting === 0) return NEVER;
    const { chain, time } = this.#stage;
    let wake = chain.hopeAfter(time);
    for (let keeper = 0; keeper < this.#slot.length; keeper++) {
      if (this.#slot[keeper] === NOTHING) continue;
      const due = (this.#sentAt[keeper] as number) + (this.#rule[keeper] as Pending).rebid;
      if (due > time && due < wake) wake = due;
    }
    return wake;
  }

  /** Share of keepers whose transaction waits. */
  get stuckShare(): Fraction {
    return this.#waiting / this.#slot.length;
  }
}
