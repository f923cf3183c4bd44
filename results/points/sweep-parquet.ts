/**
 * `paths.parquet`: a row for each point, strategy and path, one row group a point, so that a reader that wants one point skips the
 * others. Columns: `point` (INT32), a column for each key that varies (DOUBLE where all its values are numbers, else text),
 * `strategy`, `path` (INT32), one DOUBLE for each figure, null where it is absent, and where paths are not drawn alike `stratum`
 * (INT32), `likelihood` and `weight` (DOUBLE). The plan stands in the file's metadata under
 * `plimsoll.plan`. The same plan gives the same bytes.
 */
import { renameSync, rmSync } from 'node:fs';
import { type ColumnSource, fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import type { Results } from '../results.ts';
import { OutputError } from '../write/output-error.ts';
import { SAMPLING_COLUMNS } from '../write/paths-csv.ts';
import { drawnOf } from './sweep-csv.ts';
import type { PlanDocument, SweepRows } from './sweep-results.ts';

/** @throws OutputError when the file cannot be written; what stood there before then survives */
export async function writeSweepParquet(path: string, rows: SweepRows): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const { plan } = rows;
    const metadata = [
      { key: 'plimsoll.plan', value: JSON.stringify(plan) },
      { key: 'plimsoll.partial', value: String(rows.partial) },
    ];
    let file: ParquetWriter | undefined;
    for (const { point } of plan.points) {
      const columnData = pointColumns(rows, point);
      file ??= new ParquetWriter({
        writer: fileWriter(temporary),
        schema: schemaFromColumnData({ columnData }),
        kvMetadata: metadata,
        createdBy: `plimsoll ${plan.plimsoll}`,
      });
      const count = columnData[0]!.data.length;
      if (count > 0) await file.write({ columnData, rowGroupSize: count });
    }
    await file?.finish();
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof Error && 'code' in error) throw new OutputError('write the file', path, error);
    throw error;
  }
}

function pointColumns(rows: SweepRows, point: number): ColumnSource[] {
  const { plan } = rows;
  const results = rows.read(point);
  const { strategies } = results;
  const paths = strategies[0]!.paths;
  const count = paths.length * strategies.length;
  const { settings } = plan.points[point]!;
  const figures = OUTCOME_KEYS.map((name, index): ColumnSource => {
    const data: (number | null)[] = [];
    for (const { columns } of strategies) {
      for (let at = index; at < columns.length; at += OUTCOME_KEYS.length) {
        data.push(Number.isNaN(columns[at]) ? null : columns[at]!);
      }
    }
    return { name, type: 'DOUBLE', data };
  });
  return [
    { name: 'point', type: 'INT32', nullable: false, data: new Int32Array(count).fill(point) },
    ...plan.keys.map((key) => settingColumn(plan, key, settings[key]!, count)),
    {
      name: 'strategy',
      type: 'STRING',
      nullable: false,
      data: strategies.flatMap(({ strategy }) => new Array<string>(paths.length).fill(strategy)),
    },
    {
      name: 'path',
      type: 'INT32',
      nullable: false,
      data: Int32Array.from(strategies.flatMap((one) => [...one.paths])),
    },
    ...figures,
    ...(rows.isSampled ? drawnColumns(results) : []),
  ];
}

function drawnColumns(results: Results): ColumnSource[] {
  const drawn = drawnOf(results);
  const rows = results.strategies.flatMap(({ paths }) => Array.from(paths, (_, row) => drawn(row)));
  return SAMPLING_COLUMNS.map((name, place) => ({
    name,
    type: name === 'stratum' ? 'INT32' : 'DOUBLE',
    nullable: true,
    data: rows.map((cells) => cells[place]!),
  }));
}

function settingColumn({ points }: PlanDocument, key: string, value: unknown, count: number): ColumnSource {
  const isNumeric = points.every(({ settings }) => typeof settings[key] === 'number');
  return isNumeric
    ? { name: key, type: 'DOUBLE', nullable: false, data: new Float64Array(count).fill(value as number) }
    : { name: key, type: 'STRING', nullable: false, data: new Array<string>(count).fill(String(value)) };
}
