/**
 * Every model that a scenario can name, by family. The schema, the command-line help, editor completion and the docs are
 * all made from what is registered here: a new model is one file and one line in `models/catalogue.ts`.
 */
import { z } from 'zod';
import type { FamilyContext, FamilyInstance } from './model.ts';

export type Family = keyof FamilyInstance;

/** What a model says of itself, and how it is made. */
export interface ModelDefinition<F extends Family = Family> {
  readonly family: F;
  /** Name in scenarios (`model: <name>`): the literature's word for it. */
  readonly name: string;
  /** One line: what it is. */
  readonly title: string;
  /** Paper, contract or page that states the rule. */
  readonly source?: string;
  /** When a result built on it would mislead. */
  readonly misleads?: string;
  readonly params: z.ZodObject;
  /** Names of the assets whose paths it reads; they are written before it. */
  dependsOn?(params: never): readonly string[];
  create(params: never, context: FamilyContext[F]): FamilyInstance[F];
}

/** Declares a model with parameters typed from their schema. */
export function defineModel<F extends Family, S extends z.ZodObject>(definition: {
  family: F;
  name: string;
  title: string;
  source?: string;
  misleads?: string;
  params: S;
  dependsOn?(params: z.output<S>): readonly string[];
  create(params: z.output<S>, context: FamilyContext[F]): FamilyInstance[F];
}): ModelDefinition<F> {
  return definition as unknown as ModelDefinition<F>;
}

/** A reference to a model with its parameters, as it stands in a resolved scenario. */
export interface ModelReference {
  readonly model: string;
  readonly [parameter: string]: unknown;
}

export class Registry {
  readonly #models = new Map<string, ModelDefinition>();

  constructor(definitions: readonly ModelDefinition[] = []) {
    for (const definition of definitions) this.add(definition);
  }

  /** @throws RangeError when the family has a model of that name already */
  add(definition: ModelDefinition): void {
    const key = `${definition.family}/${definition.name}`;
    if (this.#models.has(key)) throw new RangeError(`model ${key} is registered twice`);
    this.#models.set(key, definition);
  }

  has(family: Family, name: string): boolean {
    return this.#models.has(`${family}/${name}`);
  }

  /** All models of a family, in the order of registration. */
  of<F extends Family>(family: F): ModelDefinition<F>[] {
    return [...this.#models.values()].filter((model) => model.family === family) as unknown as ModelDefinition<F>[];
  }

  all(): ModelDefinition[] {
    return [...this.#models.values()];
  }

  /** A copy to which the plug-ins of one scenario can be added. */
  extended(definitions: readonly ModelDefinition[]): Registry {
    const copy = new Registry(this.all());
    for (const definition of definitions) copy.add(definition);
    return copy;
  }

  /** Names of the assets whose paths a model reads. */
  dependencies(family: Family, reference: ModelReference): readonly string[] {
    const model = this.#models.get(`${family}/${reference.model}`);
    return model?.dependsOn?.(reference as never) ?? [];
  }

  /** The schema of `{ model: …, …parameters }` for a family. */
  schema(family: Family): z.ZodType<ModelReference> {
    const options = this.of(family).map((model) =>
      z
        .strictObject({ model: z.literal(model.name), ...model.params.shape })
        .meta({ title: model.name, description: model.title }),
    );
    if (options.length === 0) throw new RangeError(`no model is registered in family ${family}`);
    const [first, ...rest] = options;
    return z.discriminatedUnion('model', [first, ...rest] as never) as unknown as z.ZodType<ModelReference>;
  }

  /**
   * Makes the model that a resolved reference names.
   *
   * @throws RangeError when nothing of that name is registered in the family
   */
  create<F extends Family>(family: F, reference: ModelReference, context: FamilyContext[F]): FamilyInstance[F] {
    const model = this.#models.get(`${family}/${reference.model}`) as ModelDefinition<F> | undefined;
    if (model === undefined) throw new RangeError(`no ${family} model is called ${reference.model}`);
    const { model: _, ...params } = reference;
    return model.create(params as never, context);
  }
}
