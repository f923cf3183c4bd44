import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts'],
    // Left alone the runner keeps one of two cores for itself.
    maxWorkers: '100%',
    // No test mocks a module or sets the environment: files share what a worker has loaded, which saves a third of the time.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
