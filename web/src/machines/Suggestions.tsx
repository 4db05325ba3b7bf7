import { Button, Flex } from '@patternfly/react-core';
import type { Suggestion } from '../api/types';
import { suggested } from './newMachineForm';

interface SuggestionsProperties {
  of: Suggestion[] | undefined;
  onApply: (suggestion: Suggestion) => void;
}

/** A button for each change that would make one fault right. */
export function Suggestions({ of, onApply }: SuggestionsProperties) {
  const offered = (of ?? []).filter((suggestion) => suggested(suggestion) !== undefined);
  if (offered.length === 0) return null;
  return (
    <Flex gap={{ default: 'gapSm' }} data-testid="suggestions">
      {offered.map((suggestion) => (
        <Button key={suggestion.text} variant="link" isInline onClick={() => onApply(suggestion)}>
          {suggestion.text}
        </Button>
      ))}
    </Flex>
  );
}
