import type { Plugin } from 'vite';

export function patternflyBase(): Plugin;
