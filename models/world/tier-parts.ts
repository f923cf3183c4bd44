/** Categories and isolated collaterals of a protocol, made from its section of the scenario. */
import type { BookColumns } from '../book/book.ts';
import { CategoryBonuses, type Tiers } from '../book/tiers.ts';
import type { WorldSpec } from './spec.ts';

/** @throws RangeError where a category names what the protocol does not list, or gives more than a collateral's own bonus */
export function tiersOf({ protocol }: WorldSpec, names: readonly string[]): Tiers | undefined {
  const { collateral, debt, categories = {}, book } = protocol;
  const isolated = names.map((name) => collateral[name]?.isolated === true);
  if (Object.keys(categories).length === 0 && !isolated.includes(true)) return undefined;
  const entries = Object.entries(categories).map(([name, category]) => {
    const where = `protocol.categories.${name}`;
    for (const asset of category.collateral) {
      const own = collateral[asset];
      if (own === undefined) throw new RangeError(`${where}: ${asset} is not in protocol.collateral`);
      if (category.liquidationBonus > own.liquidationBonus) {
        throw new RangeError(
          `${where}: a bonus of ${category.liquidationBonus} is above that of ${asset} (${own.liquidationBonus}); a category gives less`,
        );
      }
    }
    const stranger = category.debt.find((asset) => !debt.includes(asset));
    if (stranger !== undefined) throw new RangeError(`${where}: ${stranger} is not in protocol.debt`);
    return {
      collateral: category.collateral.map((asset) => names.indexOf(asset)),
      debt: category.debt.map((asset) => names.indexOf(asset)),
      liquidationThreshold: category.liquidationThreshold,
      share: category.share,
    };
  });
  return { categories: entries, isolated, keepsHealth: book.model === 'generated' };
}

/** Undefined where no account is in a category. */
export function buildCategoryBonuses(
  { protocol }: WorldSpec,
  { categories: ofAccounts }: BookColumns,
  names: readonly string[],
  usual: ArrayLike<number>,
): CategoryBonuses | undefined {
  const list = Object.values(protocol.categories ?? {});
  if (list.length === 0 || ofAccounts === undefined) return undefined;
  const indexed = list.map(({ collateral, liquidationBonus }) => ({
    collateral: collateral.map((asset) => names.indexOf(asset)),
    liquidationBonus,
  }));
  return new CategoryBonuses(ofAccounts, usual, indexed);
}
