import { august2024, october2025 } from './aave-v3-days.ts';
import type { Crisis } from './crisis.ts';
import { january2021, may2021 } from './lending-2021.ts';
import { march2020 } from './maker-2020.ts';
import { march2023, november2022 } from './single-accounts.ts';

/** In the order of their dates. */
export const CRISES: readonly Crisis[] = [
  march2020,
  january2021,
  may2021,
  november2022,
  march2023,
  august2024,
  october2025,
];
