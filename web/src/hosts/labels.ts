import { wordsOf } from '../shell/inputs';

/** Reads labels as people type them: between spaces or commas, each once, in order. */
export function readLabels(text: string): string[] {
  return [...new Set(wordsOf(text))].sort();
}
