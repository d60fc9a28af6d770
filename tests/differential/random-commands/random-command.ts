import type { Command, Step } from '../commands.ts';
import type { Ingredients } from './ingredients.ts';

/** A way to make a command, and how often it is taken beside the others of its group. */
export interface RandomCommand {
  readonly weight: number;
  make(from: Ingredients): Command | Step;
}

/** `weight`, and how the command is made. */
export function often(weight: number, make: (from: Ingredients) => Command | Step): RandomCommand {
  return { weight, make };
}

export function isStep(made: Command | Step): made is Step {
  return Array.isArray(made[0]);
}

/** Chooses from a list by weight. */
export class Weighted<T extends { readonly weight: number }> {
  readonly #choices: readonly T[];
  readonly #total: number;

  constructor(choices: readonly T[]) {
    this.#choices = choices;
    this.#total = choices.reduce((sum, choice) => sum + choice.weight, 0);
  }

  pick(from: Ingredients): T {
    let draw = from.random.nextFloat() * this.#total;
    for (const choice of this.#choices) {
      draw -= choice.weight;
      if (draw < 0) return choice;
    }
    return this.#choices[0];
  }
}
